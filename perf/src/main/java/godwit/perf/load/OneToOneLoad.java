package godwit.perf.load;

import godwit.perf.PerfOptions;
import godwit.perf.check.Bodies;
import godwit.perf.check.ChatLedger;
import godwit.perf.report.Measurements;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Pairs of users that write to each other at a fixed rate. */
final class OneToOneLoad extends Load {
    private static final int ACKNOWLEDGE_EVERY_MS = 200;
    private static final int TURNS_PER_ROUND = 10;
    private static final long HEARTBEAT_MS = TimeUnit.SECONDS.toMillis(4);

    private final List<Player> players = new ArrayList<>();
    private final List<ChatLedger> ledgers = new ArrayList<>();
    private int turn;

    OneToOneLoad(final PerfOptions options, final Measurements measurements, final PrintStream progress) {
        super(options, measurements, progress);
    }

    @Override
    void makeClients(final String run) {
        final Bodies bodies = new Bodies(options().seed(), options().textBytes());
        for (int chat = 0; chat < options().crowd().users() / 2; chat++) {
            final ChatLedger ledger = new ChatLedger(chat, bodies, measurements().counts());
            ledgers.add(ledger);
            for (int side = 0; side < 2; side++) {
                final String user = run + chat + (side == 0 ? "a" : "b");
                final String peer = run + chat + (side == 0 ? "b" : "a");
                final Player player = new Player(
                    user, peer, token(user), new ChatSeat(chat, side, options().crowd().users() / 2), bodies, ledger, this);
                players.add(player);
                add(player);
            }
        }
    }

    @Override
    String whoIsThere() {
        return players.size() + " users connected";
    }

    @Override
    int chats() {
        return ledgers.size();
    }

    @Override
    void start() {
        every(this::takeTurn, ACKNOWLEDGE_EVERY_MS / TURNS_PER_ROUND);
        every(() -> players.forEach(Player::heartbeat), HEARTBEAT_MS);
    }

    @Override
    void play(final long message, final long dueNs, final boolean measured) {
        players.get(schedule().chat(message) * 2 + schedule().side(message))
            .send(new PendingSend(schedule().number(message), message, dueNs, measured));
    }

    private void takeTurn() {
        for (int i = turn; i < players.size(); i += TURNS_PER_ROUND) {
            players.get(i).acknowledge();
            players.get(i).pump();
        }
        turn = (turn + 1) % TURNS_PER_ROUND;
    }

    @Override
    boolean drained() {
        return players.stream().allMatch(player -> player.outbox().isEmpty())
            && measurements().receivedAll() >= measurements().sentAll();
    }

    @Override
    void settle() {
        measurements().retries(players.stream().mapToLong(player -> player.outbox().retries()).sum());
        measurements().unanswered(players.stream().mapToLong(player -> player.outbox().size()).sum());
        ledgers.forEach(ChatLedger::close);
        finish();
    }

    @Override
    void sayLast() {
        players.forEach(Player::acknowledge);
    }
}
