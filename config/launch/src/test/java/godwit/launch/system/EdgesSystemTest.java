package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several edges of one {@code up}: it does not matter on which of them somebody is. */
@Tag("own-system")
class EdgesSystemTest {
    @TempDir
    private Path folder;

    @Test
    void shouldServeOneConversationOverTwoEdges() {
        try (RunningGodwit godwit = RunningGodwit.start(folder.resolve("data"), "--edges", "2")) {
            assertThat(godwit.readyLine()).matches(".* edges=2 also=http://127\\.0\\.0\\.1:\\d+");
            assertThat(godwit.get(1, "/readyz")).isEqualTo(godwit.get(0, "/readyz"));
            final List<Frame> edges = new Frame(godwit.status()).list("edges");
            assertThat(edges).hasSize(2).extracting(edge -> edge.text("http")).containsExactly(
                "http://127.0.0.1:" + godwit.httpPort(), "http://127.0.0.1:" + (godwit.httpPort() + 1));

            final TestClient a = godwit.connect("alice", "phone", 0);
            final TestClient b = godwit.connect("bob", "phone", 1);
            a.send("type", "CREATE_CHAT", "req_id", "c", "participant_ids", List.of("bob"));
            final String chat = a.answer("c").text("chat_id");
            a.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "m", "text", "over there");
            final Frame message = b.message("m");
            assertThat(message.text("text")).isEqualTo("over there");
            b.send("type", "MESSAGE_ACK", "msg_id", message.text("msg_id"), "status", "READ");
            a.receipt("bob", "READ", 1);
            shouldCountEachOnItsOwnPage(godwit);

            final TestClient taken = godwit.connect("alice", "phone", 1);
            assertThat(a.await("GOAWAY").text("reason")).isEqualTo("replaced");
            assertThat(a.closeCode()).isEqualTo(4001);
            taken.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "n", "text", "and here");
            assertThat(b.message("n").number("seq")).isEqualTo(2);

            assertThat(godwit.terminate()).as(godwit.log()).isZero();
            assertThat(b.await("GOAWAY").text("reason")).isIn("drain", "shutdown");
            assertThat(taken.await("GOAWAY").text("reason")).isIn("drain", "shutdown");
            assertThat(RunningGodwit.sharedMemory(godwit.data())).doesNotExist();
        }
    }

    private static void shouldCountEachOnItsOwnPage(final RunningGodwit godwit) {
        for (int edge = 0; edge < 2; edge++) {
            assertThat(godwit.get(edge, "/metrics")).contains("\ngodwit_edge_sessions 1.0\n", "\ngodwit_shard_",
                "\ngodwit_journal_ready 1.0\n", "\nprocess_uptime_seconds ");
        }
    }
}
