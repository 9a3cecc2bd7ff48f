package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What becomes of the clients of an edge that dies, or that sends them away, and what others are told of them meanwhile:
 * who is back in time was never gone.
 */
@ExtendWith(Shared.class)
@Execution(ExecutionMode.CONCURRENT)
class EdgeLossSystemTest {
    private static final int DRAINED = 8;
    private static final long SPREAD_MS = 5_000;
    private static final Duration EXPECTED_BACK = Duration.ofSeconds(10);
    private static final Duration LEASE_AND_DOUBT = Duration.ofSeconds(11);
    private static final Duration SHOWN_GONE = Duration.ofSeconds(12);
    /** What a busy machine may take beyond what the protocol names. */
    private static final Duration BUSY = Duration.ofSeconds(4);
    /** By which clocks of milliseconds may differ. */
    private static final Duration CLOCKS = Duration.ofMillis(50);

    private final RunningGodwit godwit;
    private final List<TestClient> clients = new ArrayList<>();

    EdgeLossSystemTest(final RunningGodwit godwit) {
        this.godwit = godwit;
    }

    @AfterEach
    void leave() {
        clients.forEach(TestClient::close);
    }

    @Test
    void shouldShowUsersOfADeadEdgeOfflineUnlessTheyComeBack() {
        final String bob = Users.on(0, "ld-bob");
        final String alice = Users.on(1, "ld-alice");
        final String carol = Users.on(2, "ld-carol");
        try (EdgeProcess edge = EdgeProcess.start(godwit)) {
            final TestClient b = kept(godwit.connect(bob, "phone"));
            final TestClient a = kept(edge.connect(alice, "phone"));
            final String chat = chat(a, bob);
            chat(kept(edge.connect(carol, "phone")), bob);
            watch(b, List.of(alice, carol));

            final long killedMs = System.currentTimeMillis();
            edge.kill();
            assertThat(a.closeCode()).isEqualTo(TestClient.NO_CLOSE_FRAME);
            b.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "m", "text", "to nobody's edge");
            assertThat(b.sent("m").number("seq")).as("the sender does not notice").isEqualTo(1);
            final TestClient c = kept(godwit.connect(carol, "phone"));

            final Frame offline = awaitOffline(b, alice, c);
            final long toldMs = System.currentTimeMillis();
            // An edge may have been late to say that it lives, and only as much later than its last word is it certain.
            assertThat(offline.number("last_seen")).isBetween(killedMs - BUSY.toMillis(), killedMs + CLOCKS.toMillis());
            assertThat(toldMs - Math.min(killedMs + EXPECTED_BACK.toMillis(),
                offline.number("last_seen") + LEASE_AND_DOUBT.toMillis())).isGreaterThanOrEqualTo(-CLOCKS.toMillis());
            assertThat(Duration.ofMillis(toldMs - killedMs)).isLessThan(SHOWN_GONE.plus(BUSY));
            assertThat(b.unread()).as("carol was never gone").noneMatch(frame -> frame.is("PRESENCE"));

            final TestClient again = kept(godwit.connect(alice, "phone"));
            assertThat(again.message("m").text("text")).as("it waited").isEqualTo("to nobody's edge");
            assertThat(presence(b, alice).text("status")).isEqualTo("ONLINE");
        }
    }

    @Test
    void shouldSpreadTheClientsOfADrainedEdgeAndShowOfflineWhoDoesNotComeBack() {
        final String bob = Users.on(3, "lr-bob");
        final List<String> users = IntStream.range(0, DRAINED).mapToObj(i -> Users.on(i, "lr-" + i + "-")).toList();
        try (EdgeProcess edge = EdgeProcess.start(godwit)) {
            final List<TestClient> drained =
                users.stream().map(user -> kept(edge.connect(user, "phone"))).toList();
            // Only now, for it says nothing while a process starts and many connect.
            final TestClient b = kept(godwit.connect(bob, "phone"));
            drained.subList(0, 2).forEach(client -> chat(client, bob));
            watch(b, users.subList(0, 2));

            final long startNs = System.nanoTime();
            edge.drain();
            final List<Long> waitsMs = new ArrayList<>();
            for (final TestClient client : drained) {
                final Frame goAway = client.await("GOAWAY");
                assertThat(goAway.text("reason")).isEqualTo("drain");
                waitsMs.add(goAway.number("reconnect_after_ms"));
                assertThat(client.closeCode()).isEqualTo(1001);
                b.send("type", "HEARTBEAT");
                b.await("HEARTBEAT_ACK");
            }
            assertThat(waitsMs).allMatch(waitMs -> waitMs >= 0 && waitMs <= SPREAD_MS);
            assertThat(waitsMs.stream().distinct().count()).as("spread: %s", waitsMs).isGreaterThan(DRAINED / 2);
            final Duration told = since(startNs);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(waitsMs.get(1)));
            final TestClient back = kept(godwit.connect(users.get(1), "phone"));

            awaitOffline(b, users.get(0), back);
            assertThat(since(startNs)).isBetween(EXPECTED_BACK, told.plus(SHOWN_GONE).plus(BUSY));
            assertThat(b.unread()).as("who came back was never gone").noneMatch(frame -> frame.is("PRESENCE"));
            edge.awaitExit();
        }
    }

    private static Duration since(final long startNs) {
        return Duration.ofNanos(System.nanoTime() - startNs);
    }

    private TestClient kept(final TestClient client) {
        clients.add(client);
        return client;
    }

    /** Who created it is shown to the other. */
    private static String chat(final TestClient creator, final String other) {
        return creator.ask("type", "CREATE_CHAT", "participant_ids", List.of(other)).text("chat_id");
    }

    /** Until they are seen: a user's shard may not know yet of a chat that belongs to another one. */
    private static void watch(final TestClient watcher, final List<String> users) {
        assertThat(watcher.ask("type", "PRESENCE_SUBSCRIBE", "user_ids", users).type()).isEqualTo("OK");
        for (final String user : users) {
            Frame told = presence(watcher, user);
            while (told.has("status", "OFFLINE")) {
                told = presence(watcher, user);
            }
        }
    }

    /** Waits as a client does that lives, and another one. */
    private static Frame awaitOffline(final TestClient watcher, final String user, final TestClient living) {
        Awaitility.await(user + " to be shown offline").atMost(SHOWN_GONE.plus(BUSY).multipliedBy(2))
            .pollInterval(Duration.ofMillis(50)).until(() -> {
                for (final TestClient client : List.of(watcher, living)) {
                    client.send("type", "HEARTBEAT");
                    client.await("HEARTBEAT_ACK");
                }
                return watcher.unread().stream().anyMatch(frame -> frame.is("PRESENCE") && frame.has("user_id", user));
            });
        final Frame offline = presence(watcher, user);
        assertThat(offline.text("status")).isEqualTo("OFFLINE");
        return offline;
    }

    private static Frame presence(final TestClient client, final String user) {
        return client.await("PRESENCE of " + user, frame -> frame.is("PRESENCE") && frame.has("user_id", user));
    }
}
