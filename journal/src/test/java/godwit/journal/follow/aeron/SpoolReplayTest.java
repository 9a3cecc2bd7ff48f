package godwit.journal.follow.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.journal.TestSpool;
import godwit.journal.follow.RecordDecoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real archive's spool, sought and followed. */
final class SpoolReplayTest {
    private static final int RECORDS = 3_000;
    private static final int RECORDS_PER_FILE_MAX = 700;

    @TempDir
    private Path folder;

    private final RecordDecoder decoder = new RecordDecoder();
    private final List<Long> replayed = new ArrayList<>();
    private TestSpool spool;
    private SpoolReplay replay;

    @BeforeEach
    void start() {
        spool = new TestSpool(folder);
        replay = new SpoolReplay(spool.aeronDirectory(), 0, (buffer, offset, length) ->
            replayed.add(decoder.outputSequence(buffer, offset, length)));
    }

    @AfterEach
    void stop() {
        replay.close();
        spool.close();
    }

    @Test
    void shouldBeginInTheFileThatHasTheWantedRecordAndFollowWhatIsWritten() {
        write(RECORDS);
        for (final long wanted : new long[] {1, 2, 699, 1_500, 2_999, 3_000}) {
            replayed.clear();
            assertThat(replay.seek(wanted)).isTrue();
            follow(RECORDS);
            assertThat(replayed.get(0)).as("wanted %d", wanted).isBetween(wanted - RECORDS_PER_FILE_MAX, wanted);
            assertDense(RECORDS);
        }
        write(50);
        follow(RECORDS + 50);
        assertDense(RECORDS + 50);
    }

    @Test
    void shouldWaitBehindTheLastRecordForTheNext() {
        write(RECORDS);
        assertThat(replay.seek(RECORDS + 1)).isTrue();
        follow(RECORDS);
        assertThat(replay.poll()).isZero();
        write(1);
        follow(RECORDS + 1);
    }

    @Test
    void shouldBeginWhereAPurgedSpoolBegins() {
        write(RECORDS);
        assertThat(spool.purgeBelow(spool.position() / 2)).isPositive();
        assertThat(replay.seek(1)).isTrue();
        follow(RECORDS);
        assertThat(replayed.get(0)).isBetween((long) RECORDS / 2 - RECORDS_PER_FILE_MAX, RECORDS / 2 + 1L);
        assertDense(RECORDS);
    }

    @Test
    void shouldFollowTheNewestOfSeveralRecordings() {
        write(100);
        spool.beginRecording();
        spool.from(80);
        write(40);
        assertThat(replay.seek(90)).isTrue();
        follow(119);
        assertThat(replayed.get(0)).isEqualTo(80);
        assertDense(119);
    }

    @Test
    void shouldSayThatTheReplayEndedAndGoOnWithTheNextArchive() {
        write(100);
        assertThat(replay.seek(1)).isTrue();
        follow(100);
        spool.stop();
        Awaitility.await("ended").atMost(TestSpool.PATIENCE).until(() -> replay.poll() < 0);
        replay.close();
        assertThat(replay.isOpen()).isFalse();
        spool.start();
        write(20);
        replayed.clear();
        assertThat(replay.seek(101)).isTrue();
        follow(120);
        assertThat(replayed.get(0)).isEqualTo(101);
    }

    @Test
    void shouldTellHowOldTheNextRecordIsWithoutTakingIt() {
        spool.at(5_000).receipts(10);
        spool.at(6_000).message(5_000);
        spool.at(7_000).message(5_000);
        spool.awaitRecorded();
        assertThat(replay.oldestWriteTimeUs(1)).as("not open").isZero();
        assertThat(replay.seek(1)).isTrue();
        awaitOldest(5, 5_000);
        assertThat(replayed).isEmpty();
        awaitOldest(11, 6_000);
        awaitOldest(12, 7_000);
        awaitOldest(13, 0);
        spool.at(8_000).receipts(1);
        awaitOldest(13, 8_000);
        follow(13);
        assertThat(replayed).as("what was stored already was passed over").containsExactly(13L);
        assertThat(replay.oldestWriteTimeUs(14)).isZero();
    }

    private void awaitOldest(final long fromSequence, final long writeTimeUs) {
        Awaitility.await("from " + fromSequence).atMost(TestSpool.PATIENCE).untilAsserted(() ->
            assertThat(replay.oldestWriteTimeUs(fromSequence)).isEqualTo(writeTimeUs));
    }

    private void write(final int count) {
        spool.receipts(count);
        spool.awaitRecorded();
    }

    private void follow(final long last) {
        Awaitility.await("record " + last).pollDelay(Duration.ZERO).atMost(TestSpool.PATIENCE).until(() -> {
            while (replay.poll() > 0) {
                assertThat(replayed).hasSizeLessThanOrEqualTo(2 * RECORDS);
            }
            return !replayed.isEmpty() && replayed.get(replayed.size() - 1) == last;
        });
    }

    private void assertDense(final long last) {
        assertThat(replayed).isEqualTo(LongStream.rangeClosed(replayed.get(0), last).boxed().toList());
    }
}
