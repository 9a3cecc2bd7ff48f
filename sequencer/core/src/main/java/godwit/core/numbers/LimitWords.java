package godwit.core.numbers;

import godwit.core.CoreLimits;

/** The limits as words of the shard's record. */
public final class LimitWords {
    static final int COUNT = 22;

    private final ShardRecord shard;
    private CoreLimits current = CoreLimits.DEFAULT;

    /** Limits kept in a shard's record. */
    public LimitWords(final ShardRecord shard) {
        this.shard = shard;
    }

    /** The limits in force. */
    public CoreLimits get() {
        return current;
    }

    /** Puts others in force. */
    public void set(final CoreLimits limits) {
        put(0, limits.inFlightMax());
        put(1, limits.unacknowledgedMax());
        put(2, limits.payloadBytesMax());
        put(3, limits.unjournaledEntriesMax());
        put(4, limits.unjournaledBytesMax());
        put(5, limits.inboxEntriesMax());
        put(6, limits.inboxRetentionMs());
        put(7, limits.leaseMs());
        put(8, limits.redeliverMs());
        put(9, limits.inboxGraceMs());
        put(10, limits.bodyBytesMax());
        put(11, limits.usersMax());
        put(12, limits.chatsMax());
        put(13, limits.chatsPerUserMax());
        put(14, limits.keysMax());
        put(15, limits.groupMembersMax());
        put(16, limits.fanoutMax());
        put(17, limits.presenceMax());
        put(18, limits.membershipTimesMax());
        put(19, limits.ownRunsMax());
        put(20, limits.linkRecordsMax());
        put(21, limits.commandUsersMax());
        current = limits;
    }

    /** Reads them from the record after a snapshot was loaded. */
    public void reload() {
        current = new CoreLimits(
            (int) at(0), (int) at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8), at(9), (int) at(10), at(11),
            at(12), (int) at(13), at(14), (int) at(15), (int) at(16), at(17))
            .listing((int) at(18), (int) at(19), (int) at(20), (int) at(21));
    }

    private void put(final int index, final long value) {
        shard.set(ShardRecord.LIMITS + index, value);
    }

    private long at(final int index) {
        return shard.get(ShardRecord.LIMITS + index);
    }
}
