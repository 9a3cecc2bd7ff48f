package godwit.launch.data;

import godwit.launch.EnvironmentException;
import godwit.launch.log.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The lock that one process holds on a data folder; the kernel lets go of it however the process ends.
 */
final class FolderLock implements AutoCloseable {
    private static final String NAME = "lock";
    private static final int PID_DIGITS_MAX = 18;

    private final FileChannel channel;

    private FolderLock(final FileChannel channel) {
        this.channel = channel;
    }

    static FolderLock take(final Path root) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                root.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            final FileLock lock = tryLock(channel);
            if (lock == null) {
                final String owner = owner(channel);
                channel.close();
                throw new EnvironmentException("data folder " + root + " is in use by another godwit" + owner
                    + ": stop that one, or choose another folder with --data");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(
                Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)), 0);
            return new FolderLock(channel);
        } catch (final IOException e) {
            throw new EnvironmentException("data folder " + root + " cannot be locked: choose another with --data ("
                + Reason.of(e) + ")");
        }
    }

    /** Whether a process holds it: that of which the file names the id, which is looked at first, so as to be in nobody's way. */
    static boolean isHeld(final Path root) {
        try (FileChannel channel = FileChannel.open(root.resolve(NAME), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final String pid = pid(channel);
            if (pid.isEmpty() || !ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false)) {
                return false;
            }
            final FileLock lock = tryLock(channel);
            return lock == null;
        } catch (final IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (final IOException e) {
            throw new IllegalStateException("the lock's file cannot be closed", e);
        }
    }

    private static FileLock tryLock(final FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (final OverlappingFileLockException e) {
            return null;
        }
    }

    private static String owner(final FileChannel channel) throws IOException {
        final String pid = pid(channel);
        return pid.isEmpty() ? "" : " (pid " + pid + ")";
    }

    /** As the file says; empty: it does not. */
    private static String pid(final FileChannel channel) throws IOException {
        final ByteBuffer text = ByteBuffer.allocate(PID_DIGITS_MAX);
        channel.read(text, 0);
        final String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
        return pid.matches("\\d+") ? pid : "";
    }
}
