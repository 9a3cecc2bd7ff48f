package godwit.protocol;

/**
 * Aeron stream ids that more than one module must know. Those of one cluster's inside are the node's own.
 */
public final class StreamIds {
    /** An edge's delivery subscription. */
    public static final int DELIVERY = 4701;
    /** Local control of the archive that keeps the spools of a process. */
    public static final int SPOOL_ARCHIVE_CONTROL = 4702;
    /** The spool of shard 0; shard n's is this plus n. */
    public static final int SPOOL_BASE = 4800;
    /** Commands to shard 0; shard n's is this plus n. */
    public static final int INGRESS_BASE = 5000;
    /** Answers of a cluster to its clients; each client in a process adds a number of its own below 1,000. */
    public static final int CLIENT_EGRESS_BASE = 7000;

    private StreamIds() {
    }

    /**
     * The stream of a shard's commands.
     *
     * @param shard from 0.
     * @return its stream id.
     */
    public static int ingress(final int shard) {
        return INGRESS_BASE + shard;
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
