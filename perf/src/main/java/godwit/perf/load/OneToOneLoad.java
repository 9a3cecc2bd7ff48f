package godwit.perf.load;

import godwit.perf.PerfOptions;
import godwit.perf.Token;
import godwit.perf.TokenLifeException;
import godwit.perf.check.Bodies;
import godwit.perf.check.ChatLedger;
import godwit.perf.report.Measurements;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Pairs of users that write to each other at a fixed rate. {@link #run} blocks its caller; the load itself is one event
 * loop, so nothing in it needs a lock and the generator takes at most one core.
 */
public final class OneToOneLoad implements LoadListener {
    private static final long CONNECT_TIMEOUT_S = 120;
    private static final long DRAIN_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long SETTLE_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int CONNECTS_AT_ONCE = 32;
    private static final int ACKNOWLEDGE_EVERY_MS = 200;
    private static final int TURNS_PER_ROUND = 10;
    private static final int HEARTBEAT_S = 4;

    private final PerfOptions options;
    private final Measurements measurements;
    private final PrintStream progress;
    private final List<Player> players = new ArrayList<>();
    private final List<ChatLedger> ledgers = new ArrayList<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private EventLoop loop;
    private Connector connector;
    private Schedule schedule;
    private long nextMessage;
    private long lastActivityNs;
    private int connecting;
    private int readyCount;
    private int turn;

    /**
     * A load that did not start yet.
     *
     * @param options      what to do.
     * @param measurements where everything is counted; read it after {@link #run}.
     * @param progress     where a person is told how far it is.
     */
    public OneToOneLoad(final PerfOptions options, final Measurements measurements, final PrintStream progress) {
        this.options = options;
        this.measurements = measurements;
        this.progress = progress;
    }

    /**
     * Connects, loads, waits until everything acknowledged came through (at most a minute), and leaves.
     *
     * @throws TokenLifeException when the users' tokens would end before the run does.
     * @throws TimeoutException     when the users could not be connected.
     * @throws InterruptedException when interrupted.
     */
    public void run() throws TimeoutException, InterruptedException {
        final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, Connector.ioHandlers());
        try {
            loop = group.next();
            connector = new Connector(loop, options.ws());
            makePlayers();
            loop.execute(this::connectMore);
            await(ready, CONNECT_TIMEOUT_S);
            progress.printf(Locale.ROOT, "perf: %d users connected, %.0f messages/s for %d s after %d s of warm-up%n",
                players.size(), options.rate(), options.duration().toSeconds(), options.warmup().toSeconds());
            loop.execute(this::start);
            await(done, options.warmup().plus(options.duration()).toSeconds() + 2 * CONNECT_TIMEOUT_S);
        } finally {
            loop.execute(this::leave);
            group.shutdownGracefully(100, 5_000, TimeUnit.MILLISECONDS).await(6, TimeUnit.SECONDS);
        }
    }

    private static void await(final CompletableFuture<Void> future, final long seconds)
        throws TimeoutException, InterruptedException {
        try {
            future.get(seconds, TimeUnit.SECONDS);
        } catch (final java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("the load failed: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private void makePlayers() {
        final int users = options.usersOrDefault();
        final Bodies bodies = new Bodies(options.seed(), options.textBytes());
        long expiresAtMs = Long.MAX_VALUE;
        final String run = "perf-" + Long.toString(System.currentTimeMillis(), 36) + "-";
        for (int chat = 0; chat < users / 2; chat++) {
            final ChatLedger ledger = new ChatLedger(chat, bodies, measurements.counts());
            ledgers.add(ledger);
            for (int side = 0; side < 2; side++) {
                final String user = run + chat + (side == 0 ? "a" : "b");
                final String peer = run + chat + (side == 0 ? "b" : "a");
                final Token token = options.tokens().token(user);
                expiresAtMs = Math.min(expiresAtMs, token.expiresAtMs());
                players.add(new Player(user, peer, token.text(), new ChatSeat(chat, side), bodies, ledger, this));
            }
        }
        checkLife(TimeUnit.MILLISECONDS.toSeconds(expiresAtMs - System.currentTimeMillis()));
    }

    /** A connection whose token ends is closed: what it lacks then would be counted as lost. */
    private void checkLife(final long lifeS) {
        final long othersS = CONNECT_TIMEOUT_S + TimeUnit.NANOSECONDS.toSeconds(DRAIN_TIMEOUT_NS);
        final long runS = options.warmup().plus(options.duration()).toSeconds();
        if (runS + othersS > lifeS) {
            throw new TokenLifeException("duration and warm-up=" + runS + "s expected at most "
                + Math.max(0, lifeS - othersS) + "s: the users' tokens live " + lifeS
                + " s, of which connecting and what comes after may take " + othersS
                + "; start godwit up with --set edge.token-ttl=… for more");
        }
    }

    private void connectMore() {
        while (connecting < players.size() && connecting - readyCount < CONNECTS_AT_ONCE) {
            connector.connect(players.get(connecting++));
        }
    }

    private void start() {
        schedule = new Schedule(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100), options.rate(),
            ledgers.size(), options.warmup().toNanos(), options.duration().toNanos());
        measurements.start(schedule.startNs() + schedule.warmupNs(), schedule.durationNs());
        loop.scheduleAtFixedRate(this::takeTurn, 0, ACKNOWLEDGE_EVERY_MS / TURNS_PER_ROUND, TimeUnit.MILLISECONDS);
        loop.scheduleAtFixedRate(() -> players.forEach(Player::heartbeat), HEARTBEAT_S, HEARTBEAT_S,
            TimeUnit.SECONDS);
        scheduleNext();
    }

    private void scheduleNext() {
        final long nowNs = System.nanoTime();
        final long dueNs = schedule.intendedNs(nextMessage);
        if (schedule.measured(dueNs) || !schedule.over(dueNs)) {
            loop.schedule(this::sendDue, Math.max(0, dueNs - nowNs), TimeUnit.NANOSECONDS);
        } else {
            lastActivityNs = nowNs;
            loop.schedule(this::drain, 10, TimeUnit.MILLISECONDS);
        }
    }

    private void sendDue() {
        final long nowNs = System.nanoTime();
        for (long dueNs = schedule.intendedNs(nextMessage); dueNs - nowNs <= 0 && !schedule.over(dueNs);
            dueNs = schedule.intendedNs(nextMessage)) {
            final Player player = players.get(schedule.chat(nextMessage) * 2 + schedule.side(nextMessage));
            player.send(new PendingSend(schedule.number(nextMessage), dueNs, schedule.measured(dueNs)));
            nextMessage++;
        }
        scheduleNext();
    }

    private void takeTurn() {
        for (int i = turn; i < players.size(); i += TURNS_PER_ROUND) {
            players.get(i).acknowledge();
            players.get(i).pump();
        }
        turn = (turn + 1) % TURNS_PER_ROUND;
    }

    private void drain() {
        final long nowNs = System.nanoTime();
        final boolean empty = players.stream().allMatch(player -> player.outbox().isEmpty());
        final boolean allCame = measurements.receivedAll() >= measurements.sentAll();
        final long endNs = schedule.startNs() + schedule.warmupNs() + schedule.durationNs();
        if (empty && allCame && nowNs - lastActivityNs > SETTLE_NS || nowNs - endNs > DRAIN_TIMEOUT_NS) {
            measurements.retries(players.stream().mapToLong(player -> player.outbox().retries()).sum());
            measurements.unanswered(players.stream().mapToLong(player -> player.outbox().size()).sum());
            ledgers.forEach(ChatLedger::close);
            done.complete(null);
        } else {
            loop.schedule(this::drain, 20, TimeUnit.MILLISECONDS);
        }
    }

    private void leave() {
        connector.close();
        players.forEach(Player::acknowledge);
        players.forEach(Player::close);
    }

    @Override
    public void onReady(final Player player) {
        readyCount++;
        if (readyCount == players.size()) {
            ready.complete(null);
        } else {
            connectMore();
        }
    }

    @Override
    public void onLeft(final boolean measured, final long lagNs) {
        measurements.onLeft(measured, lagNs);
    }

    @Override
    public void onSent(final boolean measured, final long latencyNs) {
        lastActivityNs = System.nanoTime();
        measurements.onSent(measured, lastActivityNs, latencyNs);
    }

    @Override
    public void onReceived(final Player receiver, final int chat, final int side, final long number) {
        lastActivityNs = System.nanoTime();
        final long intendedNs = schedule.intendedNs(schedule.message(chat, side, number));
        measurements.onReceived(schedule.measured(intendedNs), lastActivityNs - intendedNs);
    }

    @Override
    public void onRefused(final String code) {
        measurements.onRefused(code);
    }

    @Override
    public void onDisconnected(final String why) {
        measurements.onDisconnected(why);
    }
}
