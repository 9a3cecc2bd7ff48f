package godwit.launch.system;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.function.BiConsumer;

/** The files of a folder that is in use: what goes while it is looked at is passed over. */
final class LivingFiles {
    private LivingFiles() {
    }

    static void forEach(
        final Path folder, final Set<String> without, final BiConsumer<Path, BasicFileAttributes> action) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(final Path one, final BasicFileAttributes attributes) {
                return without.contains(one.getFileName().toString()) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) {
                action.accept(file, attributes);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(final Path file, final IOException gone) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(final Path one, final IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
