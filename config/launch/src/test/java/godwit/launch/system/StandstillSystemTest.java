package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.launch.data.ShmFolder;
import io.aeron.Aeron;
import io.aeron.cluster.ClusterControl;
import io.aeron.cluster.ClusterControl.ToggleState;
import io.aeron.cluster.ConsensusModule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients of several shards and edges are told when one shard takes nothing, and when an inbox has room for no more. */
@Tag("own-system")
class StandstillSystemTest {
    private static final int INBOX = 100;
    private static final int SUSPENDED_SHARD = 1;

    @TempDir
    private Path folder;

    @Test
    void shouldSayWhatCannotBeDoneNowAndWhatIsMissing() throws IOException {
        try (RunningGodwit godwit = RunningGodwit.start(folder.resolve("data"), "--shards", String.valueOf(Users.SHARDS),
            "--edges", "2", "--set", "sequencer.inbox-entries=" + INBOX)) {
            standStill(godwit);
            overfill(godwit);
        }
        assertThat(RunningGodwit.processesOf(folder)).isEmpty();
    }

    /** A send is refused that the shard does not answer, and is known when it comes again; other shards go on. */
    private static void standStill(final RunningGodwit godwit) throws IOException {
        final String alice = Users.on(SUSPENDED_SHARD, "a");
        final TestClient there = godwit.connect(alice, "phone");
        final TestClient elsewhere = godwit.connect(Users.on(2, "b"), "phone");
        final String chat = there.ask("type", "CREATE_CHAT", "participant_ids",
            Users.on(SUSPENDED_SHARD, "c", 2)).text("chat_id");
        try (Aeron aeron = Aeron.connect(
            new Aeron.Context().aeronDirectoryName(ShmFolder.of(godwit.data().toRealPath()).toString()))) {
            toggle(aeron, ToggleState.SUSPEND);
            Awaitility.await("stands still").atMost(TestClient.PATIENCE).pollInterval(Duration.ofMillis(5)).until(() ->
                ConsensusModule.State.find(aeron.countersReader(), SUSPENDED_SHARD) == ConsensusModule.State.SUSPENDED);
            there.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "m1", "text", "one");
            elsewhere.roundTrip();
            assertThat(there.error("UNAVAILABLE").text("client_msg_id")).isEqualTo("m1");
            toggle(aeron, ToggleState.RESUME);
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            there.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "m1", "text", "one");
            return there.await("an answer", frame -> frame.has("client_msg_id", "m1")).is("MESSAGE_ACK");
        });
        there.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "m2", "text", "two");
        assertThat(there.sent("m2").number("seq")).as("the first has its place once").isEqualTo(2);
        there.close();
        elsewhere.close();
    }

    private static void toggle(final Aeron aeron, final ToggleState state) {
        final var toggle = ClusterControl.findControlToggle(aeron.countersReader(), SUSPENDED_SHARD);
        assertThat(toggle).isNotNull();
        assertThat(state.toggle(toggle)).isTrue();
    }

    /** The oldest are given up, which the device is told once, and the rest comes in order. */
    private static void overfill(final RunningGodwit godwit) {
        final String bob = Users.on(3, "full");
        final TestClient alice = godwit.connect(Users.on(0, "filler"), "phone");
        final TestClient away = godwit.connect(bob, "phone");
        final String chat = alice.ask("type", "CREATE_CHAT", "participant_ids", List.of(bob)).text("chat_id");
        away.close();
        for (int i = 1; i <= INBOX + 2; i++) {
            alice.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "k" + i, "text", "text " + i);
            alice.sent("k" + i);
        }
        final TestClient tablet = godwit.connect(bob, "tablet");
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() ->
            tablet.ask("type", "LIST_CHATS").list("chats").stream().anyMatch(row -> row.has("last_seq", INBOX + 2L)));
        tablet.close();
        final TestClient phone = TestClient.open(godwit.ws());
        phone.send("type", "CONNECT", "token", godwit.token(bob), "device_id", "phone");
        assertThat(phone.await("CONNECTED").flag("resumed")).isFalse();
        assertThat(phone.await("RECEIVE_MESSAGE").number("seq")).isEqualTo(3);
        assertThat(phone.message("k" + (INBOX + 2)).number("seq")).isEqualTo(INBOX + 2);
        phone.close();
        alice.close();
    }
}
