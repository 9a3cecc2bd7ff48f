package godwit.edge.uplink;

/**
 * The only one who turns a user's id into a partition; everybody else is told it.
 */
@FunctionalInterface
public interface PartitionResolver {
    /**
     * The partition of a user.
     *
     * @param userId a valid id.
     * @return as the shard's protocol has it.
     */
    int partitionOf(String userId);
}
