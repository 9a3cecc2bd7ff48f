package godwit.edge.presence;

import java.util.concurrent.CompletionStage;

/** Knows which shard owns a user; asked on the shards' thread, it never blocks, and tells on any. */
@FunctionalInterface
public interface ShardResolver {
    /**
     * The shard of a user.
     *
     * @param userId a valid id.
     * @return its number.
     */
    CompletionStage<Integer> shardOf(String userId);
}
