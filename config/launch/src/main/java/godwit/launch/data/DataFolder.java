package godwit.launch.data;

import godwit.launch.EnvironmentException;
import godwit.launch.log.Reason;
import godwit.sequencer.DataLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder that keeps everything of one {@code godwit up}: says where each part lives in it, and that this process
 * owns it until {@link #close}.
 */
public final class DataFolder implements AutoCloseable {
    private final Path root;
    private final FolderLock lock;

    private DataFolder(final Path root, final FolderLock lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Makes the folder when it is missing, and takes it for this process.
     *
     * @param root of the data.
     * @return locked, of a format that this version reads.
     */
    public static DataFolder open(final Path root) {
        create(root);
        final FolderLock lock = FolderLock.take(root);
        try {
            FormatVersion.check(root);
            return new DataFolder(root.toRealPath(), lock);
        } catch (final IOException e) {
            lock.close();
            throw new EnvironmentException("data folder " + root + " cannot be read: " + Reason.of(e));
        } catch (final EnvironmentException e) {
            lock.close();
            throw e;
        }
    }

    /** Whether a {@code godwit up} owns a folder now, also one that starts or stops. */
    public static boolean isInUse(final Path root) {
        return FolderLock.isHeld(root);
    }

    /** The folder itself, without symbolic links. */
    public Path root() {
        return root;
    }

    /** The archive of the shards' logs and snapshots. */
    public Path logArchive() {
        return DataLayout.logArchive(root);
    }

    /** The archive of the shards' spools. */
    public Path spoolArchive() {
        return DataLayout.spoolArchive(root);
    }

    /** The embedded Cassandra's files. */
    public Path cassandra() {
        return root.resolve("cassandra");
    }

    /** The log files. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** The key that signs tokens. */
    public static Path tokenKey(final Path root) {
        return root.resolve("token.key");
    }

    @Override
    public void close() {
        lock.close();
    }

    private static void create(final Path root) {
        try {
            if (!Files.isDirectory(root)) {
                Files.createDirectories(root, PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rwx------")));
            }
        } catch (final IOException e) {
            throw new EnvironmentException(
                "data folder " + root + " cannot be made: choose another with --data (" + Reason.of(e) + ")");
        }
        if (!Files.isWritable(root)) {
            throw new EnvironmentException(
                "data folder " + root + " is not writable: change its owner or mode, or choose another with --data");
        }
    }
}
