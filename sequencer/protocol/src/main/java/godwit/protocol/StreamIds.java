package godwit.protocol;

/**
 * Aeron stream ids that more than one module must know. Those of one cluster's inside are the node's own.
 */
public final class StreamIds {
    /** The delivery subscription of a process's first edge for shard 0. */
    public static final int DELIVERY = 10_000;
    /** Local control of the archive that keeps the spools of a process. */
    public static final int SPOOL_ARCHIVE_CONTROL = 4702;
    /** The spool of shard 0; shard n's is this plus n. */
    public static final int SPOOL_BASE = 4800;
    /** Commands to shard 0; shard n's is this plus n. */
    public static final int INGRESS_BASE = 5000;
    /** Answers of the clusters to their clients; each client in a process has a stream of its own. */
    public static final int CLIENT_EGRESS_BASE = 7000;
    /** The node's readings of shard 0's spool; shard n's are this plus 2 n and the one after. */
    public static final int SPOOL_SCAN_BASE = 8_000;
    /** Who types, to shard 0, beside its commands; shard n's is this plus n. */
    public static final int TYPING_BASE = 8_200;
    /** Snapshots of shard 0 that are read outside of its cluster; shard n's are this plus n. */
    public static final int SNAPSHOT_REPLAY_BASE = 8_500;
    /** The journal's reading of shard 0's spool; shard n's is this plus n. */
    public static final int JOURNAL_REPLAY_BASE = 8_600;
    /** What the journal looks at before it does; shard n's is this plus n. */
    public static final int JOURNAL_PROBE_BASE = 8_700;
    /** Clients that one shard may have in a process. */
    public static final int CLIENTS_MAX = 50;

    private static final int DELIVERIES_OF_EDGE = 64;

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
     * The stream on which a shard is told who types.
     *
     * @param shard from 0.
     * @return its stream id.
     */
    public static int typing(final int shard) {
        return TYPING_BASE + shard;
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

    /**
     * The stream of a cluster's answers to one of its clients.
     *
     * @param shard  from 0.
     * @param client its number among that shard's clients in the process, below {@value #CLIENTS_MAX}.
     * @return its stream id.
     */
    public static int clientEgress(final int shard, final int client) {
        return CLIENT_EGRESS_BASE + shard * CLIENTS_MAX + client;
    }

    /**
     * The stream on which a shard's deliveries come to an edge.
     *
     * @param edge  its number among the edges of the process, from 0.
     * @param shard from 0.
     * @return its stream id.
     */
    public static int delivery(final int edge, final int shard) {
        return DELIVERY + edge * DELIVERIES_OF_EDGE + shard;
    }
}
