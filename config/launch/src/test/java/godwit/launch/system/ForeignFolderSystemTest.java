package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands of one user on the data folder of another: whose it is, and what to do. */
@Tag("own-system")
class ForeignFolderSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> AS_NOBODY =
        List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    private static final String NEEDED =
        "to run commands as another user it needs root and setpriv, and a checkout that all may read";
    private static boolean isSkipSaid;

    @TempDir
    private Path folder;
    private Path data;

    @BeforeEach
    void makeFolder() throws IOException {
        final boolean canBeNobody = asNobody("test", "-r", Command.GODWIT.toString()).exitCode() == 0;
        if (!canBeNobody && !isSkipSaid) {
            System.err.println("ForeignFolderSystemTest is skipped: " + NEEDED);
            isSkipSaid = true;
        }
        assumeTrue(canBeNobody, NEEDED);
        mode(folder, "rwxr-xr-x");
        data = Files.createDirectory(folder.resolve("data"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster status", "cluster snapshot", "token --user a", "replay verify", "perf run"})
    void shouldSayWhoseAClosedFolderIs(final String command) throws IOException {
        mode(data, "rwx------");

        refused(command, "data folder " + data + " belongs to another user, " + Files.getOwner(data).getName()
            + ", and is closed to nobody: run this as " + Files.getOwner(data).getName()
            + ", or name a folder of your own with --data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster status", "token --user a"})
    void shouldSayWhoseAnOpenFolderWithClosedFilesIs(final String command) throws IOException {
        mode(data, "rwxr-xr-x");
        for (final String file : List.of("control.sock", "token.key")) {
            mode(Files.createFile(data.resolve(file)), "rw-------");
        }

        refused(command, "data folder " + data + " belongs to another user");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster status", "token --user a", "replay verify"})
    void shouldNotTakeAFolderOutOfReachForMissing(final String command) throws IOException {
        mode(folder, "rwx------");

        refused(command, "data folder " + data + " cannot be reached", "--data");
    }

    private void refused(final String command, final String... named) {
        final List<String> line = new ArrayList<>(List.of(Command.GODWIT.toString()));
        line.addAll(List.of(command.split(" ")));
        line.addAll(List.of("--data", data.toString()));
        final Command refused = asNobody(line.toArray(String[]::new));
        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(2);
        assertThat(refused.err()).hasLineCount(1).contains(named).doesNotContain("Exception", "godwit up");
        assertThat(refused.out()).isEmpty();
    }

    private static Command asNobody(final String... line) {
        final List<String> words = new ArrayList<>(AS_NOBODY);
        words.addAll(List.of(line));
        return Command.runProgram(Map.of("HOME", "/"), PATIENCE, words);
    }

    private static void mode(final Path path, final String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
