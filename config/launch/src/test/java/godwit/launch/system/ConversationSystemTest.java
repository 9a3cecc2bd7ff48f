package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two people of different shards, with connections over both edges. */
@ExtendWith(Shared.class)
@Execution(ExecutionMode.CONCURRENT)
class ConversationSystemTest {
    private static final long MESSAGE_EPOCH_MS = 1_735_689_600_000L;
    private static final Duration REMOVED = Duration.ofSeconds(5);
    private static final AtomicInteger PAIRS = new AtomicInteger();

    private final RunningGodwit godwit;
    private String alice;
    private String bob;

    ConversationSystemTest(final RunningGodwit godwit) {
        this.godwit = godwit;
    }

    @BeforeEach
    void newPair() {
        final int pair = PAIRS.incrementAndGet();
        alice = Users.on(pair, "alice-" + pair + "-");
        bob = Users.on(pair + 1 + pair / Users.SHARDS % 3, "bob-" + pair + "-");
    }

    @Test
    void shouldSayWhatAConnectionMayDo() {
        final TestClient phone = TestClient.open(godwit.ws());
        phone.send("type", "CONNECT", "token", godwit.token(alice), "device_id", "phone-1");
        final Frame connected = phone.await("CONNECTED");
        assertThat(connected.text("user_id")).isEqualTo(alice);
        assertThat(connected.text("device_id")).isEqualTo("phone-1");
        assertThat(connected.text("session_id")).isNotEmpty();
        assertThat(connected.flag("resumed")).as("a user's first device misses nothing").isTrue();
        assertThat(connected.number("heartbeat_ms")).isEqualTo(5_000);
        assertThat(connected.number("server_time")).isCloseTo(System.currentTimeMillis(),
            org.assertj.core.data.Offset.offset(5_000L));
        final Frame limits = connected.object("limits");
        assertThat(limits.number("frame_bytes")).isEqualTo(65_536);
        assertThat(limits.number("text_bytes")).isEqualTo(4_096);
        assertThat(limits.number("in_flight")).isEqualTo(32);
        assertThat(limits.number("unacked")).isEqualTo(256);
        phone.close();
    }

    @Test
    void shouldCarryAConversation() {
        final TestClient a = godwit.connect(alice, "phone");
        final TestClient b = godwit.connect(bob, "phone");
        final String chat = create(a, bob);
        final Frame seen = b.await("CHAT_CREATED");
        assertThat(seen.text("chat_id")).isEqualTo(chat);
        assertThat(seen.has("req_id")).isFalse();

        a.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "k1", "text", "Hello, wörld! 🐦");
        final Frame sent = a.sent("k1");
        assertThat(sent.text("status")).isEqualTo("SENT");
        assertThat(sent.number("seq")).isEqualTo(1);
        assertThat(sent.has("duplicate")).isFalse();
        final Frame received = b.message("k1");
        assertThat(received.text("msg_id")).isEqualTo(sent.text("msg_id"));
        assertThat(received.text("chat_id")).isEqualTo(chat);
        assertThat(received.text("sender_id")).isEqualTo(alice);
        assertThat(received.text("text")).isEqualTo("Hello, wörld! 🐦");
        assertThat(received.number("seq")).isEqualTo(1);
        assertThat(received.number("ts")).isEqualTo(sent.number("ts"));

        acknowledge(b, received, "DELIVERED");
        assertThat(a.receipt(bob, "DELIVERED", 1).text("msg_id")).isEqualTo(sent.text("msg_id"));
        acknowledge(b, received, "READ");
        a.receipt(bob, "READ", 1);

        b.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "k1", "text", "the same key, another sender");
        assertThat(b.sent("k1").number("seq")).isEqualTo(2);
        assertThat(a.message("k1").text("sender_id")).isEqualTo(bob);
        a.close();
        b.close();
    }

    @Test
    void shouldCarryOpaqueContent() {
        final TestClient a = godwit.connect(alice, "phone");
        final TestClient b = godwit.connect(bob, "phone");
        final String chat = create(a, bob);
        final byte[] blob = new byte[4 * 4_096];
        for (int i = 0; i < blob.length; i++) {
            blob[i] = (byte) (i * 31);
        }
        final String content = Base64.getEncoder().encodeToString(blob);
        a.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "blob", "content", content);
        a.sent("blob");
        final Frame received = b.message("blob");
        assertThat(Base64.getDecoder().decode(received.text("content"))).isEqualTo(blob);
        assertThat(received.has("text")).isFalse();
        a.close();
        b.close();
    }

    @Test
    void shouldGiveOnePairOneDirectChatFromEitherSide() {
        final TestClient a = godwit.connect(alice, "phone");
        final TestClient b = godwit.connect(bob, "phone");
        final String chat = create(a, bob);
        assertThat(create(b, alice)).isEqualTo(chat);
        a.send("type", "CREATE_CHAT", "req_id", "again", "participant_ids", List.of(bob, alice, bob));
        final Frame again = a.answer("again");
        assertThat(again.text("chat_id")).isEqualTo(chat);
        assertThat(again.text("kind")).isEqualTo("direct");
        assertThat(again.number("version")).isZero();
        assertThat(again.number("participants_count")).isEqualTo(2);
        assertThat(again.values("participants").stream().map(String.class::cast)).containsExactlyInAnyOrder(alice, bob);
        assertThat(again.text("created_by")).isEqualTo(alice);
        a.close();
        b.close();
    }

    @Test
    void shouldAnswerARepeatedKeyWithTheFirstMessage() {
        final TestClient a = godwit.connect(alice, "phone");
        final TestClient tablet = godwit.connect(alice, "tablet");
        final TestClient b = godwit.connect(bob, "phone");
        final String chat = create(a, bob);
        a.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "once", "text", "first");
        final Frame first = a.sent("once");
        for (final TestClient device : List.of(a, tablet)) {
            device.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "once", "text", "other content");
            final Frame again = device.await("duplicate", frame -> frame.has("duplicate", true));
            assertThat(again.text("msg_id")).isEqualTo(first.text("msg_id"));
            assertThat(again.number("seq")).isEqualTo(first.number("seq"));
            assertThat(again.number("ts")).isEqualTo(first.number("ts"));
        }
        assertThat(b.message("once").text("text")).isEqualTo("first");
        b.roundTrip();
        assertThat(b.unread()).noneMatch(frame -> frame.is("RECEIVE_MESSAGE"));
        a.close();
        tablet.close();
        b.close();
    }

    @Test
    void shouldKeepTheInboxOfADeviceThatIsAway() {
        final TestClient a = godwit.connect(alice, "phone");
        final String chat = create(a, bob);
        for (int i = 1; i <= 20; i++) {
            a.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "m" + i, "text", "text " + i);
        }
        a.sent("m20");
        final TestClient first = godwit.connect(bob, "phone");
        for (int i = 1; i <= 20; i++) {
            assertThat(first.await("RECEIVE_MESSAGE").number("seq")).isEqualTo(i);
        }
        assertThat(first.unread()).as("the chat is told before its first message").noneMatch(
            frame -> frame.is("RECEIVE_MESSAGE"));
        first.await("CHAT_CREATED");
        first.abort();

        final TestClient second = godwit.connect(bob, "phone");
        Frame tenth = null;
        for (int i = 1; i <= 20; i++) {
            final Frame message = second.await("RECEIVE_MESSAGE");
            assertThat(message.number("seq")).isEqualTo(i);
            tenth = i == 10 ? message : tenth;
        }
        acknowledge(second, tenth, "DELIVERED");
        a.receipt(bob, "DELIVERED", 10);
        second.close();

        final TestClient third = godwit.connect(bob, "phone");
        assertThat(third.await("RECEIVE_MESSAGE").number("seq")).isEqualTo(11);
        a.close();
        third.close();
    }

    @Test
    void shouldDeliverToEveryDeviceAndTellTheOthersWhatWasRead() {
        final TestClient a = godwit.connect(alice, "phone");
        final TestClient laptop = godwit.connect(alice, "laptop");
        final TestClient b1 = godwit.connect(bob, "phone");
        final TestClient b2 = godwit.connect(bob, "tablet");
        final String chat = create(a, bob);
        a.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "to-all", "text", "hi");
        final Frame sent = a.sent("to-all");
        final Frame read = b1.message("to-all");
        b2.message("to-all");
        assertThat(laptop.message("to-all").text("sender_id")).isEqualTo(alice);
        a.roundTrip();
        assertThat(a.unread()).as("SENT is the delivery to the sending device")
            .noneMatch(frame -> frame.is("RECEIVE_MESSAGE"));
        acknowledge(b1, read, "READ");
        a.receipt(bob, "READ", 1);
        laptop.receipt(bob, "READ", 1);
        assertThat(b2.receipt(bob, "READ", 1).text("msg_id")).isEqualTo(sent.text("msg_id"));
        b2.close();
        final TestClient again = godwit.connect(bob, "tablet");
        assertThat(again.message("to-all").number("seq")).as("READ empties the inbox of one device only").isEqualTo(1);
        List.of(a, laptop, b1, again).forEach(TestClient::close);
    }

    @Test
    void shouldPageHistoryBothWays() {
        final TestClient a = godwit.connect(alice, "phone");
        final TestClient b = godwit.connect(bob, "phone");
        final String chat = create(a, bob);
        send(a, chat, 1, 130);
        acknowledge(b, b.message("m60"), "READ");
        a.receipt(bob, "READ", 60);

        a.send("type", "HISTORY", "req_id", "h1", "chat_id", chat);
        final Frame newest = a.answer("h1");
        assertThat(newest.is("HISTORY_PAGE")).isTrue();
        assertThat(sequences(newest)).isEqualTo(down(130, 81));
        assertThat(newest.flag("more")).isTrue();
        a.send("type", "HISTORY", "req_id", "h2", "chat_id", chat, "before_seq", 31, "limit", 100);
        final Frame oldest = a.answer("h2");
        assertThat(sequences(oldest)).isEqualTo(down(30, 1));
        assertThat(oldest.flag("more")).isFalse();
        a.send("type", "HISTORY", "req_id", "h3", "chat_id", chat, "after_seq", 0, "limit", 1000);
        final Frame up = a.answer("h3");
        assertThat(sequences(up)).isEqualTo(IntStream.rangeClosed(1, 100).mapToObj(Long::valueOf).toList());
        assertThat(up.flag("more")).isTrue();
        final Frame first = up.list("messages").get(0);
        assertThat(first.type()).isEqualTo("RECEIVE_MESSAGE");
        assertThat(first.text("client_msg_id")).isEqualTo("m1");
        assertThat(first.number("status")).isEqualTo(3);
        assertThat(up.list("messages").get(99).number("status")).isEqualTo(1);
        List.of(a, b).forEach(TestClient::close);
    }

    @Test
    void shouldFillFramesOfHistoryAndNotMore() {
        final TestClient a = godwit.connect(alice, "phone");
        final TestClient b = godwit.connect(bob, "phone");
        final String chat = create(a, bob);
        final String content = Base64.getEncoder().encodeToString(new byte[4 * 4_096]);
        for (int i = 1; i <= 30; i++) {
            a.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "c" + i, "content", content);
            a.sent("c" + i);
        }
        final List<Long> all = new ArrayList<>();
        boolean more = true;
        while (more) {
            final Frame page = b.ask("type", "HISTORY", "chat_id", chat, "limit", 100, "after_seq",
                all.isEmpty() ? 0 : all.get(all.size() - 1));
            assertThat(page.list("messages")).isNotEmpty();
            all.addAll(sequences(page));
            more = page.flag("more");
        }
        assertThat(all).isEqualTo(IntStream.rangeClosed(1, 30).mapToObj(Long::valueOf).toList());
        assertThat(b.longestFrame()).isBetween(128 * 1024, 256 * 1024);
        List.of(a, b).forEach(TestClient::close);
    }

    @Test
    void shouldFillFramesOfListsAndNotMore() {
        final TestClient a = godwit.connect(alice, "phone");
        final String content = Base64.getEncoder().encodeToString(new byte[4 * 4_096]);
        final List<String> chats = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            final String chat = create(a, bob + "-" + i);
            a.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "c" + i, "content", content);
            a.sent("c" + i);
            chats.add(chat);
        }
        // Some are perhaps of another shard, of which alice's hears a moment after the answer.
        Awaitility.await("all of them").atMost(TestClient.PATIENCE).untilAsserted(() -> {
            final List<Frame> rows = rowsOfAll(a);
            assertThat(rows).allMatch(row -> row.has("last_seq", 1L))
                .map(row -> row.text("chat_id")).containsExactlyInAnyOrderElementsOf(chats);
            assertThat(rows).allMatch(row -> content.equals(row.object("last_message").text("content")));
        });
        assertThat(a.longestFrame()).isBetween(128 * 1024, 256 * 1024);
        a.close();
    }

    private static List<Frame> rowsOfAll(final TestClient client) {
        final List<Frame> rows = new ArrayList<>();
        String cursor = null;
        do {
            final Frame page = client.ask("type", "LIST_CHATS", "limit", 100, "cursor", cursor);
            assertThat(page.list("chats")).isNotEmpty();
            rows.addAll(page.list("chats"));
            cursor = page.has("next") ? page.text("next") : null;
        } while (cursor != null);
        return rows;
    }

    @Test
    void shouldTellTheCreatorsOtherDevices() {
        final TestClient a = godwit.connect(alice, "phone");
        final TestClient tablet = godwit.connect(alice, "tablet");
        final String chat = create(a, bob);
        final Frame told = tablet.await("CHAT_CREATED");
        assertThat(told.text("chat_id")).isEqualTo(chat);
        assertThat(told.has("req_id")).isFalse();
        a.roundTrip();
        assertThat(a.unread()).as("told once").noneMatch(frame -> frame.is("CHAT_CREATED"));
        List.of(a, tablet).forEach(TestClient::close);
    }

    @Test
    void shouldNumberMessagesAsTimeGoes() {
        final TestClient a = godwit.connect(alice, "phone");
        final TestClient b = godwit.connect(bob, "phone");
        final String chat = create(a, bob);
        long id = 0;
        long ts = 0;
        for (int i = 1; i <= 20; i++) {
            final TestClient sender = i % 3 == 0 ? b : a;
            sender.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "n" + i, "text", "x");
            final Frame sent = sender.sent("n" + i);
            assertThat(sent.number("seq")).isEqualTo(i);
            assertThat(Long.parseLong(sent.text("msg_id"))).isGreaterThan(id);
            assertThat(sent.number("ts")).isGreaterThanOrEqualTo(ts);
            id = Long.parseLong(sent.text("msg_id"));
            ts = sent.number("ts");
        }
        assertThat((id >> 22) + MESSAGE_EPOCH_MS).as("a Snowflake").isEqualTo(ts);
        List.of(a, b).forEach(TestClient::close);
    }

    @Test
    void shouldListChatsWithWhatIsUnread() {
        final TestClient a = godwit.connect(alice, "phone");
        final TestClient b = godwit.connect(bob, "phone");
        final String chat = create(a, bob);
        final String other = create(b, alice + "-friend");
        // The chat is perhaps of a third shard, of which bob's hears a moment after the answer.
        Awaitility.await("the other chat").atMost(TestClient.PATIENCE).until(() -> b.ask("type", "LIST_CHATS")
            .list("chats").stream().anyMatch(row -> row.has("chat_id", other)));
        send(a, chat, 1, 5);
        acknowledge(b, b.message("m2"), "READ");
        a.receipt(bob, "READ", 2);
        b.message("m5");
        b.send("type", "LIST_CHATS", "req_id", "l1");
        final Frame chats = b.answer("l1");
        assertThat(chats.is("CHATS")).isTrue();
        assertThat(chats.list("chats")).extracting(row -> row.text("chat_id")).containsExactly(chat, other);
        final Frame row = chats.list("chats").get(0);
        assertThat(row.text("kind")).isEqualTo("direct");
        assertThat(row.text("peer_id")).isEqualTo(alice);
        assertThat(row.flag("member")).isTrue();
        assertThat(row.number("last_seq")).isEqualTo(5);
        assertThat(row.number("read_seq")).isEqualTo(2);
        assertThat(row.number("delivered_seq")).isEqualTo(2);
        assertThat(row.number("unread")).isEqualTo(3);
        assertThat(row.object("last_message").text("client_msg_id")).isEqualTo("m5");

        final String asOf = chats.text("as_of");
        b.send("type", "LIST_CHATS", "req_id", "l2", "since", asOf);
        assertThat(b.answer("l2").list("chats")).isEmpty();
        send(a, chat, 6, 6);
        b.message("m6");
        b.send("type", "LIST_CHATS", "req_id", "l3", "since", asOf);
        assertThat(b.answer("l3").list("chats")).singleElement()
            .satisfies(changed -> assertThat(changed.number("last_seq")).isEqualTo(6));
        b.send("type", "LIST_CHATS", "req_id", "l4", "limit", 1);
        final Frame page = b.answer("l4");
        assertThat(page.list("chats")).singleElement()
            .satisfies(changed -> assertThat(changed.text("chat_id")).isEqualTo(chat));
        b.send("type", "LIST_CHATS", "req_id", "l5", "limit", 1, "cursor", page.text("next"));
        final Frame last = b.answer("l5");
        assertThat(last.list("chats")).singleElement()
            .satisfies(changed -> assertThat(changed.text("chat_id")).isEqualTo(other));
        assertThat(last.has("next")).isFalse();

        a.send("type", "GET_CHAT", "req_id", "g", "chat_id", chat);
        final Frame detail = a.answer("g");
        assertThat(detail.is("CHAT")).isTrue();
        assertThat(detail.number("peers_read_seq")).isEqualTo(2);
        assertThat(detail.list("participants")).hasSize(2)
            .anySatisfy(participant -> {
                assertThat(participant.text("user_id")).isEqualTo(bob);
                assertThat(participant.number("read_seq")).isEqualTo(2);
            });
        List.of(a, b).forEach(TestClient::close);
    }

    @Test
    void shouldListAndRemoveDevicesWhereverTheyAre() {
        final TestClient phone = godwit.connect(alice, "phone", 0);
        final List<TestClient> others = List.of(godwit.connect(alice, "tablet0", 0), godwit.connect(alice, "tablet1", 1));
        final Frame devices = phone.ask("type", "LIST_DEVICES");
        assertThat(devices.is("DEVICES")).isTrue();
        assertThat(devices.list("devices")).hasSize(3).allSatisfy(
            device -> assertThat(device.flag("connected")).isTrue());
        for (final TestClient removed : others) {
            final long startNs = System.nanoTime();
            assertThat(phone.ask("type", "REMOVE_DEVICE", "device_id", "tablet" + others.indexOf(removed)).is("OK")).isTrue();
            assertThat(removed.await("GOAWAY").text("reason")).isEqualTo("removed");
            assertThat(removed.closeCode()).isEqualTo(4403);
            assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(REMOVED);
        }
        assertThat(phone.ask("type", "REMOVE_DEVICE", "device_id", "never-seen").is("OK")).isTrue();
        assertThat(phone.ask("type", "LIST_DEVICES").list("devices")).singleElement()
            .satisfies(device -> assertThat(device.text("device_id")).isEqualTo("phone"));
        phone.close();
    }

    @Test
    void shouldEndTheConnectionOfARemovedDeviceThatDoesNotAnswer() {
        final TestClient phone = godwit.connect(alice, "phone", 0);
        try (RawWebSocket deaf = new RawWebSocket(godwit.httpPort() + 1)) {
            deaf.write(RawWebSocket.TEXT, true, Json.of("type", "CONNECT", "token", godwit.token(alice), "device_id", "deaf")
                .getBytes(StandardCharsets.UTF_8));
            Awaitility.await("it is connected").atMost(TestClient.PATIENCE).until(() ->
                phone.ask("type", "LIST_DEVICES").list("devices").size() == 2);
            final long startNs = System.nanoTime();
            assertThat(phone.ask("type", "REMOVE_DEVICE", "device_id", "deaf").is("OK")).isTrue();
            assertThat(deaf.closeCode()).isEqualTo(4403);
            assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(REMOVED);
            deaf.awaitEnd();
        }
        phone.close();
    }

    @Test
    void shouldKeepPipelinedSendsInOrder() {
        final TestClient a = godwit.connect(alice, "phone");
        final TestClient b = godwit.connect(bob, "phone");
        final String chat = create(a, bob);
        for (int i = 1; i <= 32; i++) {
            a.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "p" + i, "text", "text " + i);
        }
        for (int i = 1; i <= 32; i++) {
            assertThat(a.sent("p" + i).number("seq")).isEqualTo(i);
            assertThat(b.await("RECEIVE_MESSAGE").text("client_msg_id")).isEqualTo("p" + i);
        }
        List.of(a, b).forEach(TestClient::close);
    }

    @Test
    void shouldRedeliverWhatASilentDeviceDoesNotAcknowledge() throws Exception {
        final TestClient a = godwit.connect(alice, "phone");
        final TestClient b = godwit.connect(bob, "phone");
        final String chat = create(a, bob);
        send(a, chat, 1, 1);
        final Frame first = b.message("m1");
        b.send("type", "HEARTBEAT");
        a.send("type", "HEARTBEAT");
        final Frame again = b.message("m1");
        // From when the shard placed it: on a busy machine the first may be read here long after it was pushed.
        assertThat(System.currentTimeMillis() - first.number("ts")).isBetween(5_000L, 10_000L);
        assertThat(again).isEqualTo(first);
        acknowledge(b, again, "DELIVERED");
        a.receipt(bob, "DELIVERED", 1);
        List.of(a, b).forEach(TestClient::close);
    }

    @Test
    void shouldIgnoreAnAcknowledgementOfWhatWasNotPushed() {
        final TestClient a = godwit.connect(alice, "phone");
        final TestClient b = godwit.connect(bob, "phone");
        final String chat = create(a, bob);
        send(a, chat, 1, 300);
        b.message("m256");
        b.roundTrip();
        assertThat(b.unread()).as("the window is 256").noneMatch(
            frame -> frame.is("RECEIVE_MESSAGE") && frame.number("seq") > 256);
        a.send("type", "HISTORY", "req_id", "h", "chat_id", chat, "limit", 1);
        final Frame last = a.answer("h").list("messages").get(0);
        acknowledge(b, last, "DELIVERED");
        b.close();
        final TestClient again = godwit.connect(bob, "phone");
        assertThat(again.await("RECEIVE_MESSAGE").number("seq")).isEqualTo(1);
        List.of(a, again).forEach(TestClient::close);
    }

    private static String create(final TestClient client, final String other) {
        final String reqId = "create-" + other;
        client.send("type", "CREATE_CHAT", "req_id", reqId, "participant_ids", List.of(other));
        final Frame created = client.answer(reqId);
        assertThat(created.is("CHAT_CREATED")).as(created.toString()).isTrue();
        return created.text("chat_id");
    }

    private static void send(final TestClient client, final String chat, final int from, final int to) {
        for (int i = from; i <= to; i++) {
            client.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "m" + i, "text", "text " + i);
            if (i % 32 == 0 || i == to) {
                for (int k = Math.max(from, (i - 1) / 32 * 32 + 1); k <= i; k++) {
                    client.sent("m" + k);
                }
            }
        }
    }

    private static void acknowledge(final TestClient client, final Frame message, final String status) {
        client.send("type", "MESSAGE_ACK", "chat_id", message.text("chat_id"), "msg_id", message.text("msg_id"),
            "status", status);
    }

    private static List<Long> sequences(final Frame page) {
        return page.list("messages").stream().map(message -> message.number("seq")).toList();
    }

    private static List<Long> down(final long from, final long to) {
        return IntStream.rangeClosed(0, (int) (from - to)).mapToObj(i -> from - i).toList();
    }
}
