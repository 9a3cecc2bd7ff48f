package godwit.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.protocol.StreamIds;
import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Log and spool go by whole files of the length that is set, and not before the hold-back that is set is over. */
class PurgingTest {
    private static final long HOLD_BACK_MS = 3_000;
    private static final String IPC = "aeron:ipc";
    private static final int RESPONSE_STREAM = 9_001;
    private static final int REPLAY_STREAM = 9_002;
    private static final long LOG_SEGMENT = 8L << 20;
    private static final long SPOOL_SEGMENT = 4L << 20;

    @TempDir
    private Path folder;

    @Test
    void shouldKeepLogAndSpoolForTheHoldBackAndThenPurgeWholeFiles() throws Exception {
        try (TestShard shard = new TestShard(folder, TestShard.smallSegments(HOLD_BACK_MS))) {
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
            shard.journalAdvance(shard.outputSequence());
            Awaitility.await("purged").pollInterval(Duration.ofMillis(20)).atMost(TestShard.PATIENCE).until(() ->
                shard.node().status().spoolBytes() < spoolBytes || shard.node().status().logBytes() < logBytes);
            assertThat(System.nanoTime() - beforeNs).isGreaterThanOrEqualTo(HOLD_BACK_MS * 1_000_000);
            Awaitility.await("both purged").atMost(TestShard.PATIENCE).until(() ->
                shard.node().status().spoolBytes() <= 2 * SPOOL_SEGMENT
                    && shard.node().status().logBytes() <= logBytes - LOG_SEGMENT);
            assertThat(shard.failures()).isEmpty();
        }
    }

    @Test
    void shouldKeepTheSpoolThatTheJournalItselfHasNotStored() throws Exception {
        try (TestShard shard = new TestShard(folder, Map.of("sequencer.spool-segment-bytes", "4MiB",
            "sequencer.spool-hold-back", "0ms", "sequencer.payload-bytes", "1MiB"))) {
            shard.start();
            final AtomicLong stored = new AtomicLong();
            final AtomicInteger asked = new AtomicInteger();
            shard.node().storedPosition(() -> {
                asked.incrementAndGet();
                return stored.get();
            });
            shard.open();
            shard.attach("alice", "phone");
            send(shard, shard.createChat("alice", "bob"), 600);
            Awaitility.await("spooled").atMost(TestShard.PATIENCE).until(() ->
                shard.node().status().spoolBytes() > 2 * SPOOL_SEGMENT);
            final long spoolBytes = shard.node().status().spoolBytes();

            final long last = shard.outputSequence();
            shard.journalAdvance(last);
            Awaitility.await("the shard believes it stored").atMost(TestShard.PATIENCE).until(() ->
                shard.node().journalPosition() >= last);
            final int before = asked.get();
            Awaitility.await("two rounds").atMost(TestShard.PATIENCE).until(() -> asked.get() >= before + 3);
            assertThat(shard.node().status().spoolBytes()).isGreaterThanOrEqualTo(spoolBytes);

            stored.set(last);
            Awaitility.await("purged").atMost(TestShard.PATIENCE).until(() ->
                shard.node().status().spoolBytes() <= SPOOL_SEGMENT);
            assertThat(shard.failures()).isEmpty();
        }
    }

    @Test
    void shouldPurgeTheLogWhileTheSpoolCannotBe() throws Exception {
        try (TestShard shard = new TestShard(folder, TestShard.smallSegments(0))) {
            shard.start();
            shard.open();
            shard.attach("alice", "phone");
            send(shard, shard.createChat("alice", "bob"), 1_200);
            shard.node().snapshot();
            shard.node().snapshot();
            final long spoolBytes = shard.node().status().spoolBytes();
            final long logBytes = shard.node().status().logBytes();

            try (AeronArchive archive = AeronArchive.connect(new AeronArchive.Context()
                    .aeronDirectoryName(shard.node().aeronDirectory())
                    .controlRequestChannel(IPC).controlRequestStreamId(StreamIds.SPOOL_ARCHIVE_CONTROL)
                    .controlResponseChannel(IPC).controlResponseStreamId(RESPONSE_STREAM));
                Subscription replay = archive.replay(0, 0, Long.MAX_VALUE, IPC, REPLAY_STREAM)) {
                Awaitility.await("replaying").atMost(TestShard.PATIENCE).until(replay::isConnected);
                shard.journalAdvance(shard.outputSequence());
                Awaitility.await("log purged").atMost(TestShard.PATIENCE).until(() ->
                    shard.node().status().logBytes() <= logBytes - LOG_SEGMENT);
                assertThat(shard.node().status().spoolBytes()).as("is replayed").isGreaterThanOrEqualTo(spoolBytes);
            }
            Awaitility.await("spool purged").atMost(TestShard.PATIENCE).until(() ->
                shard.node().status().spoolBytes() <= 2 * SPOOL_SEGMENT);
            assertThat(shard.failures()).isEmpty();
        }
    }

    private void assertLengths(final String archive, final long recordingId, final long length) throws Exception {
        for (final Path segment : Folders.segments(folder.resolve("archives").resolve(archive))) {
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
