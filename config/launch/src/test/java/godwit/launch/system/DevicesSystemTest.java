package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** How devices come, come back and go, over both edges; who they talk with lives on another shard. */
@ExtendWith(Shared.class)
@Execution(ExecutionMode.CONCURRENT)
class DevicesSystemTest {
    private static final AtomicInteger PAIRS = new AtomicInteger();

    private final RunningGodwit godwit;
    private final List<TestClient> clients = new ArrayList<>();
    private String alice;
    private String bob;

    DevicesSystemTest(final RunningGodwit godwit) {
        this.godwit = godwit;
    }

    @BeforeEach
    void newPair() {
        final int pair = PAIRS.incrementAndGet();
        alice = Users.on(pair, "da-" + pair + "-");
        bob = Users.on(pair + 1, "db-" + pair + "-");
    }

    @AfterEach
    void leave() {
        clients.forEach(TestClient::close);
    }

    @Test
    void shouldTakeFramesThatFollowConnectAtOnce() {
        final TestClient a = open();
        a.send("type", "CONNECT", "req_id", "c", "token", godwit.token(alice), "device_id", "phone");
        a.send("type", "CREATE_CHAT", "req_id", "n", "participant_ids", List.of(bob));
        a.send("type", "LIST_DEVICES", "req_id", "d");
        a.answer("d");
        assertThat(a.unread().get(0).type()).isEqualTo("CONNECTED");
        assertThat(a.unread().get(0).text("req_id")).isEqualTo("c");
        final String chat = a.answer("n").text("chat_id");
        a.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "k", "text", "hi");
        assertThat(a.sent("k").number("seq")).isEqualTo(1);
    }

    @Test
    void shouldWaitTenSecondsForAConnect() {
        final long startNs = System.nanoTime();
        final TestClient silent = open();
        assertThat(silent.closeCode(Duration.ofSeconds(16))).isEqualTo(4401);
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isGreaterThanOrEqualTo(Duration.ofMillis(9_900));
        silent.error("UNAUTHENTICATED");
    }

    @Test
    void shouldTakeOverOnAnotherEdge() {
        final TestClient old = connect(alice, "phone");
        final Frame taken = connected(open(), alice, "phone");
        assertThat(taken.flag("resumed")).isTrue();
        assertThat(old.await("GOAWAY").text("reason")).isEqualTo("replaced");
        assertThat(old.closeCode()).isEqualTo(4001);
    }

    @Test
    void shouldTellOwnReadMarksToADeviceThatComesBack() {
        final TestClient a = connect(alice, "phone");
        final TestClient phone = connect(bob, "phone");
        connect(bob, "tablet").abort();
        phone.awaitGone("tablet");
        final String chat = create(a, bob);
        send(a, chat, "m1");
        send(a, chat, "m2");
        phone.message("m1");
        acknowledge(phone, phone.message("m2"), "READ");
        a.receipt(bob, "READ", 2);
        final List<Frame> told = new CopyOnWriteArrayList<>();
        final TestClient tablet = open().onFrame(told::add);
        connected(tablet, bob, "tablet");
        tablet.message("m2");
        final Frame mark = tablet.receipt(bob, "READ", 2);
        assertThat(mark.text("chat_id")).isEqualTo(chat);
        assertThat(told).map(Frame::type).as("before the inbox").filteredOn(type -> !"CHAT_CREATED".equals(type))
            .startsWith("CONNECTED", "MESSAGE_ACK", "RECEIVE_MESSAGE", "RECEIVE_MESSAGE");
    }

    @Test
    void shouldGiveAFirstDeviceAllThatWaitsAndAFurtherOneThePresent() {
        final TestClient a = connect(alice, "phone");
        final String chat = create(a, bob);
        send(a, chat, "m1");
        final TestClient first = open();
        assertThat(connected(first, bob, "phone").flag("resumed")).isTrue();
        assertThat(first.message("m1").number("seq")).isEqualTo(1);
        final TestClient second = open();
        assertThat(connected(second, bob, "tablet").flag("resumed")).isFalse();
        send(a, chat, "m2");
        final Frame present = second.message("m2");
        assertThat(present.number("seq")).isEqualTo(2);
        assertThat(second.unread()).as("the present").noneMatch(frame -> frame.has("client_msg_id", "m1"));
        assertThat(second.ask("type", "HISTORY", "chat_id", chat).list("messages")).as("what is older").hasSize(2);
        acknowledge(second, present, "DELIVERED");
        a.receipt(bob, "DELIVERED", 2);
        second.close();
        assertThat(connected(open(), bob, "tablet").flag("resumed")).as("nothing is missing").isTrue();
    }

    @Test
    void shouldReplaceTheOneAwayLongestByANinth() {
        connect(alice, "d0").close();
        final List<TestClient> others = new ArrayList<>();
        for (int i = 1; i < 8; i++) {
            others.add(connect(alice, "d" + i));
        }
        others.get(0).awaitGone("d0");
        final TestClient ninth = connect(alice, "d8");
        assertThat(ninth.ask("type", "LIST_DEVICES").list("devices")).hasSize(8)
            .noneMatch(device -> device.has("device_id", "d0"));
        others.forEach(TestClient::roundTrip);
        ninth.close();
        final Frame evicted = connected(open(), alice, "d0");
        assertThat(evicted.flag("resumed")).as("something may be missing").isFalse();
    }

    @Test
    void shouldReplaceTheOneSilentLongestByANinthWhenAllAreConnected() {
        final List<TestClient> eight = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            eight.add(connect(alice, "d" + i));
        }
        final TestClient silent = eight.get(1);
        eight.stream().filter(one -> one != silent).forEach(TestClient::roundTrip);
        final TestClient ninth = connect(alice, "d9");
        assertThat(silent.await("GOAWAY").text("reason")).isEqualTo("removed");
        assertThat(silent.closeCode()).isEqualTo(4403);
        eight.stream().filter(one -> one != silent).forEach(TestClient::roundTrip);
        assertThat(ninth.ask("type", "LIST_DEVICES").list("devices")).hasSize(8)
            .noneMatch(device -> device.has("device_id", "d2")).allMatch(device -> device.flag("connected"));
    }

    @Test
    void shouldCountHeartbeatsOnBothEdgesWhenANinthReplacesTheOneSilentLongest() {
        final List<TestClient> eight = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            eight.add(kept(godwit.connect(alice, "v" + i, i % 2)));
        }
        // Edges answer heartbeats by themselves. v2 is heard of less often than all but v7.
        final long startNs = System.nanoTime();
        for (int beat = 0; beat < 8; beat++) {
            for (int i = 0; i < 7; i++) {
                if (i != 2 || beat % 4 == 0) {
                    eight.get(i).send("type", "HEARTBEAT", "status", "ONLINE");
                }
            }
            LockSupport.parkNanos(startNs + Duration.ofMillis(400L * (beat + 1)).toNanos() - System.nanoTime());
        }
        connect(alice, "v8");
        final TestClient silent = eight.get(7);
        assertThat(silent.await("GOAWAY").text("reason")).isEqualTo("removed");
        assertThat(silent.closeCode()).isEqualTo(4403);
        connect(alice, "v9");
        assertThat(eight.get(2).closeCode()).as("the next one").isEqualTo(4403);
        eight.stream().filter(one -> one != silent && one != eight.get(2)).forEach(TestClient::roundTrip);
    }

    @Test
    void shouldForgetTheInboxOfARemovedDevice() {
        final TestClient a = connect(alice, "phone");
        final TestClient phone = connect(bob, "phone");
        connect(bob, "tablet").close();
        final String chat = create(a, bob);
        send(a, chat, "m1");
        phone.message("m1");
        assertThat(phone.ask("type", "REMOVE_DEVICE", "device_id", "tablet").type()).isEqualTo("OK");
        final TestClient tablet = open();
        assertThat(connected(tablet, bob, "tablet").flag("resumed")).isFalse();
        send(a, chat, "m2");
        assertThat(tablet.message("m2").number("seq")).isEqualTo(2);
        assertThat(tablet.unread()).noneMatch(frame -> frame.has("client_msg_id", "m1"));
        final Frame device = phone.ask("type", "LIST_DEVICES").list("devices").stream()
            .filter(one -> one.has("device_id", "tablet")).findFirst().orElseThrow();
        assertThat(device.flag("connected")).isTrue();
        assertThat(device.number("last_seen")).isCloseTo(System.currentTimeMillis(),
            org.assertj.core.data.Offset.offset(15_000L));
    }

    /** On the user's shard; on another one they go as they age. */
    @Test
    void shouldForgetTheKeysOfARemovedDevice() {
        final TestClient phone = connect(bob, "phone");
        final TestClient tablet = connect(bob, "tablet");
        final String chat = create(phone, Users.on(Users.shardOf(bob), "near-" + bob));
        send(phone, chat, "k1");
        send(tablet, chat, "k2");
        assertThat(phone.ask("type", "REMOVE_DEVICE", "device_id", "tablet").type()).isEqualTo("OK");
        assertThat(tablet.closeCode()).isEqualTo(4403);
        assertThat(send(phone, chat, "k1").flag("duplicate")).as("one that stays").isTrue();
        final Frame anew = send(phone, chat, "k2");
        assertThat(anew.has("duplicate")).isFalse();
        assertThat(anew.number("seq")).isEqualTo(3);
    }

    private TestClient connect(final String user, final String device) {
        return kept(godwit.connect(user, device));
    }

    private TestClient open() {
        return kept(TestClient.open(godwit.ws()));
    }

    private TestClient kept(final TestClient client) {
        clients.add(client);
        return client;
    }

    private Frame connected(final TestClient client, final String user, final String device) {
        client.send("type", "CONNECT", "token", godwit.token(user), "device_id", device);
        return client.await("CONNECTED");
    }

    private static String create(final TestClient creator, final String other) {
        return creator.ask("type", "CREATE_CHAT", "participant_ids", List.of(other)).text("chat_id");
    }

    private static Frame send(final TestClient client, final String chat, final String key) {
        client.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", key, "text", key);
        return client.sent(key);
    }

    private static void acknowledge(final TestClient client, final Frame entry, final String status) {
        client.send("type", "MESSAGE_ACK", "chat_id", entry.text("chat_id"), "msg_id", entry.text("msg_id"), "status",
            status);
    }
}
