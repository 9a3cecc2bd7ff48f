package godwit.client;

/**
 * Hears how a connection to a shard's cluster fares.
 */
public interface ShardConnectionListener {
    /** There is one; what was offered over one before may be lost. */
    default void onConnected() {
    }

    /** It is lost. */
    default void onDisconnected() {
    }

    /** The cluster has a new leader; what was offered to the one before may be lost. */
    default void onNewLeader() {
    }
}
