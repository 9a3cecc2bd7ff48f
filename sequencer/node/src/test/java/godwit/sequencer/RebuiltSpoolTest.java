package godwit.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.protocol.StreamIds;
import godwit.sequencer.log.RecordedSpool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A spool that is short is made again from S*, the newest snapshot that the journal had passed: neither from a newer one,
 * whose records would be missing, nor from the log's beginning.
 */
class RebuiltSpoolTest {
    private static final int SENDS = 40;

    @TempDir
    private static Path original;
    private static long chat;
    private static long passedSnapshot;
    private static long newestSnapshot;
    private static long last;

    @TempDir
    private Path folder;

    @BeforeAll
    static void record() throws Exception {
        try (TestShard shard = new TestShard(original, Map.of())) {
            shard.start();
            shard.open();
            shard.attach("alice", "phone");
            chat = shard.createChat("alice", "bob");
            send(shard, "a");
            shard.node().snapshot();
            send(shard, "b");
            passedSnapshot = shard.outputSequence();
            shard.journalAdvance(passedSnapshot);
            Awaitility.await("journaled").atMost(TestShard.PATIENCE).until(() ->
                shard.node().status().journalPosition() == passedSnapshot);
            shard.node().snapshot();
            send(shard, "c");
            newestSnapshot = shard.outputSequence();
            shard.node().snapshot();
            send(shard, "d");
            last = shard.outputSequence();
            assertThat(shard.failures()).isEmpty();
        }
    }

    @Test
    void shouldMakeALostSpoolAgainFromTheNewestSnapshotThatTheJournalPassed() throws Exception {
        final Path data = Folders.copy(original, folder.resolve("lost"));
        for (final Path segment : Folders.segments(data.resolve("archives/spool"))) {
            Files.delete(segment);
        }
        assertThat(restart(data)).isEqualTo(passedSnapshot + 1);
    }

    @Test
    void shouldGoOnBehindWhatAShortSpoolHas() throws Exception {
        final Path data = Folders.copy(original, folder.resolve("short"));
        final long kept = (passedSnapshot + newestSnapshot) / 2;
        final long position = positions(Folders.copy(original, folder.resolve("look"))).get(kept + 1);
        Folders.blank(Folders.segments(data.resolve("archives/spool")).get(0), position);
        assertThat(restart(data)).isEqualTo(1);
    }

    @Test
    void shouldKeepTheRecordingThatBeginsEarliestWhereThereAreSeveral() throws Exception {
        for (final long later : new long[] {last + 1, last + 100, newestSnapshot}) {
            final Path data = Folders.copy(original, folder.resolve("later-" + later));
            SpoolRecordings.add(data.resolve("archives/spool"), later, 10);
            assertThat(restart(data)).as("later recording from %d", later).isEqualTo(1);
        }
    }

    @Test
    void shouldPassOverAnOlderRecordingThatBeginsLater() throws Exception {
        final Path spool = Files.createDirectories(folder.resolve("spool"));
        SpoolRecordings.add(spool, 500, 10);
        SpoolRecordings.add(spool, 400, 20);
        final TreeMap<Long, Long> kept = new TreeMap<>();
        assertThat(RecordedSpool.mend(spool, StreamIds.spool(0), kept::put)).isTrue();
        assertThat(kept.keySet()).containsExactlyElementsOf(LongStream.range(400, 420).boxed().toList());
        kept.clear();
        assertThat(RecordedSpool.mend(spool, StreamIds.spool(0), kept::put)).as("still amiss").isFalse();
        assertThat(kept).hasSize(20);
    }

    private static void send(final TestShard shard, final String keys) {
        for (int i = 0; i < SENDS; i++) {
            shard.send(chat, "alice", keys + i, new byte[1_000]);
            shard.await("Sent");
        }
        shard.keepAlive();
    }

    private static TreeMap<Long, Long> positions(final Path data) {
        final TreeMap<Long, Long> positions = new TreeMap<>();
        RecordedSpool.mend(data.resolve("archives/spool"), StreamIds.spool(0), positions::put);
        return positions;
    }

    /** Starts, says one thing more, and answers the first record of the spool, which must have all from there on. */
    private static long restart(final Path data) throws Exception {
        try (TestShard shard = new TestShard(data, Map.of())) {
            shard.start();
            shard.open();
            shard.send(chat, "alice", "e0", new byte[1]);
            shard.await("Sent");
            assertThat(shard.failures()).isEmpty();
        }
        final List<Long> spooled = List.copyOf(positions(data).keySet());
        final long first = spooled.get(0);
        assertThat(spooled.get(spooled.size() - 1)).isGreaterThan(last);
        assertThat(spooled).isEqualTo(
            LongStream.rangeClosed(first, spooled.get(spooled.size() - 1)).boxed().toList());
        return first;
    }
}
