package godwit.launch.up;

/**
 * How many parts {@code up} has of each kind.
 *
 * @param shards how many shards; null: as many as the data folder has, one if it is new.
 * @param edges  how many edges.
 */
public record UpOptions(Integer shards, int edges) {
    /** The most edges of one process. */
    public static final int EDGES_MAX = 16;
}
