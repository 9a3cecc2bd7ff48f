package godwit.client;

import godwit.protocol.StreamIds;

/**
 * How a shard's cluster is reached.
 *
 * @param ingressChannel   of commands.
 * @param ingressEndpoints of its members, or null for IPC.
 * @param ingressStreamId  of commands.
 * @param egressChannel    of the client's session events; nothing else comes there.
 * @param egressStreamId   of its own in a process.
 */
public record ShardAddress(
    String ingressChannel, String ingressEndpoints, int ingressStreamId, String egressChannel, int egressStreamId) {
    /** The client that is the process's journal; edges are 0 to 15. */
    public static final int JOURNAL = 16;
    /** The client that is the shard's own node. */
    public static final int NODE = 17;
    /** The client that is the link from shard 0; from shard n it is this plus n. */
    public static final int LINKS = 18;

    /** An Aeron message is at most an eighth of a term, and every term is mapped. */
    private static final String INGRESS = "aeron:ipc?term-length=1m";
    private static final String EGRESS = "aeron:ipc?term-length=64k";

    /**
     * A shard of this process.
     *
     * @param shard  from 0.
     * @param client a number of its own for each client of that shard in the process, below {@link StreamIds#CLIENTS_MAX}.
     * @return its address.
     */
    public static ShardAddress inProcess(final int shard, final int client) {
        return new ShardAddress(
            INGRESS, null, StreamIds.ingress(shard), EGRESS, StreamIds.clientEgress(shard, client));
    }
}
