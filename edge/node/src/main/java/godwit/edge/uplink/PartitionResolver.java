package godwit.edge.uplink;

import java.util.concurrent.CompletionStage;

/**
 * The only one who turns a user's id into a partition; everybody else is told it. Asked on the shard's thread, it never
 * blocks: what it does not know at once it tells later, on any thread, in bounded time.
 */
@FunctionalInterface
public interface PartitionResolver {
    /**
     * The partition of a user.
     *
     * @param userId a valid id.
     * @return as the shard's protocol has it.
     */
    CompletionStage<Integer> partitionOf(String userId);
}
