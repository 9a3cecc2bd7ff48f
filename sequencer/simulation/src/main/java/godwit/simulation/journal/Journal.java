package godwit.simulation.journal;

import godwit.journal.checkpoint.Checkpoint;
import godwit.journal.checkpoint.CheckpointListener;
import godwit.journal.checkpoint.Watermark;
import godwit.journal.follow.FollowListener;
import godwit.journal.follow.JournalRecord;
import godwit.journal.follow.RecordFollower;
import godwit.journal.write.Planner;
import godwit.journal.write.RecentMessages;
import godwit.journal.write.Write;
import godwit.journal.write.WritePipeline;
import godwit.journal.write.WriteSink;
import godwit.simulation.world.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/** One life of the journal: the real follower, pipeline, watermark and checkpoint around a spool and tables. */
public final class Journal implements FollowListener, CheckpointListener, WriteSink {
    private static final int ROOM = 128;
    private static final int RECENT_MESSAGES = 128;
    private static final int IN_FLIGHT = 8;
    private static final long LINGER_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int RECORDS_PER_CYCLE = 64;

    private final int shard;
    private final Clock clock;
    private final LongFunction<byte[]> spool;
    private final Cassandra cassandra;
    private final LongPredicate shardLog;
    private final LongSupplier logTimeMs;
    private final Watermark watermark;
    private final WritePipeline pipeline;
    private final RecordFollower follower;
    private final Checkpoint checkpoint;
    private boolean dead;

    /**
     * Begins where the last one left its progress.
     *
     * @param shard            whose.
     * @param clock            the time.
     * @param logTimeMs        the same since 1970.
     * @param spool            followed: a record by its number, or null.
     * @param cassandra        written to.
     * @param inboxRetentionMs of rows.
     * @param shardLog         tells the shard a position; false: not now.
     */
    public Journal(
        final int shard, final Clock clock, final LongSupplier logTimeMs, final LongFunction<byte[]> spool,
        final Cassandra cassandra, final long inboxRetentionMs, final LongPredicate shardLog) {
        this.shard = shard;
        this.clock = clock;
        this.logTimeMs = logTimeMs;
        this.spool = spool;
        this.cassandra = cassandra;
        this.shardLog = shardLog;
        final long last = cassandra.tables().progress(shard);
        watermark = new Watermark(last, ROOM);
        pipeline = new WritePipeline(
            new Planner(new RecentMessages(RECENT_MESSAGES), inboxRetentionMs), watermark, this, IN_FLIGHT, LINGER_NS);
        follower = new RecordFollower(last, this);
        checkpoint = new Checkpoint(last, clock.nowNs(), this);
    }

    /** One duty cycle. */
    public void doWork() {
        for (int i = 0; i < RECORDS_PER_CYCLE && pipeline.hasRoom(1); i++) {
            final byte[] record = spool.apply(follower.nextSequence());
            if (record == null) {
                break;
            }
            follower.onBytes(new UnsafeBuffer(record), 0, record.length);
        }
        pipeline.doWork(clock.nowNs());
        checkpoint.onWatermark(watermark.low(), watermark.lowWriteTimeUs());
        checkpoint.doWork(clock.nowNs());
    }

    /** It dies: no answer reaches it any more. */
    public void die() {
        dead = true;
    }

    /** What was told to the shard may be lost. */
    public void onShardLost() {
        checkpoint.onShardLost();
    }

    /** Every record up to this one is stored. */
    public long position() {
        return watermark.low();
    }

    @Override
    public void onRecord(final JournalRecord record) {
        pipeline.onRecord(record, logTimeMs.getAsLong());
    }

    @Override
    public void onHole(final long expectedSequence, final long actualSequence) {
        throw new IllegalStateException("expected record " + expectedSequence + ", found " + actualSequence);
    }

    @Override
    public void onStoreProgress(final long outputSequence, final long writeTimeUs) {
        cassandra.saveProgress(shard, outputSequence, stored -> {
            if (!dead && stored) {
                checkpoint.onProgressStored(outputSequence);
            } else if (!dead) {
                checkpoint.onProgressFailed(clock.nowNs());
            }
        });
    }

    @Override
    public boolean onAdvance(final long outputSequence) {
        return shardLog.test(outputSequence);
    }

    @Override
    public void execute(final long batchId, final List<Write> writes) {
        cassandra.write(List.copyOf(writes), stored -> {
            if (!dead && stored) {
                pipeline.onStored(batchId);
            } else if (!dead) {
                pipeline.onFailed(batchId, clock.nowNs());
            }
        });
    }

    @Override
    public void read(final long readId, final long chatId, final long fromSequence, final long toSequence) {
        cassandra.senders(chatId, fromSequence, toSequence, rows -> {
            if (!dead) {
                pipeline.onRead(readId, rows);
            }
        }, () -> {
            if (!dead) {
                pipeline.onReadFailed(readId, clock.nowNs());
            }
        });
    }
}
