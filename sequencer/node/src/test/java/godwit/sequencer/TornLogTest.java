package godwit.sequencer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import godwit.protocol.codecs.SentDecoder;
import godwit.sequencer.audit.AuditFile;
import godwit.sequencer.log.DamagedLogException;
import godwit.sequencer.log.RecordedEnds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log's end as a kill leaves it: half an entry is cut off, anything else is left as it is. */
class TornLogTest {
    private static final int SENDS = 200;
    /** What {@link TestShard#smallSegments} says. */
    private static final long SEGMENT = 8L << 20;

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
            for (int i = 0; i < SENDS; i++) {
                shard.send(chat, "alice", "k" + i, new byte[500]);
                shard.await("Sent");
            }
            assertThat(shard.failures()).isEmpty();
            shard.node().audit();
            final long audited = shard.node().logPosition();
            shard.keepAlive();
            Awaitility.await("an entry behind the audit's").atMost(TestShard.PATIENCE).until(() ->
                shard.node().logPosition() > audited);
            killed = Folders.copy(original.resolve("run"), original.resolve("killed"));
        }
    }

    @Test
    void shouldCutHalfAnEntryOffAndGoOnBehindIt() throws Exception {
        for (final int missing : new int[] {1, 17, 40}) {
            final Path data = Folders.copy(killed, folder.resolve("torn-" + missing));
            final Path segment = lastOfLog(data);
            Folders.blank(segment, Folders.end(segment) - missing);
            assertThat(restart(data)).as("%d bytes missing", missing).isEqualTo(1);
        }
    }

    /** No kill does that, but a copy that was broken off: what it has would be taken for all there was. */
    @Test
    void shouldRefuseALogWhoseLastFileIsCutOff() throws Exception {
        final int end = Folders.endOfFrameAt(lastOfLog(killed), Folders.end(lastOfLog(killed)) - 1);
        for (final int length : new int[] {1, end - 17, end, end + Integer.BYTES, (int) Files.size(lastOfLog(killed)) - 1}) {
            final Path data = Folders.copy(killed, folder.resolve("cut-off-" + length));
            final Path segment = lastOfLog(data);
            Folders.shorten(segment, length);
            for (int start = 0; start < 2; start++) {
                try (TestShard shard = new TestShard(data, Map.of())) {
                    assertThatThrownBy(shard::start).as("%d bytes", length).isInstanceOf(DamagedLogException.class)
                        .hasMessageContaining(segment + " is cut off").hasMessageContaining("backup");
                }
            }
            assertThat(Files.size(segment)).isEqualTo(length);
        }
    }

    /** The archive makes a file, and then gives it its length. */
    @Test
    void shouldGoOnWhereTheNextFileWasMadeAndHadNoLengthYet() throws Exception {
        final Map<String, String> settings = TestShard.smallSegments(0);
        final Path data = folder.resolve("begun");
        long longChat;
        try (TestShard shard = new TestShard(folder.resolve("long"), settings)) {
            shard.start();
            shard.open();
            shard.attach("alice", "phone");
            longChat = shard.createChat("alice", "bob");
            for (int i = 0; shard.node().logPosition() < SEGMENT + 20_000; i++) {
                shard.send(longChat, "alice", "k" + i, new byte[16_000]);
                shard.await("Sent");
            }
            Folders.copy(folder.resolve("long"), data);
        }
        final Path segment = lastOfLog(data);
        assertThat(segment.getFileName().toString()).endsWith("-" + SEGMENT + ".rec");
        Folders.shorten(segment, 0);
        forgetAllButTheLog(data);
        shouldTakeTheFileAway(Folders.copy(data, folder.resolve("mended")), segment.getFileName());
        final Map<String, String> replicated = new HashMap<>(settings);
        replicated.put("sequencer.durability", "replicated");
        for (int start = 0; start < 2; start++) {
            try (TestShard shard = new TestShard(data, replicated)) {
                shard.start();
                shard.open();
                shard.send(longChat, "alice", "new" + start, new byte[16_000]);
                assertThat(((SentDecoder) shard.await("Sent").decoder()).duplicate()).isZero();
                assertThat(shard.node().logPosition()).isGreaterThan(SEGMENT);
                assertThat(shard.node().counters().get(NodeCounter.ENDS_CUT)).isEqualTo(1 - start);
                assertThat(shard.failures()).isEmpty();
            }
        }
    }

    @Test
    void shouldBeginWhereTheFirstFileHadNoLengthYet() throws Exception {
        final Path data = folder.resolve("first");
        try (TestShard shard = new TestShard(folder.resolve("new"), Map.of())) {
            shard.start();
            Folders.copy(folder.resolve("new"), data);
        }
        forgetAllButTheLog(data);
        final Path segment = lastOfLog(data);
        Folders.shorten(segment, 0);
        shouldTakeTheFileAway(Folders.copy(data, folder.resolve("mended")), segment.getFileName());
        for (int start = 0; start < 2; start++) {
            try (TestShard shard = new TestShard(data, Map.of("sequencer.durability", "replicated"))) {
                shard.start();
                shard.open();
                shard.attach("alice", "phone");
                shard.createChat("alice", "bob" + start);
                assertThat(shard.node().counters().get(NodeCounter.ENDS_CUT)).isEqualTo(1 - start);
                assertThat(shard.failures()).isEmpty();
            }
        }
    }

    @Test
    void shouldCutNothingOffALogThatIsWhole() throws Exception {
        assertThat(restart(Folders.copy(killed, folder.resolve("whole")))).isZero();
    }

    @Test
    void shouldLeaveDamageThatIsFollowedByMoreAlone() throws Exception {
        final Path data = Folders.copy(killed, folder.resolve("flipped"));
        final Path segment = lastOfLog(data);
        Folders.flip(segment, Folders.end(segment) / 2);
        final byte[] before = Files.readAllBytes(segment);
        RecordedEnds.mend(data.resolve("archives/log"), cut -> fail("cut stream " + cut));
        assertThat(Files.readAllBytes(segment)).isEqualTo(before);
    }

    @Test
    void shouldRefuseALogThatLostWhatWasPublished() throws Exception {
        final Path data = Folders.copy(killed, folder.resolve("lost"));
        final Path segment = lastOfLog(data);
        Folders.blank(segment, Folders.end(segment) / 2);
        for (int start = 0; start < 2; start++) {
            try (TestShard shard = new TestShard(data, Map.of())) {
                assertThatThrownBy(shard::start).isInstanceOf(DamagedLogException.class)
                    .hasMessageContaining("the log of shard 0 lost its end").hasMessageContaining("backup");
            }
        }
    }

    @Test
    void shouldRefuseALogThatLostWhatTheSpoolHas() throws Exception {
        for (final String durability : new String[] {"durable", "replicated"}) {
            final Path data = Folders.copy(killed, folder.resolve(durability));
            final Path segment = lastOfLog(data);
            Folders.blank(segment, Folders.end(segment) / 2);
            Files.delete(data.resolve("shard-0").resolve(AuditFile.NAME));
            for (int start = 0; start < 2; start++) {
                try (TestShard shard = new TestShard(data, Map.of("sequencer.durability", durability))) {
                    assertThatThrownBy(shard::start).hasRootCauseInstanceOf(DamagedLogException.class)
                        .hasMessageContaining("the log of shard 0 lost its end").hasMessageContaining("the spool has");
                    assertThat(shard.node().replayedSequence()).isNegative();
                    assertThat(shard.node().isServing()).isFalse();
                }
            }
        }
    }

    @Test
    void shouldGoOnWithoutALostTailThatNothingElseHasWhereTheLogIsNotSynced() throws Exception {
        final Path data = Folders.copy(killed, folder.resolve("unsynced"));
        final Path segment = lastOfLog(data);
        Folders.blank(segment, Folders.end(segment) / 2);
        for (final Path spooled : Folders.segments(data.resolve("archives/spool"))) {
            Files.delete(spooled);
        }
        try (TestShard shard = new TestShard(data, Map.of("sequencer.durability", "replicated"))) {
            shard.start();
            shard.open();
            shard.send(chat, "alice", "new", new byte[1]);
            assertThat(((SentDecoder) shard.await("Sent").decoder()).sequence()).isBetween(2L, SENDS - 1L);
            assertThat(shard.failures()).isEmpty();
        }
    }

    /** The archive's own look for the end reads by the MiB and stumbles over an entry that crosses one and is the last. */
    @Test
    void shouldStartOnALogWhoseLastEntryCrossesAMebibyte() throws Exception {
        final Path data = folder.resolve("crossing");
        try (TestShard shard = new TestShard(folder.resolve("long"), Map.of())) {
            shard.start();
            shard.open();
            shard.attach("alice", "phone");
            final long longChat = shard.createChat("alice", "bob");
            for (int i = 0; shard.node().logPosition() < (1 << 20) + 20_000; i++) {
                shard.send(longChat, "alice", "k" + i, new byte[16_000]);
                shard.await("Sent");
            }
            Folders.copy(folder.resolve("long"), data);
        }
        final Path segment = lastOfLog(data);
        final int end = Folders.endOfFrameAt(segment, 1 << 20);
        assertThat(end).isGreaterThan(1 << 20);
        Folders.blank(segment, end);
        for (final Path spooled : Folders.segments(data.resolve("archives/spool"))) {
            Files.delete(spooled);
        }
        try (TestShard shard = new TestShard(data, Map.of("sequencer.durability", "replicated"))) {
            shard.start();
            shard.open();
            assertThat(shard.node().replayedSequence()).isPositive();
            assertThat(shard.node().counters().get(NodeCounter.ENDS_CUT)).isZero();
            assertThat(shard.failures()).isEmpty();
        }
    }

    private static void shouldTakeTheFileAway(final Path data, final Path segment) {
        final List<Integer> cut = new ArrayList<>();
        RecordedEnds.mend(data.resolve("archives/log"), cut::add);
        assertThat(cut).hasSize(1);
        assertThat(data.resolve("archives/log").resolve(segment)).doesNotExist();
    }

    /** What says that there was more than the log has. */
    private static void forgetAllButTheLog(final Path data) throws Exception {
        Files.deleteIfExists(data.resolve("shard-0").resolve(AuditFile.NAME));
        for (final Path spooled : Folders.segments(data.resolve("archives/spool"))) {
            Files.delete(spooled);
        }
    }

    private static Path lastOfLog(final Path data) throws Exception {
        final List<Path> segments = Folders.segments(data.resolve("archives/log"));
        return segments.get(segments.size() - 1);
    }

    private static long restart(final Path data) {
        try (TestShard shard = new TestShard(data, Map.of())) {
            shard.start();
            shard.open();
            shard.send(chat, "alice", "k" + (SENDS - 1), new byte[1]);
            assertThat(((SentDecoder) shard.await("Sent").decoder()).duplicate()).isEqualTo((short) 1);
            shard.send(chat, "alice", "new", new byte[1]);
            assertThat(((SentDecoder) shard.await("Sent").decoder()).sequence()).isEqualTo(SENDS + 1);
            assertThat(shard.failures()).isEmpty();
            return shard.node().counters().get(NodeCounter.ENDS_CUT);
        }
    }
}
