package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is true for thirty days and then no more, where they are set to seconds. */
@Tag("own-system")
class RetentionSystemTest {
    private static final int RETENTION_MS = 4_000;

    @TempDir
    private Path folder;

    @Test
    void shouldForgetKeysAndWhatWaitsForADeviceAfterTheRetention() {
        try (RunningGodwit godwit = RunningGodwit.start(folder.resolve("data"), "--set",
            "sequencer.inbox-retention=" + RETENTION_MS + "ms")) {
            final TestClient alice = godwit.connect("alice", "phone");
            final TestClient before = godwit.connect("bob", "phone");
            final TestClient tablet = godwit.connect("bob", "tablet");
            before.close();
            tablet.awaitGone("phone");
            final TestClient phone = TestClient.open(godwit.ws());
            assertThat(connected(godwit, phone).flag("resumed")).as("away for less").isTrue();
            phone.close();
            tablet.awaitGone("phone");

            final String chat = alice.ask("type", "CREATE_CHAT", "participant_ids", List.of("bob")).text("chat_id");
            final Frame first = send(alice, chat);
            final Frame anew = sendUntilAnew(alice, chat, first);
            assertThat(anew.number("ts") - first.number("ts")).isGreaterThanOrEqualTo(RETENTION_MS);
            assertThat(anew.number("seq")).isEqualTo(2);

            final TestClient back = TestClient.open(godwit.ws());
            assertThat(connected(godwit, back).flag("resumed")).as("away for longer").isFalse();
            assertThat(back.await("RECEIVE_MESSAGE").text("msg_id")).as("the first waits no more")
                .isEqualTo(anew.text("msg_id"));
            assertThat(back.ask("type", "HISTORY", "chat_id", chat).list("messages")).as("history is for good")
                .extracting(frame -> frame.number("seq")).containsExactly(2L, 1L);
            List.of(alice, tablet, back).forEach(TestClient::close);
        }
        assertThat(RunningGodwit.processesOf(folder)).isEmpty();
    }

    private static Frame connected(final RunningGodwit godwit, final TestClient phone) {
        phone.send("type", "CONNECT", "token", godwit.token("bob"), "device_id", "phone");
        return phone.await("CONNECTED");
    }

    /** The same again and again: it is answered by the first as long as that one's key is known. */
    private static Frame sendUntilAnew(final TestClient alice, final String chat, final Frame first) {
        return Awaitility.await("a message anew").atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100))
            .until(() -> send(alice, chat), answer -> {
                if (answer.has("duplicate")) {
                    assertThat(answer.text("msg_id")).isEqualTo(first.text("msg_id"));
                }
                return !answer.has("duplicate");
            });
    }

    private static Frame send(final TestClient alice, final String chat) {
        alice.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "key", "text", "text");
        return alice.sent("key");
    }
}
