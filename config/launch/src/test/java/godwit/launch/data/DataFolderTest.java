package godwit.launch.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import godwit.launch.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder is one process's, of a format that it reads, and private. */
class DataFolderTest {
    @TempDir
    private Path parent;

    @Test
    void shouldMakeAPrivateFolder() throws IOException {
        final Path root = parent.resolve("a/data");
        try (DataFolder data = DataFolder.open(root)) {
            assertThat(data.root()).isEqualTo(root.toRealPath());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root))).isEqualTo("rwx------");
            assertThat(root.resolve("format-version")).hasContent("9\n");
        }
    }

    @Test
    void shouldOpenAgainAfterClose() {
        DataFolder.open(parent).close();
        DataFolder.open(parent).close();
    }

    @Test
    void shouldRefuseAFolderInUse() {
        try (DataFolder data = DataFolder.open(parent)) {
            assertThat(data.root()).isDirectory();
            assertThatThrownBy(() -> DataFolder.open(parent))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("in use by another godwit (pid " + ProcessHandle.current().pid() + ")")
                .hasMessageContaining("--data");
        }
    }

    @Test
    void shouldRefuseANewerFormatAndSayHowToGoBack() throws IOException {
        Files.writeString(parent.resolve("format-version"), "10\n");

        assertThatThrownBy(() -> DataFolder.open(parent))
            .isInstanceOf(EnvironmentException.class)
            .hasMessageContaining("written by a newer godwit (format 10, this one reads format 9)")
            .hasMessageContaining("start it with that version again");

        Files.writeString(parent.resolve("format-version"), "9\n");
        DataFolder.open(parent).close();
    }

    @Test
    void shouldRefuseAnOlderFormatAndSayWhatToDo() throws IOException {
        Files.writeString(parent.resolve("format-version"), "1\n");

        assertThatThrownBy(() -> DataFolder.open(parent))
            .isInstanceOf(EnvironmentException.class)
            .hasMessageContaining("written by an older godwit (format 1, this one reads format 9 and converts none)")
            .hasMessageContaining("start it with that version again, or choose another folder with --data");
        assertThat(parent.resolve("format-version")).hasContent("1\n");
    }

    @Test
    void shouldRefuseADamagedFormat() throws IOException {
        Files.writeString(parent.resolve("format-version"), "");

        assertThatThrownBy(() -> DataFolder.open(parent)).hasMessageContaining("damaged file format-version");
    }

    @Test
    void shouldRefuseAFolderThatCannotBeMadeOrWritten() throws IOException {
        final Path file = Files.writeString(parent.resolve("file"), "");

        assertThatThrownBy(() -> DataFolder.open(file.resolve("data")))
            .isInstanceOf(EnvironmentException.class).hasMessageContaining("cannot be made");
        assertThatThrownBy(() -> DataFolder.open(file))
            .isInstanceOf(EnvironmentException.class).hasMessageContaining("cannot be made");
    }
}
