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
 * The topology in the data folder: written when the first shard starts, and in force ever after, for what a shard has is found by
 * it.
 */
public final class TopologyFile {
    static final String NAME = "topology";

    private TopologyFile() {
    }

    /**
     * The folder's topology; that of a new folder is not written yet, so that a start that is refused decides nothing. The
     * folder's lock must be held.
     *
     * @param root   of the data.
     * @param shards how many are asked for; null: as many as there are, one if the folder is new.
     * @return the topology in force, or to be {@link #keep kept}.
     */
    public static Topology open(final Path root, final Integer shards) {
        final Path file = root.resolve(NAME);
        try {
            final Topology topology = Files.exists(file) ? Topology.parse(Files.readString(file)) : begin(root, shards);
            if (shards != null && shards != topology.shardCount()) {
                throw new EnvironmentException("data folder " + root + " was begun with --shards "
                    + topology.shardCount() + " and cannot go on with --shards " + shards
                    + ", for partitions cannot be moved yet: leave --shards out, or choose another folder with --data");
            }
            return topology;
        } catch (final IOException e) {
            throw unusable(root, e);
        } catch (final SettingsException e) {
            throw new EnvironmentException("data folder " + root + ": " + e.getMessage()
                + "; restore its file " + NAME + " from a copy");
        }
    }

    /** Puts a new folder's topology into force, before the first shard starts there. */
    public static void keep(final Path root, final Topology topology) {
        final Path file = root.resolve(NAME);
        try {
            if (!Files.exists(file)) {
                write(file, topology);
            }
        } catch (final IOException e) {
            throw unusable(root, e);
        }
    }

    private static EnvironmentException unusable(final Path root, final IOException e) {
        return new EnvironmentException("the topology in data folder " + root + " cannot be read or written: "
            + Reason.of(e));
    }

    private static Topology begin(final Path root, final Integer shards) throws IOException {
        try (DirectoryStream<Path> data = Files.newDirectoryStream(root, "shard-*")) {
            if (data.iterator().hasNext()) {
                throw new EnvironmentException("data folder " + root + ": it has shards and no topology; restore"
                    + " its file " + NAME + " from a copy");
            }
        }
        return Topology.ofShards(shards == null ? 1 : shards);
    }

    private static void write(final Path file, final Topology topology) throws IOException {
        final Path written = file.resolveSibling(NAME + ".new");
        Files.writeString(written, topology.format());
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
