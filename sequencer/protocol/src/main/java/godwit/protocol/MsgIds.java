package godwit.protocol;

/**
 * The layout of a message id, a Snowflake: 41 bits of milliseconds since 2025-01-01T00:00Z, 10 bits of shard, 12 bits of
 * counter. Ids sort by time across chats; who makes them guarantees that they never go back.
 * <p>
 * Stateless; any thread.
 */
public final class MsgIds {
    /** 2025-01-01T00:00:00Z in milliseconds since 1970. */
    public static final long EPOCH_MS = 1_735_689_600_000L;
    /** Bits of the shard's number. */
    public static final int SHARD_BITS = 10;
    /** Bits of the counter within a millisecond. */
    public static final int COUNTER_BITS = 12;

    private MsgIds() {
    }

    /**
     * The time within an id.
     *
     * @param msgId a message id.
     * @return milliseconds since 1970.
     */
    public static long timestampMs(final long msgId) {
        return (msgId >>> (SHARD_BITS + COUNTER_BITS)) + EPOCH_MS;
    }
}
