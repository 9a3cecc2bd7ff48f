package godwit.journal.write;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.journal.checkpoint.Watermark;
import godwit.journal.follow.JournalRecord;
import godwit.journal.follow.MembersRecord;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Records that come to a thousand writes, where few batches may be under way. */
final class LargeRecordsTest implements WriteSink {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int IN_FLIGHT_MAX = 2;
    private static final int MEMBERS_OF_A_RECORD = 500;
    private static final int RECORDS_OF_A_GROUP = 10;

    private final Watermark watermark = new Watermark(0, 1024);
    private final WritePipeline pipeline = new WritePipeline(
        new Planner(new RecentMessages(512), SECOND_NS), watermark, this, IN_FLIGHT_MAX, SECOND_NS);
    private final ArrayDeque<Long> executing = new ArrayDeque<>();
    private long nextOutput = 1;
    private long nowNs;
    private int executed;
    private int largestBatch;

    @Test
    void shouldStoreAGroupOfFiveThousandThroughFewPlaces() {
        for (int i = 0; i < RECORDS_OF_A_GROUP; i++) {
            on(members(i));
        }
        on(Records.message(next(), 1, "alice", "behind them"));
        drain();
        assertThat(watermark.low()).isEqualTo(RECORDS_OF_A_GROUP + 1);
        final int members = RECORDS_OF_A_GROUP * MEMBERS_OF_A_RECORD;
        assertThat(executed).as("roles, lists, the chat and the message").isEqualTo(2 * members + 2);
        assertThat(largestBatch).isEqualTo(Batch.WRITES_MAX);
        assertThat(pipeline.heldBytes()).isZero();
    }

    @Test
    void shouldStoreThemWhereEveryBatchFailsOnce() {
        on(members(0));
        long failed = -1;
        while (watermark.low() == 0) {
            nowNs += SECOND_NS;
            pipeline.doWork(nowNs);
            assertThat(executing.size()).isPositive().isLessThanOrEqualTo(IN_FLIGHT_MAX);
            final long batchId = executing.poll();
            if (batchId > failed) {
                failed = batchId;
                pipeline.onFailed(batchId, nowNs);
            } else {
                pipeline.onStored(batchId);
            }
        }
        assertThat(pipeline.heldBytes()).isZero();
    }

    @Test
    void shouldTakeNoMoreWhileWhatItHoldsIsLargeAndGoOnWhenItIsStored() {
        int records = 0;
        long before = 0;
        while (pipeline.hasRoom(1)) {
            before = pipeline.heldBytes();
            on(members(records++));
        }
        assertThat(watermark.hasRoom(1)).as("the watermark would take more").isTrue();
        assertThat(before).isLessThan(WritePipeline.HELD_BYTES_MAX);
        assertThat(pipeline.heldBytes()).isGreaterThanOrEqualTo(WritePipeline.HELD_BYTES_MAX);

        assertThat(pipeline.doWork(nowNs)).as("nothing comes, so nothing is waited for").isEqualTo(IN_FLIGHT_MAX);
        drain();
        assertThat(watermark.low()).isEqualTo(records);
        assertThat(pipeline.heldBytes()).isZero();
        assertThat(pipeline.hasRoom(1)).isTrue();
    }

    @Test
    void shouldHoldLessAsWritesAreOvertaken() {
        final String[] users = IntStream.range(1, Batch.WRITES_MAX).mapToObj(i -> "user-" + i).toArray(String[]::new);
        on(Records.members(next(), "title", MembersRecord.Standing.ADMIN, users));
        final long once = pipeline.heldBytes();
        on(Records.members(next(), "title", MembersRecord.Standing.ADMIN, users));
        assertThat(pipeline.heldBytes()).isEqualTo(once);
        on(Records.members(next(), "", MembersRecord.Standing.GONE, users));
        assertThat(pipeline.heldBytes()).isPositive().isLessThan(once);
        drain();
        assertThat(pipeline.heldBytes()).isZero();
        assertThat(watermark.low()).isEqualTo(3);
    }

    private void drain() {
        // From here on it lingers.
        pipeline.doWork(nowNs);
        while (watermark.low() < watermark.high()) {
            nowNs += SECOND_NS;
            pipeline.doWork(nowNs);
            assertThat(executing.size()).as("under way").isPositive().isLessThanOrEqualTo(IN_FLIGHT_MAX);
            pipeline.onStored(executing.poll());
        }
        assertThat(executing).isEmpty();
    }

    private MembersRecord members(final int part) {
        final String[] users = IntStream.range(0, MEMBERS_OF_A_RECORD)
            .mapToObj(i -> "member-" + (part * MEMBERS_OF_A_RECORD + i)).toArray(String[]::new);
        return Records.members(next(), "title", MembersRecord.Standing.MEMBER, users);
    }

    private void on(final JournalRecord record) {
        pipeline.onRecord(record, Records.TIME_MS);
    }

    private long next() {
        return nextOutput++;
    }

    @Override
    public void execute(final long batchId, final List<Write> writes) {
        executing.add(batchId);
        executed += writes.size();
        largestBatch = Math.max(largestBatch, writes.size());
    }

    @Override
    public void read(final long readId, final long chatId, final long fromSequence, final long toSequence) {
        throw new IllegalStateException("nothing is to be read");
    }
}
