package godwit.simulation.shard;

/**
 * What another shard was told of a chat in place of entries.
 *
 * @param sequence after which entry.
 * @param version  of the chat: as it was then, or as it became later.
 * @param hasTimes whether the shard's users are in the chat already; else it is told of the chat as it was before the first of
 *                 them came.
 */
public record ToldChat(long sequence, long version, boolean hasTimes) {
}
