package godwit.protocol;

/**
 * Aeron stream ids that more than one module must know. Those of one cluster's inside are the node's own.
 */
public final class StreamIds {
    /** An edge's delivery subscription. */
    public static final int DELIVERY = 4701;
    /** The spool of shard 0; shard n's is this plus n. */
    public static final int SPOOL_BASE = 4800;

    private StreamIds() {
    }

    /**
     * The stream of a shard's spool.
     *
     * @param shard from 0.
     * @return its stream id.
     */
    public static int spool(final int shard) {
        return SPOOL_BASE + shard;
    }
}
