package godwit.journal.write;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.journal.checkpoint.Watermark;
import godwit.journal.follow.JournalRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WritePipelineTest implements WriteSink {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long RETENTION_MS = TimeUnit.DAYS.toMillis(30);

    private final Watermark watermark = new Watermark(0, 1024);
    private final WritePipeline pipeline =
        new WritePipeline(new Planner(new RecentMessages(512), RETENTION_MS), watermark, this, 2, 0);
    private final Map<Long, List<Write>> executing = new LinkedHashMap<>();
    private final List<String> reads = new ArrayList<>();
    private long nextOutput = 1;

    @Test
    void shouldMoveTheWatermarkInOrderWhateverTheOrderOfAnswers() {
        on(Records.message(next(), 1, "alice", "a"));
        on(Records.message(next(), 257, "alice", "b"));
        pipeline.doWork(0);
        assertThat(executing.keySet()).containsExactly(0L, 1L);
        pipeline.onStored(1);
        assertThat(watermark.low()).isZero();
        pipeline.onStored(0);
        assertThat(watermark.low()).isEqualTo(2);
    }

    @Test
    void shouldBatchWhatWaitsForOnePartition() {
        for (int sequence = 1; sequence <= 5; sequence++) {
            on(Records.message(next(), sequence, "alice", "a"));
        }
        assertThat(pipeline.doWork(0)).isEqualTo(1);
        assertThat(executing.get(0L)).hasSize(5);
        pipeline.onStored(0);
        assertThat(watermark.low()).isEqualTo(5);
    }

    @Test
    void shouldLetBatchesGrowWhileAllPlacesAreTaken() {
        on(Records.message(next(), 1, "alice", "a"));
        pipeline.doWork(0);
        on(Records.message(next(), 2, "alice", "a"));
        pipeline.doWork(0);
        for (int sequence = 3; sequence <= 9; sequence++) {
            on(Records.message(next(), sequence, "alice", "a"));
            pipeline.doWork(0);
        }
        assertThat(executing).hasSize(2);
        pipeline.onStored(0);
        pipeline.doWork(0);
        assertThat(executing.get(2L)).hasSize(7);
    }

    @Test
    void shouldWaitForOthersOfThePartitionAndSendAllAtOnce() {
        final WritePipeline patient = new WritePipeline(
            new Planner(new RecentMessages(512), RETENTION_MS), watermark, this, 2, SECOND_NS);
        patient.onRecord(Records.message(next(), 1, "alice", "a"), Records.TIME_MS);
        patient.doWork(0);
        patient.onRecord(Records.message(next(), 257, "alice", "b"), Records.TIME_MS);
        patient.onRecord(Records.receipt(next(), "bob", 0, 1, 0, 1), Records.TIME_MS);
        patient.doWork(SECOND_NS - 1);
        assertThat(executing).isEmpty();
        patient.doWork(SECOND_NS);
        assertThat(executing).hasSize(2);
        assertThat(executing.get(0L)).extracting(Write::table).containsExactly(Table.MESSAGE);
        patient.onStored(0);
        patient.onStored(1);
        assertThat(watermark.low()).isEqualTo(2);
        patient.doWork(SECOND_NS);
        patient.onStored(2);
        assertThat(watermark.low()).isEqualTo(3);
    }

    @Test
    void shouldNotWaitWhenTheWatermarkIsNearlyFull() {
        final WritePipeline patient = new WritePipeline(
            new Planner(new RecentMessages(1024), RETENTION_MS), watermark, this, 1000, SECOND_NS);
        final int quarter = watermark.capacity() / 4;
        for (int sequence = 1; sequence <= watermark.capacity() - quarter; sequence++) {
            patient.onRecord(Records.chat(next()), Records.TIME_MS);
        }
        patient.doWork(0);
        final int full = executing.size();
        patient.onRecord(Records.chat(next()), Records.TIME_MS);
        patient.doWork(0);
        assertThat(executing).hasSizeGreaterThan(full);
        assertThat(watermark.hasRoom(quarter)).isFalse();
    }

    @Test
    void shouldKeepBatchesBelowWhatCassandraRefuses() {
        final String text = "x".repeat(4096);
        for (int sequence = 1; sequence <= 20; sequence++) {
            on(Records.message(next(), sequence, "alice", text));
        }
        drain(0);
        assertThat(executing.values()).allSatisfy(writes ->
            assertThat(writes.stream().mapToInt(Write::bytes).sum()).isLessThanOrEqualTo(Batch.BYTES_MAX));
        assertThat(watermark.low()).isEqualTo(20);
    }

    @Test
    void shouldSendABodyOfTheHighestLengthAlone() {
        on(Records.opaque(next(), 1, "alice", new byte[48 * 1024]));
        on(Records.message(next(), 2, "alice", "a"));
        pipeline.doWork(0);
        assertThat(executing.get(0L)).hasSize(1);
        assertThat(executing.get(1L)).hasSize(1);
    }

    @Test
    void shouldTryAgainForEverWithGrowingPauses() {
        on(Records.message(next(), 1, "alice", "a"));
        long nowNs = 0;
        for (int i = 0; i < 50; i++) {
            assertThat(pipeline.doWork(nowNs)).isEqualTo(1);
            pipeline.onFailed(0, nowNs);
            assertThat(pipeline.doWork(nowNs + SECOND_NS / 20)).isZero();
            nowNs += 5 * SECOND_NS;
        }
        assertThat(pipeline.retries()).isEqualTo(50);
        assertThat(watermark.low()).isZero();
        pipeline.doWork(nowNs);
        pipeline.onStored(0);
        assertThat(watermark.low()).isEqualTo(1);
    }

    @Test
    void shouldHaveFewerUnderWayAfterAFailureUntilCassandraTakesThemAgain() {
        for (int bucket = 0; bucket < 6; bucket++) {
            on(Records.message(next(), bucket * 256L + 1, "alice", "a"));
        }
        pipeline.doWork(0);
        assertThat(executing.keySet()).containsExactly(0L, 1L);
        pipeline.onFailed(0, 0);
        pipeline.onFailed(1, 0);
        assertThat(pipeline.inFlightLimit()).isEqualTo(1);
        pipeline.doWork(0);
        assertThat(executing.keySet()).containsExactly(0L, 1L, 2L);
        pipeline.onStored(2);
        assertThat(pipeline.inFlightLimit()).isEqualTo(2);
        pipeline.doWork(SECOND_NS);
        assertThat(executing).as("the two that failed, again").hasSize(3);
        pipeline.onStored(0);
        pipeline.onStored(1);
        drain(SECOND_NS);
        assertThat(watermark.low()).isEqualTo(6);
    }

    @Test
    void shouldPassOverRecordsThatComeToNoRows() {
        final long outputSequence = next();
        pipeline.onRecord(Records.inboxAdd(outputSequence, 1, Records.TIME_MS), Records.TIME_MS + RETENTION_MS);
        assertThat(watermark.low()).isEqualTo(1);
    }

    @Test
    void shouldLookUpOlderMessagesBucketByBucket() {
        on(Records.receipt(next(), "bob", 0, 300, 250, 260));
        drain(0);
        assertThat(reads).containsExactly("0: 251..256");
        assertThat(watermark.low()).isZero();

        pipeline.onRead(0, List.of(
            new StoredMessage(250, 2500, "alice"), new StoredMessage(251, 2510, "bob"),
            new StoredMessage(252, 2520, "alice")));
        drain(0);
        assertThat(reads).endsWith("1: 257..300");
        assertThat(statuses()).containsExactly("3 of 2520");

        pipeline.onReadFailed(1, 0);
        drain(SECOND_NS);
        assertThat(reads).endsWith("2: 257..300");
        pipeline.onRead(2, List.of(new StoredMessage(260, 2600, "alice"), new StoredMessage(261, 2610, "alice")));
        drain(SECOND_NS);
        assertThat(statuses()).containsExactly("3 of 2520", "3 of 2600", "2 of 2610");
        assertThat(watermark.low()).isEqualTo(1);
    }

    @Test
    void shouldLookUpNothingThatItRemembers() {
        on(Records.message(next(), 1, "alice", "a"));
        on(Records.receipt(next(), "bob", 0, 1, 0, 1));
        drain(0);
        assertThat(reads).isEmpty();
        assertThat(watermark.low()).isEqualTo(2);
    }

    @Test
    void shouldNotWalkAChatThatIsDeliveredAndNeverRead() {
        on(Records.receipt(next(), "bob", 9_999, 10_001, 0, 0));
        drain(0);
        assertThat(reads).containsExactly("0: 10000..10001");
    }

    @Test
    void shouldNotWalkWhatIsDeliveredAndUnreadWhereBothMarksMove() {
        on(Records.receipt(next(), "bob", 9_999, 10_001, 4, 5));
        drain(0);
        assertThat(reads).containsExactly("0: 5..5", "1: 10000..10001");
        pipeline.onRead(0, List.of(new StoredMessage(5, 50, "alice")));
        drain(0);
        assertThat(watermark.low()).isZero();
        pipeline.onRead(1, List.of(new StoredMessage(10_000, 100_000, "alice")));
        drain(0);
        assertThat(statuses()).containsExactly("3 of 50", "2 of 100000");
        assertThat(watermark.low()).isEqualTo(1);
    }

    @Test
    void shouldNotWalkWhatIsDeliveredAlreadyBehindWhatIsRead() {
        on(Records.receipt(next(), "bob", 10_000, 10_000, 4, 5));
        drain(0);
        assertThat(reads).containsExactly("0: 5..5");
    }

    private void on(final JournalRecord record) {
        pipeline.onRecord(record, Records.TIME_MS);
    }

    private long next() {
        return nextOutput++;
    }

    private void drain(final long nowNs) {
        long stored = executing.size();
        while (pipeline.doWork(nowNs) > 0) {
            for (final Long id : List.copyOf(executing.keySet())) {
                if (id >= stored) {
                    pipeline.onStored(id);
                    stored = id + 1;
                }
            }
        }
    }

    private List<String> statuses() {
        return executing.values().stream().flatMap(List::stream)
            .filter(write -> write.table() == Table.STATUS)
            .map(write -> write.values().get(0) + " of " + write.values().get(3)).toList();
    }

    @Override
    public void execute(final long batchId, final List<Write> writes) {
        executing.put(batchId, List.copyOf(writes));
    }

    @Override
    public void read(final long readId, final long chatId, final long fromSequence, final long toSequence) {
        reads.add(readId + ": " + fromSequence + ".." + toSequence);
    }
}
