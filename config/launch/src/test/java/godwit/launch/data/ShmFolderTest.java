package godwit.launch.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shared memory is named after the data folder, and left-overs go. */
class ShmFolderTest {
    @TempDir
    private Path root;

    @Test
    void shouldBeNamedAfterTheDataFolder() {
        assertThat(ShmFolder.of(root)).isEqualTo(ShmFolder.of(root)).isNotEqualTo(ShmFolder.of(root.resolve("b")));
        assertThat(ShmFolder.of(root).getFileName().toString()).matches("godwit-[0-9a-f]{16}");
    }

    @Test
    void shouldClearWhatAnEarlierProcessLeft() throws IOException {
        final Path folder = ShmFolder.of(root);
        Files.createDirectories(folder.resolve("publications"));
        Files.writeString(folder.resolve("publications/1.logbuffer"), "x");

        ShmFolder.clear(root);

        assertThat(folder).doesNotExist();
        ShmFolder.clear(root);
    }
}
