package godwit.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.protocol.StreamIds;
import godwit.protocol.codecs.SentDecoder;
import godwit.sequencer.TestShard.SharedHost;
import godwit.sequencer.log.LogReader;
import godwit.sequencer.log.RecordedSpool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards of one process keep logs and spools in the same archives, and each finds its own again. */
class SharedArchivesTest {
    private static final Map<String, String> SETTINGS = TestShard.smallSegments(0);
    private static final int SENDS = 40;

    @TempDir
    private Path folder;
    private final long[] chats = new long[2];

    /** Both shards at once, stopped in order after what is done with them. */
    private void both(final Doing doing) throws Exception {
        try (SharedHost host = SharedHost.launch(folder, SETTINGS, 0, 1);
            TestShard first = new TestShard(folder, SETTINGS, 0, host);
            TestShard second = new TestShard(folder, SETTINGS, 1, host)) {
            first.start();
            second.start();
            first.open();
            second.open();
            doing.with(first, second);
            assertThat(first.failures()).isEmpty();
            assertThat(second.failures()).isEmpty();
        }
    }

    private interface Doing {
        void with(TestShard first, TestShard second) throws Exception;
    }

    private void talk() throws Exception {
        both((first, second) -> {
            final List<TestShard> shards = List.of(first, second);
            for (int i = 0; i < 2; i++) {
                chats[i] = shards.get(i).createChat("alice", "bob");
            }
            for (int i = 0; i < SENDS; i++) {
                first.send(chats[0], "alice", "k" + i, new byte[1_000]);
                second.send(chats[1], "alice", "k" + i, new byte[3_000]);
            }
            first.awaitAll("Sent", SENDS);
            second.awaitAll("Sent", SENDS);
            second.node().snapshot();
            assertThat(first.node().status().snapshots()).isZero();
            final long firstBytes = first.node().status().logBytes();
            assertThat(second.node().status().logBytes()).as("each its own").isGreaterThan(firstBytes * 2);
            assertThat(first.node().status().spoolBytes()).isLessThan(SENDS * 2_000L);
        });
    }

    private void goOn(final TestShard shard, final long chat) {
        shard.send(chat, "alice", "k" + (SENDS - 1), new byte[1]);
        assertThat(((SentDecoder) shard.await("Sent").decoder()).duplicate()).isEqualTo((short) 1);
        shard.send(chat, "alice", "new", new byte[1]);
        assertThat(((SentDecoder) shard.await("Sent").decoder()).sequence()).isEqualTo(SENDS + 1);
    }

    @Test
    void shouldFindEachItsOwnAgain() throws Exception {
        talk();
        assertThat(LogReader.open(folder, 0).snapshots()).isEmpty();
        assertThat(LogReader.open(folder, 1).snapshots()).hasSize(1);
        both((first, second) -> {
            goOn(first, chats[0]);
            goOn(second, chats[1]);
            assertThat(second.node().status().snapshotAgeS()).isNotNegative();
            for (final TestShard shard : List.of(first, second)) {
                assertThat(shard.node().counters().get(NodeCounter.SPOOLS_CUT)).isZero();
                assertThat(shard.node().counters().get(NodeCounter.SNAPSHOTS_PURGED)).isZero();
            }
        });
        assertThat(spooled(0)).isEqualTo(spooled(1)).isNotEmpty();
    }

    @Test
    void shouldLeaveTheOthersSpoolAsItIsWhenOneIsDamaged() throws Exception {
        talk();
        final long before = spooled(0).size();
        flipIn(1);
        both((first, second) -> {
            assertThat(first.node().counters().get(NodeCounter.SPOOLS_CUT)).isZero();
            assertThat(second.node().counters().get(NodeCounter.SPOOLS_CUT)).isEqualTo(1);
            goOn(first, chats[0]);
            goOn(second, chats[1]);
        });
        assertThat(spooled(0)).hasSizeGreaterThan((int) before);
        assertThat(spooled(1)).as("made again from its log").isEqualTo(spooled(0));
    }

    @Test
    void shouldMakeEachSpoolAgainWhenTheArchiveIsLost() throws Exception {
        talk();
        Files.write(folder.resolve("archives/spool/archive.catalog"), new byte[] {1, 2, 3});
        both((first, second) -> {
            goOn(first, chats[0]);
            goOn(second, chats[1]);
        });
        assertThat(spooled(0)).isEqualTo(spooled(1)).isNotEmpty();
    }

    private void flipIn(final int shard) throws Exception {
        for (final Path segment : Folders.segments(folder.resolve("archives/spool"))) {
            final byte[] bytes = Files.readAllBytes(segment);
            // The third word of a frame's header's second half is its stream.
            if (java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt(16)
                == StreamIds.spool(shard)) {
                Folders.flip(segment, 20_000);
            }
        }
    }

    private List<Long> spooled(final int shard) {
        final List<Long> sequences = new ArrayList<>();
        assertThat(RecordedSpool.mend(folder.resolve("archives/spool"), StreamIds.spool(shard),
            (sequence, position) -> sequences.add(sequence))).as("amiss").isFalse();
        return sequences;
    }
}
