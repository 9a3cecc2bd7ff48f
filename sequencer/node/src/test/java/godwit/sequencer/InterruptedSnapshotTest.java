package godwit.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.protocol.codecs.SentDecoder;
import io.aeron.cluster.RecordingLog;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts on folders in which a snapshot was interrupted at each of its moments; what was sent is there all the same. */
class InterruptedSnapshotTest {
    private static final int LOG_ENTRY_LENGTH = 64;

    @TempDir
    private static Path original;
    private static Path killed;
    private static long chat;

    @TempDir
    private Path folder;

    @BeforeAll
    static void record() throws Exception {
        try (TestShard shard = new TestShard(original.resolve("run"), Map.of())) {
            shard.start();
            shard.open();
            shard.attach("alice", "phone");
            chat = shard.createChat("alice", "bob");
            for (int i = 0; i < 4; i++) {
                shard.send(chat, "alice", "k" + i, new byte[100]);
                shard.await("Sent");
                if (i % 2 == 0) {
                    shard.node().snapshot();
                }
            }
            shard.node().audit();
            killed = Folders.copy(original.resolve("run"), original.resolve("killed"));
        }
    }

    @Test
    void shouldUseSnapshotsThatAreWhole() throws Exception {
        assertThat(restart(killed)).isZero();
    }

    @Test
    void shouldPassOverASnapshotWithOneDamagedPart() throws Exception {
        for (int part = 1; part <= 2; part++) {
            final Path data = Folders.copy(killed, folder.resolve("flipped-" + part));
            final Path segment = fromEnd(data, part);
            Folders.flip(segment, Folders.end(segment) / 2);
            assertThat(restart(data)).as("recordings purged").isEqualTo(2);
        }
    }

    @Test
    void shouldPassOverASnapshotWithOneHalfWrittenPart() throws Exception {
        for (int part = 1; part <= 2; part++) {
            final Path data = Folders.copy(killed, folder.resolve("half-" + part));
            final Path segment = fromEnd(data, part);
            Folders.blank(segment, Folders.end(segment) / 2);
            assertThat(restart(data)).as("recordings purged").isEqualTo(2);
        }
    }

    @Test
    void shouldPassOverASnapshotThatWasNotNamedAtAll() throws Exception {
        final Path data = Folders.copy(killed, folder.resolve("unnamed"));
        dropLastEntries(data, 2);
        assertThat(restart(data)).as("recordings purged").isEqualTo(2);
    }

    @Test
    void shouldPassOverASnapshotOfWhichOnePartWasNamed() throws Exception {
        final Path data = Folders.copy(killed, folder.resolve("half-named"));
        dropLastEntries(data, 1);
        assertThat(restart(data)).as("recordings purged").isEqualTo(2);
    }

    @Test
    void shouldReplayTheWholeLogWithoutAnySnapshot() throws Exception {
        final Path data = Folders.copy(killed, folder.resolve("none"));
        for (int part = 1; part <= 4; part++) {
            final Path segment = fromEnd(data, part);
            Folders.blank(segment, 0);
        }
        assertThat(restart(data)).isEqualTo(4);
    }

    private static Path fromEnd(final Path data, final int count) throws Exception {
        final List<Path> segments = Folders.segments(data.resolve("archives/log"));
        return segments.get(segments.size() - count);
    }

    private static void dropLastEntries(final Path data, final int count) throws Exception {
        final Path file = data.resolve("shard-0/cluster").resolve(RecordingLog.RECORDING_LOG_FILE_NAME);
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(access.length() - (long) count * LOG_ENTRY_LENGTH);
        }
    }

    private static long restart(final Path data) throws Exception {
        try (TestShard shard = new TestShard(data, Map.of())) {
            shard.start();
            final long purged = shard.node().counters().get(NodeCounter.SNAPSHOTS_PURGED);
            shard.open();
            shard.send(chat, "alice", "k3", new byte[1]);
            final SentDecoder sent = (SentDecoder) shard.await("Sent").decoder();
            assertThat(sent.sequence()).isEqualTo(4);
            assertThat(sent.duplicate()).isEqualTo((short) 1);
            shard.node().snapshot();
            assertThat(shard.failures()).isEmpty();
            return purged;
        }
    }
}
