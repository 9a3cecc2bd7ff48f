package godwit.simulation.check;

/** What shards take for the time. */
@FunctionalInterface
public interface Stamps {
    /**
     * The latest stamp that the shard of a user had given by some time.
     *
     * @param user   whose shard.
     * @param timeMs of the run.
     * @return milliseconds since 1970.
     */
    long at(String user, long timeMs);
}
