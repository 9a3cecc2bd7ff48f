package godwit.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.client.OfferResult;
import godwit.client.ShardAddress;
import godwit.client.ShardConnection;
import godwit.client.ShardConnectionListener;
import godwit.client.ShardConnectionState;
import godwit.protocol.codecs.EdgeKeepAliveEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.SendEncoder;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal is away and the log grows to its bound: commands are turned away until the journal is back. */
class FullLogTest {
    private static final long LOG_BYTES_MAX = 44L << 20;
    private static final long SLACK_BYTES = 16L << 20;
    private static final int SNAPSHOT_RECORDINGS_MAX = 8;

    @TempDir
    private Path folder;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    @Test
    void shouldTurnCommandsAwayWhileTheLogIsFullAndTakeThemAgainWhenTheJournalMoves() throws Exception {
        try (TestShard shard = new TestShard(folder, Map.of("sequencer.log-segment-bytes", "8MiB",
            "disk.log-bytes", LOG_BYTES_MAX + "B", "sequencer.snapshot-log-bytes", "4MiB",
            "sequencer.spool-segment-bytes", "4MiB", "sequencer.spool-hold-back", "0ms",
            "sequencer.payload-bytes", "1MiB"))) {
            shard.start();
            shard.open();
            shard.attach("alice", "phone");
            final long chat = shard.createChat("alice", "bob");
            final NodeCounters counters = shard.node().counters();
            try (ShardConnection client = ShardConnection.in(shard.node().aeronDirectory(),
                ShardAddress.inProcess(0, 7), new ShardConnectionListener() { }, error -> { })) {
                awaitConnected(client);
                assertThat(offerSend(client)).isEqualTo(OfferResult.OFFERED);
                fill(shard, chat);
                assertThat(offerSend(client)).isEqualTo(OfferResult.BACK_PRESSURED);
                assertThat(offerKeepAlive(client)).as("leases go on").isEqualTo(OfferResult.OFFERED);
                assertThat(shard.node().status().logBytes()).isBetween(LOG_BYTES_MAX / 2, LOG_BYTES_MAX + SLACK_BYTES);
                Awaitility.await("few snapshots").atMost(TestShard.PATIENCE).until(() ->
                    Folders.segments(folder.resolve("archives/log")).stream().mapToLong(Folders::recordingId)
                        .distinct().count() <= 1 + SNAPSHOT_RECORDINGS_MAX);

                shard.journalAdvance(shard.node().status().outputSequence());
                Awaitility.await("room").atMost(TestShard.PATIENCE).until(() -> {
                    client.doWork(nowMs());
                    return offerSend(client) == OfferResult.OFFERED;
                });
                Awaitility.await("both came into the log").atMost(TestShard.PATIENCE).until(() ->
                    counters.get(NodeCounter.MALFORMED) == 2);
                assertThat(counters.get(NodeCounter.FULL)).isEqualTo(1);
                assertThat(shard.failures()).isEmpty();
            }
        }
    }

    private static void fill(final TestShard shard, final long chat) {
        final NodeCounters counters = shard.node().counters();
        for (int i = 0; i < 10_000 && counters.get(NodeCounter.FULL) == 0; i++) {
            shard.send(chat, "alice", "m" + i, new byte[16_000]);
            if (i % 16 == 15) {
                shard.awaitAll("Sent", 16);
                shard.keepAlive();
                awaitDecision(shard);
            }
        }
        assertThat(counters.get(NodeCounter.FULL)).isEqualTo(1);
    }

    /** A busy machine may keep those waiting who see to the bound: nothing more comes meanwhile. */
    private static void awaitDecision(final TestShard shard) {
        if (isUndecided(shard)) {
            Awaitility.await("full, or room again").atMost(TestShard.PATIENCE).until(() -> !isUndecided(shard));
        }
    }

    private static boolean isUndecided(final TestShard shard) {
        return shard.node().counters().get(NodeCounter.FULL) == 0 && shard.node().status().logBytes() >= LOG_BYTES_MAX;
    }

    private static void awaitConnected(final ShardConnection client) {
        Awaitility.await("connected").atMost(TestShard.PATIENCE).until(() -> {
            client.doWork(nowMs());
            return client.state() == ShardConnectionState.CONNECTED;
        });
    }

    /** A send that cannot be read, so that it is counted where it comes into the log, and nothing else. */
    private OfferResult offerSend(final ShardConnection client) {
        new SendEncoder().wrapAndApplyHeader(buffer, 0, header);
        return client.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + 1);
    }

    private OfferResult offerKeepAlive(final ShardConnection client) {
        final int length =
            new EdgeKeepAliveEncoder().wrapAndApplyHeader(buffer, 0, header).edgeId(1).epoch(1).limit();
        return client.offer(buffer, 0, length);
    }

    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
