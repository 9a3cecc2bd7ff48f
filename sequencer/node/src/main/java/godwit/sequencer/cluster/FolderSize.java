package godwit.sequencer.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Bytes of a flat folder's files. */
final class FolderSize {
    private FolderSize() {
    }

    static long bytes(final Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(FolderSize::length).sum();
        } catch (final IOException e) {
            return 0;
        }
    }

    private static long length(final Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (final IOException e) {
            return 0;
        }
    }
}
