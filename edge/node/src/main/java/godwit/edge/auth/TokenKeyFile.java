package godwit.edge.auth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/**
 * Keeps the token key in a file that only its owner can read: one line, the key in base64url.
 * <p>
 * Any thread; several processes may create the file at once and all end with the same key. Every failure is an
 * {@link IOException} whose message is one line that says what to do.
 */
public final class TokenKeyFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<Set<PosixFilePermission>> CREATE_MODE =
        PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    private static final int FILE_LENGTH_MAX = 1_024;

    private TokenKeyFile() {
    }

    /**
     * Reads the key, which has to be there.
     *
     * @param file the key's file.
     * @return the key.
     * @throws IOException if it is not there, others can read it, or it holds no key.
     */
    public static TokenKey open(final Path file) throws IOException {
        try {
            refuseIfOthersCanRead(file);
            if (Files.size(file) > FILE_LENGTH_MAX) {
                throw malformed(file);
            }
            return decode(file, Files.readString(file, StandardCharsets.ISO_8859_1).strip());
        } catch (final NoSuchFileException e) {
            throw new IOException("token key is missing file=" + file + ": start the server once to create it", e);
        }
    }

    /**
     * Reads the key, or makes one if the file is not there.
     *
     * @param file the key's file, in a folder that exists.
     * @return the key.
     * @throws IOException if the file can't be made, others can read it, or it holds no key.
     */
    public static TokenKey openOrCreate(final Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file);
        }
        return open(file);
    }

    /** The file appears whole or not at all: it is written beside, synced, and then linked to its name. */
    private static void create(final Path file) throws IOException {
        final Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".token-key-", ".draft", CREATE_MODE);
        try {
            final String line = Base64.getUrlEncoder().withoutPadding().encodeToString(TokenKey.random().bytes()) + '\n';
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
                channel.force(true);
            }
            Files.createLink(file, draft);
            syncFolder(file.toAbsolutePath().getParent());
        } catch (final FileAlreadyExistsException e) {
            // Another process was first: its key is the key.
        } finally {
            Files.delete(draft);
        }
    }

    private static void syncFolder(final Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void refuseIfOthersCanRead(final Path file) throws IOException {
        final Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        final Set<PosixFilePermission> tooMuch = EnumSet.noneOf(PosixFilePermission.class);
        tooMuch.addAll(mode);
        tooMuch.removeAll(OWNER_ONLY);
        if (!tooMuch.isEmpty()) {
            throw new IOException("token key is open to others file=" + file + " mode="
                + PosixFilePermissions.toString(mode) + ", expected=rw-------: run chmod 600 on it,"
                + " and if others may have read it, delete it so that a new one is made (all tokens end then)");
        }
    }

    private static TokenKey decode(final Path file, final String line) throws IOException {
        try {
            return TokenKey.of(Base64.getUrlDecoder().decode(line));
        } catch (final IllegalArgumentException e) {
            // Neither the message nor the cause may quote the file.
            throw malformed(file);
        }
    }

    private static IOException malformed(final Path file) {
        return new IOException("token key is damaged file=" + file + ", expected one line of base64url of "
            + TokenKey.LENGTH + " bytes: restore it, or delete it so that a new one is made (all tokens end then)");
    }
}
