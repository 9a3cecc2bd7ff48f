package godwit.journal.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What the embedded Cassandra reads at its start: written anew each time, so that a new version of ours takes effect.
 */
final class CassandraFiles {
    private final Path folder;

    CassandraFiles(final Path folder) {
        this.folder = folder;
    }

    Path yaml() {
        return folder.resolve("cassandra.yaml");
    }

    Path logback() {
        return folder.resolve("logback.xml");
    }

    Path systemLog() {
        return folder.resolve("system.log");
    }

    Path output() {
        return folder.resolve("output.log");
    }

    Path pid() {
        return folder.resolve("pid");
    }

    Path ports() {
        return folder.resolve("ports");
    }

    Path temporary() {
        return folder.resolve("tmp");
    }

    /** Beside the jars, so that a new data folder has a fast start too; in the data folder where that cannot be. */
    Path archives(final Path classPath) throws IOException {
        final Path shared = classPath.toAbsolutePath().getParent();
        final Path archives = (Files.isWritable(shared) ? shared : folder).resolve("cds");
        return Files.createDirectories(archives);
    }

    /**
     * Makes the folders and writes the files; what a kill left of unpacked native libraries goes.
     */
    void write(final Ports ports) throws IOException {
        clear(temporary());
        Files.createDirectories(temporary());
        Files.writeString(yaml(), fill("cassandra.yaml", ports));
        Files.writeString(logback(), fill("logback.xml", ports));
    }

    private String fill(final String template, final Ports ports) throws IOException {
        try (var in = CassandraFiles.class.getResourceAsStream(template)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                .replace("@folder@", folder.toString())
                .replace("@storage-port@", Integer.toString(ports.storage()))
                .replace("@cql-port@", Integer.toString(ports.cql()));
        }
    }

    private static void clear(final Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            paths.sorted(Comparator.reverseOrder()).forEach(CassandraFiles::delete);
        } catch (final UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void delete(final Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
