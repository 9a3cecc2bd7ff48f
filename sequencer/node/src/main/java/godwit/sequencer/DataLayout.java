package godwit.sequencer;

import java.nio.file.Path;

/** Where in a data folder the shards keep what: archives of logs and spools for all of them, and a folder for each. */
public final class DataLayout {
    /** The folder of a shard, before its number. */
    public static final String SHARD_PREFIX = "shard-";

    private DataLayout() {
    }

    /** The archive of the logs and the snapshots of all shards. */
    public static Path logArchive(final Path dataFolder) {
        return dataFolder.resolve("archives").resolve("log");
    }

    /** The archive of the spools of all shards. */
    public static Path spoolArchive(final Path dataFolder) {
        return dataFolder.resolve("archives").resolve("spool");
    }

    /** Where a shard keeps what is its own. */
    public static Path shard(final Path dataFolder, final int shard) {
        return dataFolder.resolve(SHARD_PREFIX + shard);
    }

    /** A shard's cluster's own files. */
    public static Path cluster(final Path dataFolder, final int shard) {
        return shard(dataFolder, shard).resolve("cluster");
    }
}
