package godwit.edge.uplink.aeron;

/**
 * How a shard's cluster is reached.
 *
 * @param ingressChannel   of commands.
 * @param ingressEndpoints of its members, or null for IPC.
 * @param ingressStreamId  of commands.
 * @param egressChannel    of the client's session events; nothing else comes there.
 * @param egressStreamId   of its own in a process.
 */
public record ClusterAddress(
    String ingressChannel, String ingressEndpoints, int ingressStreamId, String egressChannel, int egressStreamId) {
}
