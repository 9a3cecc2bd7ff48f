package godwit.sequencer.cluster;

/** The streams within one shard's cluster, apart from those of the other shards in its process. */
final class ShardStreams {
    private static final int BASE = 6_000;
    private static final int STREAMS = 20;

    private final int first;

    ShardStreams(final int shard) {
        first = BASE + shard * STREAMS;
    }

    /** Whose stream it is; something that is no shard's number for one outside of clusters. */
    static int shardOf(final int streamId) {
        return Math.floorDiv(streamId - BASE, STREAMS);
    }

    int log() {
        return first;
    }

    int consensus() {
        return first + 1;
    }

    int moduleSnapshot() {
        return first + 2;
    }

    int moduleReplay() {
        return first + 3;
    }

    int consensusModule() {
        return first + 4;
    }

    int service() {
        return first + 5;
    }

    int serviceSnapshot() {
        return first + 6;
    }

    int serviceReplay() {
        return first + 7;
    }

    /** Images of the state that snapshots name. */
    int image() {
        return first + 8;
    }

    /** The reading of one, by the service or before it starts. */
    int imageReplay() {
        return first + 9;
    }
}
