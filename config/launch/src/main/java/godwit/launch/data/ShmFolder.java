package godwit.launch.data;

import godwit.launch.EnvironmentException;
import godwit.launch.log.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of the media driver in shared memory. It is named after the data folder, so that the next start on that
 * folder clears what a killed process left there.
 */
public final class ShmFolder {
    /** What the driver's files take beside those of shards and edges: counters and their names. */
    private static final long DRIVER_BYTES = 56L << 20;
    /** A shard's: 24 MiB of its log's three terms, 2 × 12 of its spool's, the rest 3 for each stream between its parts. */
    private static final long SHARD_BYTES = 96L << 20;
    /** What an edge has with each shard: commands one way, deliveries the other, each with three terms of 1 MiB. */
    private static final long LANE_BYTES = 8L << 20;

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private ShmFolder() {
    }

    /**
     * What the driver's files take when every page of them is used, which their lengths tell. With one shard and one edge
     * they were 141 MiB, and 150 the most that was seen (a snapshot, a start after kill -9); with 4 shards and 2 edges
     * 413 MiB; a system test compares. Far fewer pages are in use: 64 MiB were, under load.
     *
     * @param shards how many there are.
     * @param edges  how many there are.
     * @return the bytes.
     */
    public static long neededBytes(final int shards, final int edges) {
        return DRIVER_BYTES + shards * (SHARD_BYTES + edges * LANE_BYTES);
    }

    /**
     * Where the media driver of a data folder lives.
     *
     * @param dataRoot without symbolic links.
     * @return below /dev/shm where there is one, else below the folder for temporary files.
     */
    public static Path of(final Path dataRoot) {
        final Path parent =
            Files.isDirectory(SHARED_MEMORY) ? SHARED_MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
        return parent.resolve("godwit-" + hash(dataRoot));
    }

    /**
     * Removes what an earlier process on the same data folder left; the folder's lock must be held.
     *
     * @param dataRoot without symbolic links.
     */
    public static void clear(final Path dataRoot) {
        final Path folder = of(dataRoot);
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            final List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (final Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (final IOException | UncheckedIOException e) {
            throw new EnvironmentException(folder + " was left by an earlier start and cannot be removed: remove it");
        }
    }

    /**
     * Refuses a machine whose shared memory is too small: a full one would end the process by SIGBUS, later.
     *
     * @param dataRoot    without symbolic links.
     * @param neededBytes of {@link #neededBytes}.
     */
    public static void checkSpace(final Path dataRoot, final long neededBytes) {
        final Path parent = of(dataRoot).getParent();
        final long usable;
        try {
            usable = Files.getFileStore(parent).getUsableSpace();
        } catch (final IOException e) {
            throw new EnvironmentException(parent + " cannot be used: " + Reason.of(e));
        }
        if (usable < neededBytes) {
            throw new EnvironmentException(parent + " has " + (usable >> 20) + " MiB free, " + (neededBytes >> 20)
                + " MiB are needed: make it larger (mount -o remount,size=" + size(neededBytes) + " " + parent
                + "; in a container --shm-size=" + size(neededBytes) + ")");
        }
    }

    /** So large that something is left for others. */
    private static String size(final long neededBytes) {
        return Math.max(512, Long.highestOneBit(neededBytes >> 20) * 2) + "m";
    }

    private static String hash(final Path dataRoot) {
        try {
            final byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(dataRoot.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
