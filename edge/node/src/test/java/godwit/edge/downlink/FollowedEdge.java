package godwit.edge.downlink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.fanout.Links;
import godwit.edge.memory.ByteBudget;
import godwit.edge.outbound.ConnectionLimits;
import godwit.edge.outbound.FrameEncoder;
import godwit.edge.request.Request;
import godwit.edge.uplink.CommandSink;
import godwit.edge.uplink.OfferResult;
import godwit.edge.uplink.Uplink;
import godwit.edge.uplink.UplinkConfiguration;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.ReceiptStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An edge with its clients and the shard behind it, everything drawn from a seed: commands and frames that are late or lost,
 * leaders that change, leases that end, sockets that drop entries, clients that are silent, members that are removed.
 * Single-threaded.
 */
final class FollowedEdge implements CommandSink, EntryStore {
    private static final long EDGE_ID = 99;
    private static final int CHATS = 3;
    private static final int CLIENTS = 4;

    private final Random random;
    private final StringBuilder log = new StringBuilder();
    private final EdgeCounters counters = new EdgeCounters();
    private final Links links = new Links();
    private final Uplink uplink;
    private final Downlink downlink;
    private final DeliveryAdapter adapter;
    private final ArrayDeque<byte[]> commands = new ArrayDeque<>();
    private final FramesUnderWay frames = new FramesUnderWay(EDGE_ID);
    private final List<Runnable> readings = new ArrayList<>();
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final FollowedShard shard;
    private long termId;
    private long nowMs;
    private boolean isHealing;

    FollowedEdge(final long seed) {
        random = new Random(seed);
        uplink = new Uplink(new UplinkConfiguration(EDGE_ID, "aeron:ipc", 1, "test", 64, 5_000, 100, 256), this, links,
            userId -> CompletableFuture.completedFuture(1), Runnable::run, ByteBudget.unbounded(), counters);
        downlink = new Downlink(links, uplink, this, Runnable::run, new FrameEncoder(ConnectionLimits.DEFAULT), counters);
        adapter = new DeliveryAdapter(EDGE_ID, downlink, counters);
        for (int i = 1; i <= CLIENTS; i++) {
            clients.add(new SimulatedClient(i, CHATS));
        }
        shard = new FollowedShard(random, log, frames, clients, CHATS);
        uplink.onConnected();
    }

    private static String userOf(final SimulatedClient client) {
        return "user" + client.connectionId;
    }

    String log() {
        return log.toString();
    }

    long handed() {
        return counters.get(EdgeCounter.ENTRIES_SUBSCRIBED);
    }

    long lagging() {
        return counters.get(EdgeCounter.SUBSCRIPTIONS_LAGGING);
    }

    private void say(final String what) {
        log.append(nowMs).append(' ').append(what).append('\n');
    }

    private boolean oneIn(final int n) {
        return random.nextInt(n) == 0;
    }

    // ---- what happens

    /** Something happens. */
    void step() {
        pass(random.nextInt(40));
        switch (random.nextInt(100)) {
            case 0, 1 -> drop(someClient());
            case 2, 3 -> rarely();
            default -> often();
        }
    }

    private void often() {
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> shard.publish(random.nextInt(CHATS));
            case 3, 4 -> someClient().acknowledge(this, random);
            default -> move(1 + random.nextInt(6));
        }
    }

    private void rarely() {
        switch (random.nextInt(12)) {
            case 0 -> loseCommands();
            case 1 -> loseFrame();
            case 2 -> changeLeader();
            case 3 -> shard.removeSome();
            case 4 -> pass(random.nextInt(8_000));
            case 5 -> shard.widen(random.nextInt(CHATS));
            case 6, 7 -> shard.restartSome();
            default -> {
                if (!commands.isEmpty()) {
                    // The cluster's client may offer one twice.
                    commands.addFirst(commands.peek());
                }
            }
        }
    }

    /** Nothing goes wrong from now on: everybody gets and acknowledges everything, or this fails. */
    void heal() {
        isHealing = true;
        say("heal");
        for (int i = 0; i < 400 && shard.undelivered() != null; i++) {
            clients.forEach(this::takeAgain);
            move(1_000);
            clients.forEach(client -> client.acknowledgeAll(this));
            pass(200);
            move(1_000);
        }
        if (shard.undelivered() != null) {
            throw new AssertionError(shard.undelivered());
        }
    }

    private SimulatedClient someClient() {
        return clients.get(random.nextInt(clients.size()));
    }

    private void pass(final long ms) {
        nowMs += ms;
        downlink.onTime(nowMs);
        shard.onTime(nowMs);
        clients.stream().filter(SimulatedClient::connects).forEach(client -> uplink.onRequest(
            new Request.Attach(client.connectionId, null, userOf(client), "phone", 0, client), nowMs));
        uplink.doWork(nowMs);
    }

    /** Commands and frames arrive, and readings end, in an order of their own. */
    private void move(final int count) {
        for (int i = 0; i < count; i++) {
            final boolean isCommand = oneIn(2);
            if (isCommand && !commands.isEmpty()) {
                shard.onCommand(new UnsafeBuffer(commands.remove()));
            } else if (!readings.isEmpty() && oneIn(3)) {
                readings.remove(0).run();
            } else {
                final byte[] frame = frames.poll();
                if (frame != null) {
                    adapter.onFrame(new UnsafeBuffer(frame), 0, frame.length);
                }
            }
        }
        uplink.doWork(nowMs);
        clients.forEach(SimulatedClient::check);
    }

    private void drop(final SimulatedClient client) {
        if (client.dropping()) {
            takeAgain(client);
        } else if (oneIn(2)) {
            say("drops " + client.connectionId);
            client.drop();
        }
    }

    private void takeAgain(final SimulatedClient client) {
        if (client.dropping()) {
            say("restart " + client.connectionId);
            uplink.onRequest(new Request.Restart(client.connectionId, client.droppedFrom()), nowMs);
        }
    }

    private void loseCommands() {
        say("commands lost");
        for (int kept = random.nextInt(commands.size() + 1); kept < commands.size();) {
            commands.removeLast();
        }
        uplink.onDisconnected();
        pass(random.nextInt(200));
        uplink.onConnected();
    }

    private void loseFrame() {
        say("frame lost");
        frames.poll();
    }

    private void changeLeader() {
        say("new leader");
        for (int kept = random.nextInt(commands.size() + 1); kept < commands.size();) {
            commands.removeLast();
        }
        frames.changeLeader(random);
        termId++;
        if (oneIn(2)) {
            uplink.onNewLeader();
        } else {
            uplink.onDisconnected();
            uplink.onConnected();
        }
    }

    // ---- the edge's

    void acknowledge(final SimulatedClient client, final int chat, final long sequence, final long taken) {
        downlink.onAcknowledge(new Request.Acknowledge(client.connectionId, null, chat + 1,
            FramesUnderWay.msgId(chat, sequence), ReceiptStatus.DELIVERED, taken));
    }

    @Override
    public OfferResult offer(final DirectBuffer command, final int offset, final int length) {
        if (!isHealing && oneIn(10)) {
            return OfferResult.BACK_PRESSURED;
        }
        final byte[] copy = new byte[length];
        command.getBytes(offset, copy);
        commands.add(copy);
        return OfferResult.OFFERED;
    }

    @Override
    public boolean offerTyping(final DirectBuffer command, final int offset, final int length) {
        return false;
    }

    @Override
    public long termId() {
        return termId;
    }

    @Override
    public CompletionStage<List<StoredEntry>> read(
        final long connectionId, final long chatId, final long from, final long to) {
        final CompletableFuture<List<StoredEntry>> reading = new CompletableFuture<>();
        readings.add(() -> {
            if (!isHealing && oneIn(6)) {
                reading.completeExceptionally(new IllegalStateException("away"));
            } else {
                reading.complete(entries((int) chatId - 1, clients.get((int) connectionId - 1), from, to));
            }
        });
        return reading;
    }

    private static List<StoredEntry> entries(
        final int chat, final SimulatedClient reader, final long from, final long to) {
        final List<StoredEntry> entries = new ArrayList<>();
        for (long sequence = from; sequence <= to; sequence++) {
            final boolean own = reader.isOwn(chat, sequence);
            entries.add(new StoredEntry(chat + 1, FramesUnderWay.msgId(chat, sequence), sequence, 1, sequence, sequence, ContentKind.TEXT,
                own ? userOf(reader) : "somebody", own ? "phone" : "", "k", new byte[] {'h'}));
        }
        return entries;
    }

    @Override
    public CompletionStage<StoredEntry> find(final long connectionId, final long chatId, final long msgId) {
        return CompletableFuture.completedFuture(null);
    }
}
