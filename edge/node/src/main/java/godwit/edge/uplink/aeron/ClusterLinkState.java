package godwit.edge.uplink.aeron;

/**
 * How far the connection to a shard's cluster has come.
 */
enum ClusterLinkState {
    /** There is none; the next attempt waits for its time. */
    AWAY,
    /** An attempt is under way. */
    CONNECTING,
    /** There is one; a change of leader is followed within it. */
    CONNECTED,
    /** It was closed for good. */
    CLOSED
}
