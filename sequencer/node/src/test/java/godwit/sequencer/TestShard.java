package godwit.sequencer;

import godwit.client.TypingStream;
import godwit.protocol.StreamIds;
import godwit.protocol.codecs.AttachedDecoder;
import godwit.protocol.codecs.ChatCreatedDecoder;
import godwit.protocol.codecs.EdgeOpenedDecoder;
import godwit.protocol.codecs.JournalAdvanceEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.ReadHistoryEncoder;
import godwit.protocol.codecs.TypingEncoder;
import godwit.protocol.codecs.TypingState;
import godwit.protocol.idle.Doorbells;
import godwit.settings.Settings;
import godwit.settings.SettingsLoader;
import godwit.settings.Topology;
import io.aeron.Aeron;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.logbuffer.FragmentHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A real node in a folder, and an edge's ends of its streams, driven by hand. */
final class TestShard implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long EDGE = 77;

    private final Path folder;
    private final Map<String, String> settings;
    private final int shard;
    private final SharedHost shared;
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<Delivered> delivered = new ArrayList<>();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256 * 1024]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final Commands commands = new Commands(EDGE, buffer);
    private SequencerNode node;
    private Aeron aeron;
    private Subscription deliveries;
    private TypingStream typing;
    private AeronCluster cluster;
    private FragmentHandler handler;
    private long epoch;
    private long correlationId;
    private long clockAheadMs;

    /** Settings under which little fills a segment of log and spool, and only a command takes a snapshot. */
    static Map<String, String> smallSegments(final long holdBackMs) {
        return Map.of("sequencer.log-segment-bytes", "8MiB",
            "sequencer.spool-segment-bytes", "4MiB", "sequencer.spool-hold-back", holdBackMs + "ms",
            "sequencer.snapshot-log-bytes", "1GiB", "sequencer.payload-bytes", "1MiB");
    }

    TestShard(final Path folder, final Map<String, String> settings) {
        this(folder, settings, 0, null);
    }

    /** One of several over what they share; null: it has that for itself. */
    TestShard(final Path folder, final Map<String, String> settings, final int shard, final SharedHost shared) {
        this.folder = folder;
        this.settings = settings;
        this.shard = shard;
        this.shared = shared;
    }

    /** What shards of a process share, and where its driver is. */
    record SharedHost(SequencerHost host, String aeronDirectory) implements AutoCloseable {
        static SharedHost launch(final Path folder, final Map<String, String> settings, final Integer... shards) {
            final String directory = "/dev/shm/godwit-test-" + UUID.randomUUID();
            return new SharedHost(SequencerHost.launch(new HostConfiguration(folder, directory, List.of(shards),
                load(folder, settings).sequencer(), Doorbells.alone(), failure -> { })), directory);
        }

        @Override
        public void close() {
            host.close();
        }
    }

    void start() {
        final String directory = shared == null ? "/dev/shm/godwit-test-" + UUID.randomUUID() : shared.aeronDirectory();
        final SequencerConfiguration configuration = new SequencerConfiguration(folder, directory, shard,
            Topology.ofShards(shared == null ? 1 : 2), 0,
            load(folder, settings).sequencer(), Doorbells.alone(), failures::add,
            () -> System.currentTimeMillis() + clockAheadMs);
        node = shared == null ? SequencerNode.launch(configuration) : SequencerNode.launch(configuration, shared.host());
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(directory));
        deliveries = aeron.addSubscription("aeron:ipc", stream());
        handler = new FragmentAssembler((bytes, offset, length, head) -> onFrame(bytes, offset, length));
        Awaitility.await("serving").atMost(PATIENCE).until(() -> node.isServing() || !failures.isEmpty());
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.get(0));
        }
        typing = new TypingStream(aeron, shard, failures::add);
        cluster = connect("aeron:ipc?term-length=1m", 900 + shard);
    }

    /** A further client of the cluster, over an ingress of its own. */
    AeronCluster connect(final String ingressChannel, final int number) {
        return AeronCluster.connect(new AeronCluster.Context().aeronDirectoryName(node.aeronDirectory())
            .ingressChannel(ingressChannel).ingressStreamId(StreamIds.ingress(shard))
            .egressChannel("aeron:ipc").egressStreamId(StreamIds.CLIENT_EGRESS_BASE + number));
    }

    /** The machine's clock is so much ahead at the next starts. */
    void clockAhead(final Duration ahead) {
        clockAheadMs = ahead.toMillis();
    }

    private int stream() {
        return StreamIds.delivery(0, shard);
    }

    /** One of this shard's, of which each of two has one half. */
    private int partition(final int number) {
        return shard * Topology.PARTITIONS / 2 + number;
    }

    private static Settings load(final Path folder, final Map<String, String> settings) {
        final SettingsLoader loader = new SettingsLoader().dataFolder(folder);
        // A sync of a busy machine's disk may take longer than the standard 10 s.
        loader.set("sequencer.edge-lease", "2min");
        loader.set("sequencer.cluster-session-timeout", "2min");
        settings.forEach(loader::set);
        return loader.load();
    }

    void stop() {
        CloseHelper.quietCloseAll(cluster, typing, deliveries, aeron, node);
        delivered.clear();
    }

    SequencerNode node() {
        return node;
    }

    List<Throwable> failures() {
        return failures;
    }

    void open() {
        offer(commands.open(++correlationId, stream(), "aeron:ipc", "edge"));
        epoch = ((EdgeOpenedDecoder) await("EdgeOpened").decoder()).epoch();
    }

    void offerOpen(final long edgeId, final String channel) {
        offer(new Commands(edgeId, buffer).open(++correlationId, stream(), channel, "edge"));
    }

    /** Keeps the test's own session while it waits for something else. */
    void keepSession() {
        cluster.sendKeepAlive();
        cluster.pollEgress();
    }

    void keepAlive() {
        offer(commands.keepAlive(epoch));
    }

    long attach(final String user, final String device) {
        offerAttach(user, device);
        return ((AttachedDecoder) await("Attached").decoder()).session();
    }

    void offerAttach(final String user, final String device) {
        offer(commands.attach(epoch, ++correlationId, partition(1), user, device));
    }

    long createChat(final String creator, final String other) {
        offerCreateChat(creator, other, "");
        final long asked = correlationId;
        return ((ChatCreatedDecoder) await("ChatCreated", one ->
            ((ChatCreatedDecoder) one.decoder()).correlationId() == asked).decoder()).chatId();
    }

    void offerCreateChat(final String creator, final String other, final String title) {
        offer(commands.createChat(++correlationId, partition(1), creator, partition(2), other, title));
    }

    void send(final long chatId, final String sender, final String key, final byte[] body) {
        offer(commands.send(++correlationId, chatId, sender, key, body));
    }

    /** Beside the cluster, until it is taken. */
    void type(final long chatId, final String user) {
        offerTyping(buffer.byteArray(), new TypingEncoder().wrapAndApplyHeader(buffer, 0, header).chatId(chatId)
            .state(TypingState.START).forwarded((short) 0).userId(user).limit());
    }

    void offerTyping(final byte[] bytes, final int length) {
        Awaitility.await("the typing stream").atMost(PATIENCE).pollDelay(Duration.ZERO)
            .until(() -> typing.offer(new UnsafeBuffer(bytes), 0, length));
    }

    long readHistory(final long chatId, final String user, final long after) {
        final ReadHistoryEncoder read = new ReadHistoryEncoder().wrapAndApplyHeader(buffer, 0, header).edgeId(EDGE)
            .correlationId(++correlationId).chatId(chatId).beforeSequence(-1).afterSequence(after).pageLimit(3);
        read.userId(user);
        offer(read.limit());
        return correlationId;
    }

    /**
     * The last journal record of all that was answered. An answer may come before the node tells its entry's numbers, which it
     * has told when it answers an audit behind it.
     */
    long outputSequence() throws Exception {
        node.audit();
        return node.outputSequence();
    }

    void journalAdvance(final long outputSequence) {
        offer(new JournalAdvanceEncoder().wrapAndApplyHeader(buffer, 0, header).incarnation(node.incarnation())
            .outputSequence(outputSequence).limit());
    }

    void offerRaw(final byte[] bytes) {
        buffer.putBytes(0, bytes);
        offer(bytes.length);
    }

    private void offer(final int length) {
        Awaitility.await("the cluster takes a command").atMost(PATIENCE).pollDelay(Duration.ZERO).until(() -> {
            cluster.pollEgress();
            return cluster.offer(buffer, 0, length) > 0;
        });
    }

    void awaitAll(final String type, final int count) {
        for (int i = 0; i < count; i++) {
            await(type);
        }
    }

    Delivered await(final String type) {
        return await(type, one -> true);
    }

    Delivered await(final String type, final Predicate<Delivered> fits) {
        final Delivered[] found = new Delivered[1];
        try {
            await(type, fits, found);
        } catch (final ConditionTimeoutException e) {
            throw new AssertionError(
                "no " + type + " came, but " + delivered.stream().map(one -> one.decoder().toString()).toList(), e);
        }
        return found[0];
    }

    private void await(final String type, final Predicate<Delivered> fits, final Delivered[] found) {
        Awaitility.await(type).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(() -> {
            cluster.sendKeepAlive();
            deliveries.poll(handler, 10);
            for (int i = 0; i < delivered.size(); i++) {
                final Delivered one = delivered.get(i);
                if (one.type().equals(type) && fits.test(one)) {
                    found[0] = delivered.remove(i);
                    return true;
                }
            }
            return false;
        });
    }

    private void onFrame(final DirectBuffer bytes, final int offset, final int length) {
        delivered.addAll(Delivered.of(bytes, offset, length));
    }

    @Override
    public void close() {
        stop();
    }
}
