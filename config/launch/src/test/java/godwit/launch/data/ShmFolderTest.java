package godwit.launch.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import godwit.launch.EnvironmentException;
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

    @Test
    void shouldNeedMoreForEachShardAndEdgeAndSayHowMuch() {
        assertThat(ShmFolder.neededBytes(1, 1)).isEqualTo(160L << 20);
        assertThat(ShmFolder.neededBytes(4, 2)).isGreaterThan(ShmFolder.neededBytes(4, 1))
            .isLessThan(4 * ShmFolder.neededBytes(1, 1));
        assertThatThrownBy(() -> ShmFolder.checkSpace(root, 1L << 50)).isInstanceOf(EnvironmentException.class)
            .hasMessageContaining("1073741824 MiB are needed").hasMessageContaining("--shm-size=2147483648m");
    }
}
