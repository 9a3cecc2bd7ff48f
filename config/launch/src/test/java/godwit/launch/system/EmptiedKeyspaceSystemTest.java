package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder of some age that lost something: tables beside it, or the end of its log's last file. */
@Tag("own-system")
class EmptiedKeyspaceSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void shouldRefuseToStartWhenJournaledMessagesAreNowhere() throws IOException {
        final Path data = folder.resolve("data");
        try (RunningGodwit godwit = RunningGodwit.start(data)) {
            talk(godwit);
            assertThat(Command.run("cluster", "snapshot", "--data", data.toString()).exitCode()).isZero();
        }
        delete(data.resolve("archives/spool"));

        final Command refused = Command.run(Map.of(), PATIENCE, "up", "--data", data.toString(), "--http-port",
            String.valueOf(RunningGodwit.freePort()), "--set", "journal.keyspace=elsewhere");

        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(2);
        assertThat(refused.out()).doesNotContain("godwit ready");
        assertThat(refused.err().lines().filter(line -> line.contains("keyspace elsewhere"))).as(refused.err())
            .singleElement().asString().startsWith("godwit: Cassandra has 0 records")
            .contains("believes", "stored", "--cassandra", "journal.keyspace", "backup");
        assertThat(refused.err()).doesNotContain("Exception");
        assertThat(RunningGodwit.processesOf(folder)).isEmpty();
    }

    @Test
    void shouldRefuseToStartWhenTheLogsLastFileIsCutOff() throws IOException {
        final Path data = folder.resolve("data");
        try (RunningGodwit godwit = RunningGodwit.start(data)) {
            godwit.kill();
        }
        final Path last;
        try (Stream<Path> files = Files.list(data.resolve("archives/log"))) {
            last = files.filter(file -> file.toString().endsWith(".rec")).findFirst().orElseThrow();
        }
        try (FileChannel channel = FileChannel.open(last, StandardOpenOption.WRITE)) {
            channel.truncate(100);
        }

        final Command refused = Command.run(Map.of(), PATIENCE, "up", "--data", data.toString(), "--http-port",
            String.valueOf(RunningGodwit.freePort()));

        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(1);
        assertThat(refused.err().lines().filter(line -> line.contains(" is cut off"))).as(refused.err())
            .singleElement().asString().startsWith("godwit: the log's file ").contains(last.toString(), "backup")
            .doesNotContain("bug", "Exception");
        assertThat(RunningGodwit.processesOf(folder)).isEmpty();
    }

    private static void talk(final RunningGodwit godwit) {
        final TestClient alice = godwit.connect("alice", "phone");
        alice.send("type", "CREATE_CHAT", "req_id", "c", "participant_ids", List.of("bob"));
        final String chat = alice.answer("c").text("chat_id");
        for (int i = 1; i <= 10; i++) {
            alice.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "m" + i, "text", "text " + i);
            alice.sent("m" + i);
        }
        Awaitility.await("all is journaled, and the shard knows").atMost(PATIENCE).pollInterval(Duration.ofMillis(200))
            .until(() -> metric(godwit, "godwit_journal_lag_records") == 0
                && metric(godwit, "godwit_shard_journal_position") == metric(godwit, "godwit_shard_output_sequence"));
    }

    private static double metric(final RunningGodwit godwit, final String name) {
        return godwit.get("/metrics").body().lines().filter(line -> line.startsWith(name + "{shard=\"0\"} "))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1))).findFirst().orElseThrow();
    }

    private static void delete(final Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (final Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
