package godwit.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.core.Core;
import godwit.protocol.codecs.SentDecoder;
import godwit.sequencer.ingress.LogApplier;
import godwit.sequencer.log.LogReader;
import godwit.sequencer.snapshot.SilentListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots that name an image, written to the end and interrupted at each moment; what was sent is there all the same. */
class ImageTest {
    private static final Map<String, String> SETTINGS = Map.of("sequencer.snapshot-image-bytes", "1MiB",
        "sequencer.spool-hold-back", "0ms");
    private static final int IMAGE_STREAM = 6_008;
    private static final int MESSAGES = 200;

    @TempDir
    private Path folder;
    private long chat;
    private int sent;

    @Test
    void shouldTakeASnapshotWithAnImageAndFindEverythingAfterAKill() throws Exception {
        final Path killed;
        final long hash;
        try (TestShard shard = begin(folder.resolve("run"))) {
            send(shard, MESSAGES);
            snapshotWithImage(shard);
            send(shard, 20);
            hash = shard.node().audit();
            killed = Folders.copy(folder.resolve("run"), folder.resolve("killed"));
        }
        assertThat(replayed(killed)).isEqualTo(hash);
        try (TestShard shard = new TestShard(killed, SETTINGS)) {
            shard.start();
            assertThat(shard.node().counters().get(NodeCounter.SNAPSHOTS_PURGED)).isZero();
            assertThat(images(killed)).hasSize(1);
            assertThere(shard);
            assertThat(shard.failures()).isEmpty();
        }
    }

    /** The state's hash at the last audit, from the newest snapshot and the log, as {@code godwit replay} reads them. */
    private static long replayed(final Path data) throws Exception {
        final Core core = new Core(0, new SilentListener(), ProcessKey.draw());
        final LogReader reader = LogReader.open(data, 0);
        final LogReader.RecordedSnapshot newest = reader.snapshots().get(reader.snapshots().size() - 1);
        reader.load(newest, core);
        final long[] hash = new long[1];
        reader.read(newest.logPosition(),
            new LogApplier(core, new NodeCounters(), auditId -> hash[0] = core.stateHash()), position -> { });
        return hash[0];
    }

    @Test
    void shouldPassOverASnapshotWhoseImageIsDamagedOrGone() throws Exception {
        record();
        final Path segment = onlyImage(folder.resolve("killed"));
        final int end = Folders.end(segment);
        for (final int at : new int[] {end / 2, end - 200}) {
            final Path data = Folders.copy(folder.resolve("killed"), folder.resolve("flipped-" + at));
            Folders.flip(onlyImage(data), at);
            restartFromTheOlderOne(data);
        }
        final Path shortened = Folders.copy(folder.resolve("killed"), folder.resolve("short"));
        Folders.blank(onlyImage(shortened), end / 2);
        restartFromTheOlderOne(shortened);
        final Path without = Folders.copy(folder.resolve("killed"), folder.resolve("gone"));
        Files.delete(onlyImage(without));
        restartFromTheOlderOne(without);
    }

    /** Two snapshots, the first without an image; the folder as a kill leaves it. */
    private void record() throws Exception {
        try (TestShard shard = begin(folder.resolve("run"))) {
            shard.node().snapshot();
            send(shard, MESSAGES);
            snapshotWithImage(shard);
            send(shard, 10);
            Folders.copy(folder.resolve("run"), folder.resolve("killed"));
        }
    }

    private void restartFromTheOlderOne(final Path data) throws Exception {
        try (TestShard shard = new TestShard(data, SETTINGS)) {
            shard.start();
            assertThat(shard.node().counters().get(NodeCounter.SNAPSHOTS_PURGED)).as("of the snapshot and its image")
                .isEqualTo(3);
            assertThat(images(data)).isEmpty();
            assertThere(shard);
            snapshotWithImage(shard);
            assertThat(shard.failures()).isEmpty();
        }
    }

    @Test
    void shouldPurgeAnImageThatAKillInterrupted() throws Exception {
        // An image is begun at half of what the snapshot waits for, which does not come.
        final Map<String, String> settings = Map.of("sequencer.snapshot-image-bytes", "1MiB",
            "sequencer.snapshot-log-bytes", "5MiB");
        try (TestShard shard = new TestShard(folder.resolve("run"), settings)) {
            shard.start();
            open(shard);
            send(shard, MESSAGES);
            Awaitility.await("an image").pollInterval(Duration.ofMillis(1)).atMost(TestShard.PATIENCE)
                .until(() -> !images(folder.resolve("run")).isEmpty());
            Folders.copy(folder.resolve("run"), folder.resolve("killed"));
        }
        try (TestShard shard = new TestShard(folder.resolve("killed"), SETTINGS)) {
            shard.start();
            assertThat(shard.node().counters().get(NodeCounter.SNAPSHOTS_PURGED)).isPositive();
            assertThat(images(folder.resolve("killed"))).isEmpty();
            assertThere(shard);
            assertThat(shard.failures()).isEmpty();
        }
    }

    @Test
    void shouldKeepImagesAsLongAsSnapshotsThatNameThem() throws Exception {
        final Set<Long> seen = new HashSet<>();
        try (TestShard shard = begin(folder.resolve("run"))) {
            for (int i = 0; i < 4; i++) {
                send(shard, MESSAGES);
                snapshotWithImage(shard);
                seen.addAll(ids(images(folder.resolve("run"))));
                shard.journalAdvance(shard.node().outputSequence());
            }
            Awaitility.await("images purged").atMost(TestShard.PATIENCE).until(() -> {
                shard.keepSession();
                return images(folder.resolve("run")).size() == 2;
            });
            assertThat(seen).hasSize(4);
            assertThat(shard.failures()).isEmpty();
        }
        try (TestShard shard = new TestShard(folder.resolve("run"), SETTINGS)) {
            shard.start();
            assertThat(images(folder.resolve("run"))).hasSize(2);
            assertThere(shard);
        }
    }

    @Test
    void shouldTakeSnapshotsWithImagesAsTheLogGrows() throws Exception {
        final Map<String, String> settings = Map.of("sequencer.snapshot-image-bytes", "1MiB",
            "sequencer.snapshot-log-bytes", "4MiB");
        try (TestShard shard = new TestShard(folder.resolve("run"), settings)) {
            shard.start();
            open(shard);
            while (shard.node().snapshotCost().imageBytes() == 0 && sent < 20 * MESSAGES) {
                send(shard, 16);
            }
            assertThat(shard.node().snapshotCost().imageBytes()).isPositive();
            assertThat(shard.failures()).isEmpty();
        }
    }

    @Test
    void shouldTakeASmallStateAtOnce() throws Exception {
        try (TestShard shard = begin(folder.resolve("run"))) {
            shard.node().snapshot();
            assertThat(shard.node().snapshotCost().imageBytes()).isZero();
            assertThat(shard.node().snapshotCost().pauseMs()).isNotNegative();
            assertThat(images(folder.resolve("run"))).isEmpty();
        }
    }

    private TestShard begin(final Path data) {
        final TestShard shard = new TestShard(data, SETTINGS);
        shard.start();
        open(shard);
        return shard;
    }

    private void open(final TestShard shard) {
        shard.open();
        shard.attach("alice", "phone");
        chat = shard.createChat("alice", "bob");
    }

    private static void awaitLarge(final TestShard shard) {
        Awaitility.await("large enough").atMost(TestShard.PATIENCE).until(() -> {
            shard.keepSession();
            return shard.node().stateBytes() > 1 << 20;
        });
    }

    private static void snapshotWithImage(final TestShard shard) throws Exception {
        awaitLarge(shard);
        shard.node().snapshot();
        assertThat(shard.node().snapshotCost().imageBytes()).isPositive();
        assertThat(shard.node().snapshotCost().bytes()).isLessThan(shard.node().snapshotCost().imageBytes());
    }

    private void send(final TestShard shard, final int count) {
        for (int i = 0; i < count; i++) {
            shard.send(chat, "alice", "m" + sent++, new byte[16_000]);
            if (i % 16 == 15 || i == count - 1) {
                shard.awaitAll("Sent", i % 16 + 1);
                shard.keepAlive();
            }
        }
    }

    /** The last one comes again, and the next one has the next number. */
    private void assertThere(final TestShard shard) {
        shard.open();
        shard.send(chat, "alice", "m" + (sent - 1), new byte[1]);
        final SentDecoder again = (SentDecoder) shard.await("Sent").decoder();
        assertThat(again.duplicate()).isEqualTo((short) 1);
        assertThat(again.sequence()).isEqualTo(sent);
    }

    private static Path onlyImage(final Path data) throws Exception {
        assertThat(images(data)).hasSize(1);
        return images(data).get(0);
    }

    /** The files of images: those that begin with frames of their stream. */
    private static List<Path> images(final Path data) throws Exception {
        final List<Path> images = new ArrayList<>();
        for (final Path segment : Folders.segments(data.resolve("archives/log"))) {
            if (Folders.streamId(segment) == IMAGE_STREAM) {
                images.add(segment);
            }
        }
        return images;
    }

    private static Set<Long> ids(final List<Path> segments) {
        final Set<Long> ids = new HashSet<>();
        segments.forEach(segment -> ids.add(Folders.recordingId(segment)));
        return ids;
    }
}
