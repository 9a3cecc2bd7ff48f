package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot most of which was written before, a kill, and a start from it. */
@Tag("own-system")
class ImageSystemTest {
    private static final int MESSAGES = 480;
    private static final int AT_ONCE = 16;

    @TempDir
    private Path folder;

    @Test
    void shouldFindEverythingAfterAKillInASnapshotWithAnImage() throws Exception {
        try (RunningGodwit godwit = RunningGodwit.start(folder.resolve("data"), "--set",
            "sequencer.snapshot-image-bytes=1MiB")) {
            final TestClient alice = godwit.connect("alice", "phone");
            alice.send("type", "CREATE_CHAT", "req_id", "c", "participant_ids", List.of("bob"));
            final String chat = alice.answer("c").text("chat_id");
            send(alice, chat, 0, MESSAGES);
            final Command snapshot = Command.run("cluster", "snapshot", "--data", godwit.data().toString());
            assertThat(snapshot.exitCode()).as(snapshot.toString()).isZero();
            final Frame member = new Frame(godwit.status()).list("shards").get(0).list("members").get(0);
            assertThat(member.number("snapshot_image_bytes")).isGreaterThan(1 << 20);
            assertThat(member.number("snapshot_bytes")).isLessThan(member.number("snapshot_image_bytes"));
            assertThat(member.number("snapshot_pause_ms")).isNotNegative();
            send(alice, chat, MESSAGES, MESSAGES + AT_ONCE);

            godwit.kill();
            godwit.startAgain();

            assertThat(godwit.log()).doesNotContain("does not load", "is not used");
            final TestClient again = godwit.connect("alice", "phone");
            for (final int number : new int[] {MESSAGES - 100, MESSAGES - 1, MESSAGES + AT_ONCE - 1}) {
                again.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "k" + number, "text", "again");
                assertThat(again.sent("k" + number).flag("duplicate")).isTrue();
            }
            again.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "last", "text", "and one more");
            assertThat(again.sent("last").number("seq")).isEqualTo(MESSAGES + AT_ONCE + 1);
            final TestClient bob = godwit.connect("bob", "phone");
            assertThat(bob.message("k0").number("seq")).isEqualTo(1);
            final Command verify = Command.run(Map.of(), Duration.ofSeconds(60), "replay", "verify", "--data",
                godwit.data().toString(), "--json");
            assertThat(verify.exitCode()).as(verify.toString()).isZero();
        }
        assertThat(RunningGodwit.processesOf(folder)).isEmpty();
    }

    private static void send(final TestClient client, final String chat, final int from, final int to) {
        for (int i = from; i < to; i++) {
            client.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "k" + i, "text", "y".repeat(4_000));
            if (i % AT_ONCE == AT_ONCE - 1) {
                client.sent("k" + i);
            }
        }
    }
}
