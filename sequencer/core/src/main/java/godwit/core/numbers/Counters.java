package godwit.core.numbers;

import godwit.core.state.Invariants;

/** Everything that is counted up in a shard and given out once. */
public final class Counters {
    private static final int SHARD_BITS = 10;
    private static final int COUNTER_BITS = 12;
    private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;

    private final ShardRecord record;
    private final Clocks clocks;
    private final int shard;

    /** Counters of one shard. */
    public Counters(final ShardRecord record, final Clocks clocks, final int shard) {
        Invariants.within("shard", shard, 0, (1 << SHARD_BITS) - 1);
        this.record = record;
        this.clocks = clocks;
        this.shard = shard;
    }

    /** The next message id: after the last one, and not before the time. */
    public long nextMsgId() {
        final long last = record.get(ShardRecord.MSG_ID);
        final long fromTime = compose(clocks.idTime() - Clocks.EPOCH_MS, 0);
        long next = fromTime;
        if (next <= last) {
            final long ms = last >>> (SHARD_BITS + COUNTER_BITS);
            final long counter = last & COUNTER_MASK;
            next = counter == COUNTER_MASK ? compose(ms + 1, 0) : last + 1;
        }
        Invariants.atLeast("msgId", next, last + 1);
        record.set(ShardRecord.MSG_ID, next);
        return next;
    }

    /** The time within a message id. */
    public static long timestampMs(final long msgId) {
        return (msgId >>> (SHARD_BITS + COUNTER_BITS)) + Clocks.EPOCH_MS;
    }

    /** The next journal record's number. */
    public long nextOutputSequence() {
        return record.add(ShardRecord.OUTPUT_SEQUENCE, 1);
    }

    /** The last journal record's number. */
    public long outputSequence() {
        return record.get(ShardRecord.OUTPUT_SEQUENCE);
    }

    /** The next write time, in microseconds: after the last one, and not before the time. */
    public long nextWriteTimeUs() {
        final long next = Math.max(record.get(ShardRecord.WRITE_TIME) + 1, clocks.idTime() * 1000);
        record.set(ShardRecord.WRITE_TIME, next);
        return next;
    }

    /** The next change stamp. */
    public long nextChange() {
        return record.add(ShardRecord.CHANGE, 1);
    }

    /** The last change stamp. */
    public long change() {
        return record.get(ShardRecord.CHANGE);
    }

    /** The next session's number. */
    public long nextSession() {
        return record.add(ShardRecord.SESSION, 1);
    }

    /** The next lease epoch. */
    public long nextEpoch() {
        return record.add(ShardRecord.EPOCH, 1);
    }

    /** This life of the shard. */
    public long incarnation() {
        return record.get(ShardRecord.INCARNATION);
    }

    /** How far the journal is. */
    public long journalPosition() {
        return record.get(ShardRecord.JOURNAL_POSITION);
    }

    /** The journal got further; whether that was news. */
    public boolean advanceJournal(final long ofIncarnation, final long outputSequence) {
        if (ofIncarnation != incarnation() || outputSequence <= journalPosition() || outputSequence > outputSequence()) {
            return false;
        }
        record.set(ShardRecord.JOURNAL_POSITION, outputSequence);
        return true;
    }

    private long compose(final long ms, final long counter) {
        return (ms << (SHARD_BITS + COUNTER_BITS)) | ((long) shard << COUNTER_BITS) | counter;
    }
}
