package godwit.launch.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.CRC32C;

/**
 * Where the control socket of a data folder is: in it, or, when that path is longer than a Unix socket's may be, in a
 * private folder with a short name.
 */
final class ControlSocket {
    /** sun_path of Linux, less its terminating zero. */
    static final int PATH_BYTES_MAX = 107;

    private static final String NAME = "control.sock";

    private ControlSocket() {
    }

    static Path of(final Path dataRoot) {
        final Path inFolder = dataRoot.resolve(NAME);
        if (inFolder.toString().getBytes(StandardCharsets.UTF_8).length <= PATH_BYTES_MAX) {
            return inFolder;
        }
        final CRC32C hash = new CRC32C();
        hash.update(dataRoot.toString().getBytes(StandardCharsets.UTF_8));
        return Path.of(System.getProperty("java.io.tmpdir"), "godwit-" + System.getProperty("user.name") + "-"
            + Long.toHexString(hash.getValue()), NAME);
    }

    /** Makes the way to the socket free; the data folder's lock must be held. */
    static void prepare(final Path dataRoot, final Path socket) throws IOException {
        if (!socket.startsWith(dataRoot)) {
            final Path parent = socket.getParent();
            if (!Files.isDirectory(parent)) {
                Files.createDirectory(parent, PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rwx------")));
            }
        }
        checkOwner(dataRoot, socket);
        Files.deleteIfExists(socket);
    }

    static void remove(final Path dataRoot, final Path socket) throws IOException {
        Files.deleteIfExists(socket);
        if (!socket.startsWith(dataRoot)) {
            Files.deleteIfExists(socket.getParent());
        }
    }

    /** A folder in a place where others may write must be the data folder's owner's. */
    static void checkOwner(final Path dataRoot, final Path socket) throws IOException {
        if (!socket.startsWith(dataRoot)
            && !Files.getOwner(socket.getParent()).equals(Files.getOwner(dataRoot))) {
            throw new IOException(socket.getParent() + " belongs to another user");
        }
    }
}
