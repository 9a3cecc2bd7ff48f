package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stop and a new start on the same folder keep, and what they leave behind. */
@Tag("own-system")
class RestartSystemTest {
    @TempDir
    private Path folder;

    @Test
    void shouldKeepEverythingOverSigtermAndSigint() throws Exception {
        final RunningGodwit godwit = RunningGodwit.start(folder.resolve("data"));
        assertThat(RunningGodwit.sharedMemory(godwit.data())).exists();
        final TestClient a = godwit.connect("alice", "phone");
        a.send("type", "CREATE_CHAT", "req_id", "c", "participant_ids", List.of("bob"));
        final String chat = a.answer("c").text("chat_id");
        a.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "before", "text", "before the stop");
        final Frame sent = a.sent("before");
        final Object[] creation =
            {"type", "CREATE_CHAT", "participant_ids", List.of("bob", "carol"), "client_chat_id", "once"};
        final String group = a.ask(creation).text("chat_id");

        final long startNs = System.nanoTime();
        assertThat(godwit.terminate()).as(godwit.log()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(20));
        assertThat(a.await("GOAWAY").text("reason")).isIn("drain", "shutdown");
        assertThat(RunningGodwit.processesOf(folder)).isEmpty();
        assertThat(RunningGodwit.sharedMemory(godwit.data())).doesNotExist();
        final Command stopped = Command.run(Map.of(), Duration.ofSeconds(60), "replay", "verify", "--data",
            godwit.data().toString(), "--json");
        assertThat(stopped.exitCode()).as(stopped.toString()).isZero();
        final Frame log = new Frame(stopped.json()).list("shards").get(0);
        // The stop leaves one, and the log's growth may others; how much follows the last depends on how slow the stop is.
        assertThat(log.number("audits_compared") > 0 || RunningGodwit.stoppedWithoutAudit(godwit.data()))
            .as(stopped.toString()).isTrue();

        godwit.startAgain();
        final TestClient again = godwit.connect("alice", "phone");
        again.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "before", "text", "another text");
        final Frame repeated = again.sent("before");
        assertThat(repeated.flag("duplicate")).isTrue();
        assertThat(repeated.text("msg_id")).isEqualTo(sent.text("msg_id"));
        assertThat(again.ask(creation).text("chat_id")).isEqualTo(group);
        again.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "after", "text", "after it");
        assertThat(again.sent("after").number("seq")).isEqualTo(2);
        final TestClient b = godwit.connect("bob", "phone");
        assertThat(b.message("before").text("text")).isEqualTo("before the stop");
        assertThat(b.message("after").number("seq")).isEqualTo(2);
        interrupt(godwit);
    }

    private static void interrupt(final RunningGodwit godwit) {
        final long group = Long.parseLong(Command.runProgram(Map.of(), Duration.ofSeconds(30),
            List.of("ps", "-o", "pgid=", "-p", String.valueOf(godwit.pid()))).out().strip());
        if (group == godwit.pid()) {
            RunningGodwit.signal("INT", "-" + group);
        } else {
            godwit.processes().forEach(line -> RunningGodwit.signal("INT", line.substring(0, line.indexOf(' '))));
        }
        assertThat(godwit.awaitExit(Duration.ofSeconds(20))).as(godwit.log()).isZero();
        assertThat(godwit.processes()).isEmpty();
    }

    @Test
    void shouldGoOnWhileCassandraIsAway() {
        try (RunningGodwit godwit = RunningGodwit.start(folder.resolve("away"))) {
            final TestClient a = godwit.connect("alice", "phone");
            a.send("type", "CREATE_CHAT", "req_id", "c", "participant_ids", List.of("bob"));
            final String chat = a.answer("c").text("chat_id");
            final long before = godwit.cassandraPid();
            RunningGodwit.signal("KILL", String.valueOf(before));
            for (int i = 1; i <= 50; i++) {
                a.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "m" + i, "text", "text " + i);
                assertThat(a.sent("m" + i).number("seq")).isEqualTo(i);
            }
            a.send("type", "HISTORY", "req_id", "h", "chat_id", chat);
            assertThat(a.answer("h").list("messages")).hasSize(50);
            Awaitility.await("Cassandra again, and everything journaled").atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(2)).untilAsserted(() -> {
                    final Frame status = new Frame(godwit.status());
                    assertThat(status.object("cassandra").number("pid")).isNotEqualTo(before);
                    assertThat(status.list("journal").get(0).number("lag_messages")).isZero();
                });
        }
    }

    /** The time without a shard ends no lease: that of the edge that is no more is counted on from the new start. */
    @Test
    void shouldClearWhatAKillLeftAndShowOfflineWhoDoesNotComeBack() {
        final Path data = folder.resolve("killed");
        try (RunningGodwit godwit = RunningGodwit.start(data)) {
            godwit.connect("alice", "phone").ask("type", "CREATE_CHAT", "participant_ids", List.of("bob"));
            final long cassandra = godwit.cassandraPid();
            final long killedNs = System.nanoTime();
            godwit.kill();
            assertThat(RunningGodwit.sharedMemory(data)).exists();
            Awaitility.await("Cassandra ends with its parent").atMost(Duration.ofSeconds(10))
                .until(() -> ProcessHandle.of(cassandra).isEmpty());
            godwit.startAgain();
            final long readyNs = System.nanoTime();
            awaitOffline(godwit, "alice");
            assertThat(Duration.ofNanos(System.nanoTime() - killedNs)).isGreaterThan(Duration.ofSeconds(10));
            assertThat(Duration.ofNanos(System.nanoTime() - readyNs)).isLessThan(Duration.ofSeconds(16));
            assertThat(godwit.terminate()).isZero();
            assertThat(RunningGodwit.sharedMemory(data)).doesNotExist();
        }
    }

    private static void awaitOffline(final RunningGodwit godwit, final String user) {
        try (TestClient b = godwit.connect("bob", "phone")) {
            assertThat(b.ask("type", "PRESENCE_SUBSCRIBE", "user_ids", List.of(user)).type()).isEqualTo("OK");
            Awaitility.await(user + " to be shown offline").atMost(Duration.ofSeconds(30)).until(() -> {
                b.send("type", "HEARTBEAT");
                b.await("HEARTBEAT_ACK");
                return b.unread().stream().anyMatch(frame -> frame.is("PRESENCE") && frame.has("status", "OFFLINE"));
            });
        }
    }
}
