package godwit.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Log and spool go by whole files of the length that is set, and not before the hold-back that is set is over. */
class PurgingTest {
    private static final long HOLD_BACK_MS = 3_000;
    private static final long LOG_SEGMENT = 8L << 20;
    private static final long SPOOL_SEGMENT = 4L << 20;

    @TempDir
    private Path folder;

    @Test
    void shouldKeepLogAndSpoolForTheHoldBackAndThenPurgeWholeFiles() throws Exception {
        try (TestShard shard = new TestShard(folder, Map.of("sequencer.log-segment-bytes", "8MiB",
            "sequencer.spool-segment-bytes", "4MiB", "sequencer.spool-hold-back", HOLD_BACK_MS + "ms",
            "sequencer.snapshot-log-bytes", "1GiB", "sequencer.payload-bytes", "1MiB"))) {
            shard.start();
            shard.open();
            shard.attach("alice", "phone");
            final long chat = shard.createChat("alice", "bob");
            send(shard, chat, 1_200);
            shard.node().snapshot();
            shard.node().snapshot();
            final long spoolBytes = shard.node().status().spoolBytes();
            final long logBytes = shard.node().status().logBytes();
            assertThat(spoolBytes).isGreaterThan(4 * SPOOL_SEGMENT);
            assertThat(logBytes).isGreaterThan(2 * LOG_SEGMENT);
            assertLengths("log", 0, LOG_SEGMENT);
            assertLengths("spool", 0, SPOOL_SEGMENT);

            final long beforeNs = System.nanoTime();
            shard.journalAdvance(shard.node().status().outputSequence());
            Awaitility.await("purged").pollInterval(Duration.ofMillis(20)).atMost(TestShard.PATIENCE).until(() ->
                shard.node().status().spoolBytes() < spoolBytes || shard.node().status().logBytes() < logBytes);
            assertThat(System.nanoTime() - beforeNs).isGreaterThanOrEqualTo(HOLD_BACK_MS * 1_000_000);
            Awaitility.await("both purged").atMost(TestShard.PATIENCE).until(() ->
                shard.node().status().spoolBytes() <= 2 * SPOOL_SEGMENT
                    && shard.node().status().logBytes() <= logBytes - LOG_SEGMENT);
            assertThat(shard.failures()).isEmpty();
        }
    }

    private void assertLengths(final String archive, final long recordingId, final long length) throws Exception {
        for (final Path segment : Folders.segments(folder.resolve("shard-0").resolve(archive))) {
            if (Folders.recordingId(segment) == recordingId) {
                assertThat(Files.size(segment)).as(segment.toString()).isEqualTo(length);
            }
        }
    }

    private static void send(final TestShard shard, final long chat, final int count) {
        for (int i = 0; i < count; i++) {
            shard.send(chat, "alice", "m" + i, new byte[16_000]);
            if (i % 16 == 15) {
                shard.awaitAll("Sent", 16);
                shard.keepAlive();
            }
        }
    }
}
