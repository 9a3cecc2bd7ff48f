package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is true for thirty days and then no more, where they are set to seconds. */
@Tag("own-system")
class RetentionSystemTest {
    private static final int RETENTION_MS = 8_000;

    @TempDir
    private Path folder;
    private RunningGodwit godwit;

    @BeforeEach
    void start() {
        godwit = RunningGodwit.start(folder.resolve("data"), "--set", "sequencer.inbox-retention=" + RETENTION_MS + "ms");
    }

    @AfterEach
    void stop() {
        godwit.close();
        assertThat(RunningGodwit.processesOf(folder)).isEmpty();
    }

    @Test
    void shouldForgetKeysAndWhatWaitsForADeviceAfterTheRetention() {
        final TestClient alice = godwit.connect("alice", "phone");
        final TestClient bobsTablet = leaveWithTablet("bob");
        assertThat(resumed("bob")).as("away for less").isTrue();
        bobsTablet.awaitGone("phone");
        final TestClient carolsTablet = leaveWithTablet("carol");

        final String chat = alice.ask("type", "CREATE_CHAT", "participant_ids", List.of("bob")).text("chat_id");
        final Frame first = send(alice, chat);
        final Frame anew = sendUntilAnew(alice, chat, first);
        assertThat(anew.number("ts") - first.number("ts")).isGreaterThanOrEqualTo(RETENTION_MS);
        assertThat(anew.number("seq")).isEqualTo(2);

        assertThat(resumed("carol")).as("away for longer, though nothing waited").isFalse();
        final TestClient bob = TestClient.open(godwit.ws());
        assertThat(connected(bob, "bob").flag("resumed")).as("away for longer").isFalse();
        assertThat(bob.await("RECEIVE_MESSAGE").text("msg_id")).as("the first waits no more")
            .isEqualTo(anew.text("msg_id"));
        assertThat(bob.ask("type", "HISTORY", "chat_id", chat).list("messages")).as("history is for good")
            .extracting(frame -> frame.number("seq")).containsExactly(2L, 1L);
        List.of(alice, bob, bobsTablet, carolsTablet).forEach(TestClient::close);
    }

    /** A user's first device comes and goes; a second one, which stays, sees it gone. */
    private TestClient leaveWithTablet(final String user) {
        final TestClient phone = godwit.connect(user, "phone");
        final TestClient tablet = godwit.connect(user, "tablet");
        phone.close();
        tablet.awaitGone("phone");
        return tablet;
    }

    /** What a user's phone is told that comes and goes. */
    private boolean resumed(final String user) {
        final TestClient phone = TestClient.open(godwit.ws());
        final boolean resumed = connected(phone, user).flag("resumed");
        phone.close();
        return resumed;
    }

    private Frame connected(final TestClient phone, final String user) {
        phone.send("type", "CONNECT", "token", godwit.token(user), "device_id", "phone");
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
