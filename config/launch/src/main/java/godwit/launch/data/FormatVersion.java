package godwit.launch.data;

import godwit.launch.EnvironmentException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The version of everything written into a data folder; one written by a newer or an older Godwit is not touched.
 */
final class FormatVersion {
    /**
     * What this version writes and reads. In 1 the shard's snapshots had other words, and its log made other records; in 2
     * each shard had archives of its own, there was no topology, and snapshots had no groups; in 3 snapshots had no devices
     * that follow a chat's subscription; in 4 they had other words, each whole and without an image of the state beside it; in 5
     * what is told of a chat and of marks had fewer words; in 6 the shard's record had a word less; in 7 those of edges
     * and sessions had one less, and the shard judged the second copies of changes and of Attaches anew; in 8 an edge got its
     * lease before the shard was told the topology, which the only shard never was.
     */
    static final int CURRENT = 9;

    private static final String NAME = "format-version";

    private FormatVersion() {
    }

    static void check(final Path root) throws IOException {
        final Path file = root.resolve(NAME);
        if (!Files.exists(file)) {
            write(file);
            return;
        }
        final String text = Files.readString(file).strip();
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new EnvironmentException(
                "data folder " + root + " has a damaged file " + NAME + ": restore the folder from a copy");
        }
        final int version = Integer.parseInt(text);
        if (version > CURRENT) {
            throw new EnvironmentException("data folder " + root + " was written by a newer godwit (format " + version
                + ", this one reads format " + CURRENT + "): start it with that version again, or choose another"
                + " folder with --data");
        }
        if (version < CURRENT) {
            throw new EnvironmentException("data folder " + root + " was written by an older godwit (format " + version
                + ", this one reads format " + CURRENT + " and converts none): start it with that version again, or"
                + " choose another folder with --data to begin anew");
        }
    }

    private static void write(final Path file) throws IOException {
        final Path written = file.resolveSibling(NAME + ".new");
        Files.writeString(written, CURRENT + "\n");
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
