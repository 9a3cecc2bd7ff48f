package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starts that cannot work: one clear line, exit 2, nothing left behind. */
@ExtendWith(Shared.class)
@Isolated
class FailingStartsSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RunningGodwit running;
    @TempDir
    private Path folder;

    FailingStartsSystemTest(final RunningGodwit running) {
        this.running = running;
    }

    @AfterEach
    void shouldLeaveNothingBehind() {
        assertThat(RunningGodwit.processesOf(folder)).isEmpty();
        assertThat(RunningGodwit.sharedMemory(folder.resolve("data"))).doesNotExist();
    }

    @Test
    void shouldNameAPortInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refused(up(Map.of(), "--http-port", String.valueOf(taken.getLocalPort())),
                String.valueOf(taken.getLocalPort()), "--http-port");
        }
        assertThat(folder.resolve("data").resolve("topology")).as("what pins the number of shards").doesNotExist();
    }

    @Test
    void shouldNameADataFolderInUse() {
        final Command second = Command.run(Map.of(), PATIENCE, "up", "--data", running.data().toString(),
            "--http-port", String.valueOf(RunningGodwit.freePort()));
        refused(second, running.data().toString(), "in use");
        assertThat(running.get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldNameADataFolderThatCannotBeMade() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        refused(Command.run(Map.of(), PATIENCE, "up", "--data", folder.resolve("file").resolve("data").toString()),
            folder.resolve("file").toString());
    }

    @Test
    void shouldRefuseADataFolderOfALaterVersion() throws IOException {
        final Path data = Files.createDirectories(folder.resolve("data"));
        final Path format;
        try (var files = Files.list(running.data())) {
            format = files.filter(path -> path.getFileName().toString().contains("format")).findFirst().orElseThrow();
        }
        Files.writeString(data.resolve(format.getFileName()), "999\n");
        refused(up(Map.of()), "999");
    }

    @Test
    void shouldRefuseTooOldAJdk() throws IOException {
        final Path java = Files.createDirectories(folder.resolve("old/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        refused(up(Map.of("JAVA_HOME", folder.resolve("old").toString())), "17", "11");
    }

    @Test
    void shouldSayThatCassandraNeedsJdk17() throws IOException {
        final Path home = Files.createDirectories(folder.resolve("nothing"));
        refused(up(Map.of("GODWIT_CASSANDRA_JAVA_HOME", home.toString())), "GODWIT_CASSANDRA_JAVA_HOME");
        assertThat(folder.resolve("data").resolve("topology")).as("what pins the number of shards").doesNotExist();
    }

    @Test
    void shouldSayThatSharedMemoryIsTooSmall() {
        refused(upAfter("mount -t tmpfs -o size=8m tmpfs /dev/shm"), "/dev/shm");
    }

    @Test
    void shouldSayThatTheDataFolderIsOnAReadOnlyMount() throws IOException {
        final Path data = Files.createDirectories(folder.resolve("data"));
        refused(upAfter("mount -t tmpfs -o ro tmpfs " + data), data.toString(), "not writable", "--data");
    }

    /** In a mount namespace of its own. */
    private Command upAfter(final String mount) {
        final Command mounts = Command.runProgram(Map.of(), PATIENCE, List.of("unshare", "-m", "true"));
        assumeTrue(mounts.exitCode() == 0, "mount namespaces need root");
        return Command.runProgram(Map.of(), PATIENCE, List.of("unshare", "-m", "sh", "-c", mount + " && exec \"$@\"",
            "sh", Command.GODWIT.toString(), "up", "--data", folder.resolve("data").toString(), "--http-port",
            String.valueOf(RunningGodwit.freePort())));
    }

    @Test
    void shouldSayThatCassandraDoesNotAnswer() {
        refused(up(Map.of(), "--cassandra", "127.0.0.1:1", "--set", "cassandra.start-timeout=3s"), "127.0.0.1:1");
    }

    @ParameterizedTest
    @CsvSource({
        "edge.in-fligth=3, edge.in-flight",
        "edge.in-flight=0, edge.in-flight=0",
        "edge.in-flight=many, many",
        "sequencer.durability=perhaps, durable"
    })
    void shouldNameABadSetting(final String setting, final String named) {
        refused(up(Map.of(), "--set", setting), named);
    }

    private Command up(final Map<String, String> environment, final String... more) {
        final String[] words = new String[3 + more.length + (List.of(more).contains("--http-port") ? 0 : 2)];
        words[0] = "up";
        words[1] = "--data";
        words[2] = folder.resolve("data").toString();
        System.arraycopy(more, 0, words, 3, more.length);
        if (words.length > 3 + more.length) {
            words[words.length - 2] = "--http-port";
            words[words.length - 1] = String.valueOf(RunningGodwit.freePort());
        }
        return Command.run(environment, PATIENCE, words);
    }

    private static void refused(final Command command, final String... named) {
        assertThat(command.exitCode()).as(command.toString()).isEqualTo(2);
        assertThat(command.out()).doesNotContain("godwit ready");
        assertThat(command.err()).doesNotContain("Exception", "at godwit").contains(named);
        assertThat(command.err().lines().filter(line -> line.startsWith("godwit:")).count())
            .as(command.err()).isEqualTo(1);
    }
}
