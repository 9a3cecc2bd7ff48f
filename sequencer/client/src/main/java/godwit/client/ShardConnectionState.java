package godwit.client;

/**
 * How far a connection to a shard's cluster has come.
 */
public enum ShardConnectionState {
    /** There is none; the next attempt waits for its time. */
    AWAY,
    /** An attempt is under way. */
    CONNECTING,
    /** There is one; a change of leader is followed within it. */
    CONNECTED,
    /** It was closed for good. */
    CLOSED
}
