package godwit.launch.data;

import godwit.launch.EnvironmentException;
import godwit.launch.log.Reason;
import godwit.settings.SettingsException;
import godwit.settings.Topology;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The topology in the data folder: written at the first start, and in force ever after, for what a shard has is found by
 * it.
 */
public final class TopologyFile {
    static final String NAME = "topology";

    private TopologyFile() {
    }

    /**
     * The folder's topology; a new folder gets one. The folder's lock must be held.
     *
     * @param root   of the data.
     * @param shards how many are asked for; null: as many as there are, one if the folder is new.
     * @return the topology in force.
     */
    public static Topology openOrCreate(final Path root, final Integer shards) {
        final Path file = root.resolve(NAME);
        try {
            final Topology topology = Files.exists(file) ? Topology.parse(Files.readString(file)) : create(file, shards);
            if (shards != null && shards != topology.shardCount()) {
                throw new EnvironmentException("data folder " + root + " was begun with --shards "
                    + topology.shardCount() + " and cannot go on with --shards " + shards
                    + ", for partitions cannot be moved yet: leave --shards out, or choose another folder with --data");
            }
            return topology;
        } catch (final IOException e) {
            throw new EnvironmentException("the topology in data folder " + root + " cannot be read or written: "
                + Reason.of(e));
        } catch (final SettingsException e) {
            throw new EnvironmentException("data folder " + root + ": " + e.getMessage()
                + "; restore its file " + NAME + " from a copy");
        }
    }

    private static Topology create(final Path file, final Integer shards) throws IOException {
        try (DirectoryStream<Path> data = Files.newDirectoryStream(file.getParent(), "shard-*")) {
            if (data.iterator().hasNext()) {
                throw new EnvironmentException("data folder " + file.getParent() + ": it has shards and no topology; restore"
                    + " its file " + NAME + " from a copy");
            }
        }
        final Topology topology = Topology.ofShards(shards == null ? 1 : shards);
        final Path written = file.resolveSibling(NAME + ".new");
        Files.writeString(written, topology.format());
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        return topology;
    }
}
