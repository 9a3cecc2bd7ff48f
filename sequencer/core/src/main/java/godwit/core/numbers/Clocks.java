package godwit.core.numbers;

import godwit.core.state.Invariants;

/** The two clocks made from the log's times: one for ids that never goes back, one for leases that outages do not move. */
public final class Clocks {
    /** 2025-01-01T00:00Z, where message ids begin. */
    public static final long EPOCH_MS = 1_735_689_600_000L;
    private static final long LAST_MS = EPOCH_MS + (1L << 41) - 2;

    private final ShardRecord shard;

    /** Clocks kept in a shard's record. */
    public Clocks(final ShardRecord shard) {
        this.shard = shard;
    }

    /** An entry of the log has this time. */
    public void onTime(final long timestampMs) {
        final long time = clip(timestampMs);
        final long last = shard.get(ShardRecord.LAST_TIME);
        if (last != 0 && time > last) {
            shard.add(ShardRecord.LEASE_TIME, time - last);
        }
        onEntry(time);
    }

    /** A term began: the time since the last entry counts for no lease. */
    public void onNewTerm(final long term, final long timestampMs) {
        onEntry(clip(timestampMs));
        shard.set(ShardRecord.TERM, Math.max(term, shard.get(ShardRecord.TERM)));
    }

    /** Milliseconds since 1970, never falling. */
    public long idTime() {
        return shard.get(ShardRecord.ID_TIME);
    }

    /** Milliseconds that passed within terms. */
    public long leaseTime() {
        return shard.get(ShardRecord.LEASE_TIME);
    }

    private void onEntry(final long time) {
        final long before = idTime();
        if (time > before) {
            shard.set(ShardRecord.ID_TIME, time);
        }
        shard.set(ShardRecord.LAST_TIME, time);
        Invariants.atLeast("idTime", idTime(), before);
    }

    private static long clip(final long timestampMs) {
        return Math.min(Math.max(timestampMs, EPOCH_MS), LAST_MS);
    }
}
