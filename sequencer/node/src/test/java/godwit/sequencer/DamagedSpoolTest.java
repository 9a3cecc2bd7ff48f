package godwit.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.protocol.StreamIds;
import godwit.protocol.codecs.SentDecoder;
import godwit.sequencer.log.RecordedSpool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts on spools that a kill or a bad disk damaged: each is whole again afterwards, and nothing sent is lost. */
class DamagedSpoolTest {
    private static final Map<String, String> SETTINGS = Map.of("sequencer.spool-segment-bytes", "4MiB");
    private static final int SENDS = 400;

    @TempDir
    private static Path original;
    private static Path killed;
    private static Path stopped;
    private static long chat;
    private static long records;

    @TempDir
    private Path folder;

    @BeforeAll
    static void record() throws Exception {
        try (TestShard shard = new TestShard(original.resolve("run"), SETTINGS)) {
            shard.start();
            shard.open();
            shard.attach("alice", "phone");
            chat = shard.createChat("alice", "bob");
            for (int i = 0; i < SENDS; i++) {
                shard.send(chat, "alice", "k" + i, new byte[12_000]);
                if (i % 8 == 7) {
                    shard.awaitAll("Sent", 8);
                    shard.keepAlive();
                }
                if (i == SENDS / 4) {
                    shard.node().snapshot();
                }
            }
            records = shard.outputSequence();
            Awaitility.await("spooled").atMost(TestShard.PATIENCE).until(() ->
                shard.node().counters().get(NodeCounter.RECORDS_SPOOLED) == records);
            shard.node().audit();
            killed = Folders.copy(original.resolve("run"), original.resolve("killed"));
        }
        stopped = original.resolve("run");
        assertThat(segments(stopped)).hasSizeGreaterThan(1);
    }

    @Test
    void shouldTakeASpoolThatIsWholeAsItIs() throws Exception {
        assertThat(restart(killed)).isZero();
    }

    @Test
    void shouldCutATornTail() throws Exception {
        final Path damaged = Folders.copy(killed, folder.resolve("torn"));
        final Path last = newest(damaged);
        Folders.blank(last, Folders.end(last) / 4096 * 4096 - 4096);
        assertThat(restart(damaged)).isEqualTo(1);
    }

    @Test
    void shouldMakeAgainWhatIsBehindAFlippedByte() throws Exception {
        for (final Path before : List.of(killed, stopped)) {
            final Path damaged = Folders.copy(before, folder.resolve("flipped-" + before.getFileName()));
            Folders.flip(segments(damaged).get(0), 2_000_000);
            assertThat(restart(damaged)).isEqualTo(1);
        }
    }

    @Test
    void shouldMakeAgainWhatWasInAMissingFile() throws Exception {
        for (final int missing : new int[] {0, 1}) {
            final Path damaged = Folders.copy(stopped, folder.resolve("missing-" + missing));
            Files.delete(segments(damaged).get(missing));
            assertThat(restart(damaged)).isEqualTo(1);
        }
    }

    @Test
    void shouldGoOnWhereTheNewestFileWasMadeAndHasNoLengthYet() throws Exception {
        final Path damaged = Folders.copy(killed, folder.resolve("begun"));
        Folders.shorten(newest(damaged), 0);
        assertThat(restart(damaged)).as("what came before is whole").isZero();
    }

    @Test
    void shouldMakeAgainWhatWasInAFileThatIsCutOff() throws Exception {
        for (final int length : new int[] {100, 1 << 16}) {
            final Path damaged = Folders.copy(killed, folder.resolve("cut-off-" + length));
            Folders.shorten(newest(damaged), length);
            assertThat(restart(damaged)).isEqualTo(1);
        }
    }

    @Test
    void shouldMakeAWholeSpoolAgain() throws Exception {
        final Path damaged = Folders.copy(stopped, folder.resolve("empty"));
        try (var all = Files.list(damaged.resolve("archives/spool"))) {
            for (final Path file : all.toList()) {
                Files.delete(file);
            }
        }
        assertThat(restart(damaged)).isZero();
    }

    @Test
    void shouldBeginAnewWithoutACatalogueThatCanBeRead() throws Exception {
        final Path damaged = Folders.copy(stopped, folder.resolve("catalogue"));
        Files.write(damaged.resolve("archives/spool/archive.catalog"), new byte[] {1, 2, 3});
        restart(damaged);
    }

    private static List<Path> segments(final Path data) throws IOException {
        return Folders.segments(data.resolve("archives/spool"));
    }

    private static Path newest(final Path data) throws IOException {
        final List<Path> segments = segments(data);
        return segments.get(segments.size() - 1);
    }

    private static long restart(final Path data) throws Exception {
        final long cut;
        try (TestShard shard = new TestShard(data, SETTINGS)) {
            shard.start();
            shard.open();
            shard.send(chat, "alice", "k" + (SENDS - 1), new byte[1]);
            assertThat(((SentDecoder) shard.await("Sent").decoder()).duplicate()).isEqualTo((short) 1);
            shard.send(chat, "alice", "new", new byte[1]);
            assertThat(((SentDecoder) shard.await("Sent").decoder()).sequence()).isEqualTo(SENDS + 1);
            assertThat(shard.failures()).isEmpty();
            cut = shard.node().counters().get(NodeCounter.SPOOLS_CUT);
        }
        final List<Long> spooled = new ArrayList<>();
        assertThat(RecordedSpool.mend(data.resolve("archives/spool"), StreamIds.spool(0),
            (sequence, position) -> spooled.add(sequence))).as("still damaged").isFalse();
        final long last = spooled.get(spooled.size() - 1);
        assertThat(last).isGreaterThan(records);
        assertThat(spooled).isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
        return cut;
    }
}
