package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Presence over the real system: who is told of whom, and how soon. Alice created her chat with Bob, so he sees her. */
@ExtendWith(Shared.class)
@Isolated
class PresenceSystemTest {
    private static final AtomicInteger PAIRS = new AtomicInteger();
    private static final Duration SOON = Duration.ofSeconds(1);

    private final RunningGodwit godwit;
    private final List<TestClient> clients = new ArrayList<>();
    private String alice;
    private String bob;
    private TestClient b;

    PresenceSystemTest(final RunningGodwit godwit) {
        this.godwit = godwit;
    }

    @BeforeEach
    void connect() {
        final int pair = PAIRS.incrementAndGet();
        alice = Users.on(pair, "pa-" + pair + "-");
        bob = Users.on(pair + 1 + pair % 3, "pb-" + pair + "-");
        b = connect(bob, "phone");
    }

    @AfterEach
    void leave() {
        clients.forEach(TestClient::close);
    }

    @Test
    void shouldShowOnlineAndOfflineWithinASecond() {
        final TestClient a = connect(alice, "phone");
        chat(a, bob);
        assertThat(subscribe(b, alice).text("status")).isEqualTo("ONLINE");
        final long before = System.currentTimeMillis();
        long startNs = System.nanoTime();
        a.close();
        final Frame offline = presence(b, alice);
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(SOON);
        assertThat(offline.text("status")).isEqualTo("OFFLINE");
        assertThat(offline.number("last_seen")).isBetween(before - 1_000, System.currentTimeMillis() + 1_000);
        startNs = System.nanoTime();
        final TestClient phone = connect(alice, "phone");
        final Frame online = presence(b, alice);
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(SOON);
        assertThat(online.text("status")).isEqualTo("ONLINE");
        assertThat(online.has("last_seen")).isFalse();

        connect(alice, "phone");
        assertThat(phone.closeCode()).isEqualTo(4001);
        final TestClient tablet = connect(alice, "tablet");
        tablet.close();
        b.roundTrip();
        assertThat(b.unread()).as("no flicker").noneMatch(frame -> frame.is("PRESENCE"));
        assertThat(b.ask("type", "PRESENCE_UNSUBSCRIBE", "user_ids", List.of(alice)).text("type")).isEqualTo("OK");
        connect(alice, "phone").close();
        connect(alice, "laptop").roundTrip();
        b.roundTrip();
        assertThat(b.unread()).as("not wanted any more").noneMatch(frame -> frame.is("PRESENCE"));
    }

    @Test
    void shouldShowAUserWhoWroteAndNobodyElse() {
        final TestClient a = connect(alice, "phone");
        final String chat = chat(a, bob);
        final Frame hidden = subscribe(a, bob);
        assertThat(hidden.text("status")).as("he did not write to her").isEqualTo("OFFLINE");
        assertThat(hidden.has("last_seen")).isFalse();
        final Frame unknown = subscribe(a, "nobody-" + alice);
        assertThat(unknown.text("status")).isEqualTo("OFFLINE");
        assertThat(unknown.has("last_seen")).isFalse();
        final TestClient stranger = connect(Users.on(Users.shardOf(bob) + 1, "ps-" + alice), "phone");
        assertThat(subscribe(stranger, alice).text("status")).isEqualTo("OFFLINE");

        b.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "k", "text", "hi");
        a.message("k");
        assertThat(presence(a, bob).text("status")).as("now he did").isEqualTo("ONLINE");
        b.close();
        assertThat(presence(a, bob).has("last_seen")).isTrue();
        stranger.roundTrip();
        assertThat(stranger.unread()).noneMatch(frame -> frame.is("PRESENCE"));
    }

    @Test
    void shouldTellNothingOfAUserWhoHides() {
        final TestClient a = connect(alice, "phone");
        chat(a, bob);
        assertThat(subscribe(b, alice).text("status")).isEqualTo("ONLINE");
        assertThat(a.ask("type", "SET_PRIVACY", "last_seen", "nobody").text("type")).isEqualTo("OK");
        final Frame gone = presence(b, alice);
        assertThat(gone.text("status")).isEqualTo("OFFLINE");
        assertThat(gone.has("last_seen")).isFalse();
        assertThat(subscribe(b, alice).has("last_seen")).isFalse();
        assertThat(a.ask("type", "SET_PRIVACY", "last_seen", "contacts").text("type")).isEqualTo("OK");
        assertThat(presence(b, alice).text("status")).isEqualTo("ONLINE");
        assertThat(a.ask("type", "SET_PRIVACY", "last_seen", "everybody").text("code")).isEqualTo("INVALID");
    }

    @Test
    void shouldShowASilentUserOfflineAfterTenSeconds() {
        final TestClient a = connect(alice, "phone");
        chat(a, bob);
        assertThat(subscribe(b, alice).text("status")).isEqualTo("ONLINE");
        final long saidNs = System.nanoTime();
        a.roundTrip();
        final long startNs = System.nanoTime();
        while (b.unread().stream().noneMatch(frame -> frame.is("PRESENCE"))
            && System.nanoTime() - startNs < Duration.ofSeconds(15).toNanos()) {
            b.send("type", "HEARTBEAT");
            b.await("HEARTBEAT_ACK");
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        final long toldNs = System.nanoTime();
        assertThat(Duration.ofNanos(toldNs - saidNs)).isGreaterThanOrEqualTo(Duration.ofMillis(9_990));
        assertThat(Duration.ofNanos(toldNs - startNs)).isLessThan(Duration.ofSeconds(12));
        assertThat(presence(b, alice).text("status")).isEqualTo("OFFLINE");
        assertThat(a.closeCode()).isEqualTo(4408);
    }

    private TestClient connect(final String user, final String device) {
        final TestClient client = godwit.connect(user, device);
        clients.add(client);
        return client;
    }

    private String chat(final TestClient creator, final String other) {
        return creator.ask("type", "CREATE_CHAT", "participant_ids", List.of(other)).text("chat_id");
    }

    /** The presence that comes before the OK. */
    private Frame subscribe(final TestClient client, final String user) {
        assertThat(client.ask("type", "PRESENCE_SUBSCRIBE", "user_ids", List.of(user)).text("type")).isEqualTo("OK");
        final List<Frame> told = client.unread().stream().filter(frame -> frame.is("PRESENCE")).toList();
        assertThat(told).as("it came before the OK").hasSize(1);
        return presence(client, user);
    }

    private static Frame presence(final TestClient client, final String user) {
        return client.await("PRESENCE of " + user, frame -> frame.is("PRESENCE") && frame.has("user_id", user));
    }
}
