package godwit.edge.fanout;

/**
 * What may wait behind stored entries of a chat: later entries, or further stored ones.
 */
public sealed interface Held permits HeldEntry, StoredWait {
}
