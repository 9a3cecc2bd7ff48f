package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What counts as a sign of life of a client, and what a socket may do while its client hangs. */
@ExtendWith(Shared.class)
@Execution(ExecutionMode.CONCURRENT)
class HeartbeatSystemTest {
    /** But for what cutting two times to milliseconds may take off. */
    private static final Duration SILENCE = Duration.ofMillis(9_990);
    /** What a busy machine may take: the protocol's 12 s, and more. */
    private static final Duration NOTICED = Duration.ofSeconds(16);

    private final RunningGodwit godwit;

    HeartbeatSystemTest(final RunningGodwit godwit) {
        this.godwit = godwit;
    }

    @Test
    void shouldTakeAnyDataFrameForASignOfLife() {
        final List<String> texts = List.of("{\"type\":\"HEARTBEAT\"}", "{\"type\":\"LIST_DEVICES\"}",
            "{\"type\":\"PIGEON_POST\"}", "{\"type\":\"TYPING\",\"chat_id\":\"0000000000000\",\"state\":\"stop\"}",
            "{\"type\":\"MESSAGE_ACK\",\"chat_id\":\"0000000000000\",\"msg_id\":\"1\",\"status\":\"READ\"}", "no JSON");
        final Map<String, TestClient> clients = texts.stream().collect(Collectors.toMap(text -> text,
            text -> godwit.connect(Users.on(texts.indexOf(text), "hb-" + texts.indexOf(text) + "-"), "phone")));
        final long startNs = System.nanoTime();
        Awaitility.await("longer than silence is borne").atMost(NOTICED.multipliedBy(2)).pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofSeconds(3)).until(() -> {
                clients.forEach((text, client) -> client.sendRaw(text));
                return since(startNs).compareTo(Duration.ofSeconds(12)) >= 0;
            });
        clients.forEach((text, client) -> {
            assertThat(client.isClosed()).as(text).isFalse();
            client.roundTrip();
            client.close();
        });
    }

    @Test
    void shouldCloseWhoOnlyPingsLikeOneWhoSaysNothing() {
        final long startNs = System.nanoTime();
        final TestClient silent = godwit.connect(Users.on(1, "hb-silent"), "phone");
        final TestClient pinging = godwit.connect(Users.on(2, "hb-pinging"), "phone");
        Awaitility.await("either closed").atMost(NOTICED.multipliedBy(2)).pollInterval(Duration.ofMillis(500)).until(() -> {
            pinging.pingAndPong();
            return silent.isClosed() || pinging.isClosed();
        });
        assertThat(since(startNs)).isGreaterThanOrEqualTo(SILENCE);
        assertThat(silent.closeCode()).isEqualTo(4408);
        assertThat(pinging.closeCode()).isEqualTo(4408);
        assertThat(Duration.ofNanos(Math.abs(pinging.closedNs() - silent.closedNs()))).as("alike").isLessThan(SILENCE.dividedBy(2));
        assertThat(pinging.pongs()).as("pings were answered").isPositive();
    }

    @Test
    void shouldShowAUserOnlineWhileAnotherDeviceIsAlive() {
        final String user = Users.on(1, "hb-two");
        final TestClient watcher = godwit.connect(Users.on(2, "hb-watcher"), "phone");
        final TestClient phone = godwit.connect(user, "phone");
        phone.ask("type", "CREATE_CHAT", "participant_ids", List.of(Users.on(2, "hb-watcher")));
        final TestClient silent = godwit.connect(user, "tablet");
        assertThat(watched(watcher, user)).isEqualTo("ONLINE");
        Awaitility.await("the silent one closed").atMost(NOTICED.multipliedBy(2)).pollInterval(Duration.ofMillis(500)).until(() -> {
            List.of(watcher, phone).forEach(one -> one.send("type", "HEARTBEAT"));
            return silent.isClosed();
        });
        assertThat(silent.closeCode()).isEqualTo(4408);
        phone.awaitGone("tablet");
        assertThat(watched(watcher, user)).isEqualTo("ONLINE");
        assertThat(watcher.unread()).noneMatch(frame -> frame.is("PRESENCE"));
        phone.close();
        assertThat(watcher.await("PRESENCE").text("status")).isEqualTo("OFFLINE");
        watcher.close();
    }

    private static String watched(final TestClient watcher, final String user) {
        assertThat(watcher.ask("type", "PRESENCE_SUBSCRIBE", "user_ids", List.of(user)).type()).isEqualTo("OK");
        return watcher.await("PRESENCE").text("status");
    }

    private static Duration since(final long startNs) {
        return Duration.ofNanos(System.nanoTime() - startNs);
    }
}
