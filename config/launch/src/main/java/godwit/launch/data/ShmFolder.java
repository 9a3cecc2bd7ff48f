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
    /**
     * What the driver's files take when every page of them is used, which their lengths tell: 141 MiB while it runs (47 of
     * counters and their names, 24 of the log's three terms, 2 × 12 of the spool's, the rest 3 for each stream between the
     * parts), 150 MiB the most that was seen (a snapshot, a start after kill -9); a system test compares. Far fewer pages
     * are in use: 64 MiB were, under load.
     */
    public static final long NEEDED_BYTES = 160L << 20;

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private ShmFolder() {
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
     * @param dataRoot without symbolic links.
     */
    public static void checkSpace(final Path dataRoot) {
        final Path parent = of(dataRoot).getParent();
        final long usable;
        try {
            usable = Files.getFileStore(parent).getUsableSpace();
        } catch (final IOException e) {
            throw new EnvironmentException(parent + " cannot be used: " + Reason.of(e));
        }
        if (usable < NEEDED_BYTES) {
            throw new EnvironmentException(parent + " has " + (usable >> 20) + " MiB free, " + (NEEDED_BYTES >> 20)
                + " MiB are needed: make it larger (mount -o remount,size=512m " + parent
                + "; in a container --shm-size=512m)");
        }
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
