package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Marks of two people on two shards: they only grow, stand for all before, and are true after every connect. */
@ExtendWith(Shared.class)
@Execution(ExecutionMode.CONCURRENT)
class ReceiptsSystemTest {
    private static final AtomicInteger PAIRS = new AtomicInteger();

    private final RunningGodwit godwit;
    private String alice;
    private String bob;
    private String chat;
    private TestClient a;
    private TestClient b;

    ReceiptsSystemTest(final RunningGodwit godwit) {
        this.godwit = godwit;
    }

    @BeforeEach
    void connect() {
        final int pair = PAIRS.incrementAndGet();
        alice = Users.on(pair, "ra-" + pair + "-");
        bob = Users.on(pair + 1 + pair % 3, "rb-" + pair + "-");
        a = godwit.connect(alice, "phone");
        b = godwit.connect(bob, "phone");
        chat = a.ask("type", "CREATE_CHAT", "participant_ids", List.of(bob)).text("chat_id");
    }

    @AfterEach
    void leave() {
        a.close();
        b.close();
    }

    @Test
    void shouldNeverGoBack() {
        send(a, 1, 5);
        final Frame second = b.message("m2");
        final Frame third = b.message("m3");
        final Frame fifth = b.message("m5");
        acknowledge(b, fifth, "READ");
        assertThat(a.receipt(bob, "READ", 5).text("msg_id")).isEqualTo(fifth.text("msg_id"));
        acknowledge(b, second, "DELIVERED");
        acknowledge(b, third, "READ");
        acknowledge(b, fifth, "READ");
        assertThat(b.ask("type", "MESSAGE_ACK", "chat_id", chat, "msg_id", third.text("msg_id"), "status", "READ")
            .type()).isEqualTo("OK");
        b.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "fence", "text", "behind them");
        a.message("fence");
        assertThat(a.unread()).as("no receipt below what was told").noneMatch(
            frame -> frame.is("MESSAGE_ACK") && frame.has("user_id") && frame.number("seq") < 5);
        final Frame row = a.ask("type", "GET_CHAT", "chat_id", chat);
        assertThat(row.number("peers_read_seq")).isEqualTo(5);
        assertThat(row.number("peers_delivered_seq")).as("READ implies DELIVERED").isEqualTo(5);
    }

    @Test
    void shouldKeepTheNewestForASenderWhoIsAway() {
        send(a, 1, 3);
        b.ask("type", "PRESENCE_SUBSCRIBE", "user_ids", List.of(alice));
        b.await("alice ONLINE", frame -> frame.is("PRESENCE") && frame.has("status", "ONLINE"));
        a.abort();
        b.await("alice OFFLINE", frame -> frame.is("PRESENCE") && frame.has("status", "OFFLINE"));
        acknowledge(b, b.message("m1"), "DELIVERED");
        acknowledge(b, b.message("m3"), "READ");
        await("bob's own marks", () -> row(b).number("read_seq") == 3);
        a = godwit.connect(alice, "phone");
        assertThat(a.receipt(bob, "READ", 3).text("chat_id")).isEqualTo(chat);
        final Frame row = row(a);
        assertThat(row.number("peers_read_seq")).isEqualTo(3);
        assertThat(row.number("peers_delivered_seq")).isEqualTo(3);
    }

    /** The same, but the receipt was told before the sender comes back, to another device. */
    @Test
    void shouldKeepTheNewestForADeviceThatIsAwayForLonger() {
        final TestClient tablet = godwit.connect(alice, "tablet");
        send(a, 1, 3);
        a.abort();
        tablet.awaitGone("phone");
        acknowledge(b, b.message("m3"), "READ");
        tablet.receipt(bob, "READ", 3);
        tablet.close();
        a = godwit.connect(alice, "phone");
        assertThat(a.receipt(bob, "READ", 3).text("chat_id")).isEqualTo(chat);
    }

    /** On a silent connection, after 5 s and then after 10. */
    @Test
    void shouldDeliverAgainWhatIsNotAcknowledged() {
        final List<Long> timesMs = new CopyOnWriteArrayList<>();
        b.onFrame(frame -> {
            if (frame.is("RECEIVE_MESSAGE")) {
                timesMs.add(System.nanoTime() / 1_000_000);
            }
        });
        final long sendMs = System.nanoTime() / 1_000_000;
        send(a, 1, 1);
        final Frame first = b.message("m1");
        Awaitility.await("two more times").atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofSeconds(1)).until(() -> {
            b.send("type", "HEARTBEAT");
            return timesMs.size() >= 3;
        });
        assertThat(timesMs).hasSize(3);
        // A client on a busy machine may see late what was written to its socket in time, but none of it was before the send.
        assertThat(timesMs.get(1) - sendMs).isGreaterThanOrEqualTo(4_990L);
        assertThat(timesMs.get(2) - sendMs).isGreaterThanOrEqualTo(14_980L);
        assertThat(timesMs.get(1) - timesMs.get(0)).isLessThan(10_000L);
        assertThat(timesMs.get(2) - timesMs.get(1)).isLessThan(20_000L);
        for (int i = 0; i < 2; i++) {
            final Frame again = b.message("m1");
            assertThat(again.text("msg_id")).isEqualTo(first.text("msg_id"));
            assertThat(again.number("seq")).isEqualTo(1);
        }
    }

    @Test
    void shouldMoveNoMarkBySending() {
        send(a, 1, 2);
        b.message("m2");
        b.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "reply", "text", "reply");
        b.sent("reply");
        await("bob's row", () -> row(b).number("last_seq") == 3);
        final Frame row = row(b);
        assertThat(row.number("delivered_seq")).isZero();
        assertThat(row.number("read_seq")).isZero();
        assertThat(row.number("unread")).as("alice's two").isEqualTo(2);
        assertThat(row.object("last_message").text("client_msg_id")).isEqualTo("reply");
    }

    @Test
    void shouldRaiseTheUsersMarksByAReadOfHistoryAndNoInbox() {
        send(a, 1, 2);
        b.message("m2");
        b.close();
        final TestClient tablet = godwit.connect(bob, "tablet");
        final List<Frame> page = tablet.ask("type", "HISTORY", "chat_id", chat, "after_seq", 0).list("messages");
        assertThat(page).hasSize(2);
        tablet.awaitGone("phone");
        acknowledge(tablet, page.get(1), "READ");
        a.receipt(bob, "READ", 2);
        b = godwit.connect(bob, "phone");
        assertThat(b.message("m1").number("seq")).as("the phone's inbox is as it was").isEqualTo(1);
        b.receipt(bob, "READ", 2);
        assertThat(row(tablet).number("unread")).isZero();
        tablet.close();
    }

    @Test
    void shouldTakeAnAcknowledgementWithoutItsChat() {
        send(a, 1, 1);
        final Frame message = b.message("m1");
        b.send("type", "MESSAGE_ACK", "msg_id", message.text("msg_id"), "status", "DELIVERED");
        assertThat(a.receipt(bob, "DELIVERED", 1).text("chat_id")).isEqualTo(chat);
        b.close();
        b = godwit.connect(bob, "phone");
        assertThat(b.ask("type", "MESSAGE_ACK", "msg_id", message.text("msg_id"), "status", "READ").text("code"))
            .as("not pushed on this connection").isEqualTo("NOT_FOUND");
    }

    /** What its old connection got a phone says to be read on the new one, all at once; nothing is pushed there again. */
    @Test
    void shouldTakeAllAcknowledgementsOfAPhoneThatComesBack() {
        final List<Frame> messages = messagesOfGroups(20);
        b.close();
        b = godwit.connect(bob, "phone");
        for (int i = 0; i < messages.size(); i++) {
            final Frame message = messages.get(i);
            if (i % 2 == 0) {
                acknowledge(b, message, "READ");
            } else {
                b.send("type", "MESSAGE_ACK", "chat_id", message.text("chat_id"), "msg_id", message.text("msg_id"),
                    "status", "READ", "req_id", "ack" + i);
            }
        }
        final Set<String> refused = new HashSet<>();
        for (int i = 1; i < messages.size(); i += 2) {
            final Frame answer = b.answer("ack" + i);
            assertThat(answer.is("OK") || answer.has("code", "UNAVAILABLE")).as("%s", answer).isTrue();
            if (!answer.is("OK")) {
                refused.add(messages.get(i).text("chat_id"));
            }
        }
        for (final Frame message : messages) {
            final String chat = message.text("chat_id");
            await("a receipt of " + message, () -> {
                // The store may have been away, or slow; whoever hears so says it again, and nobody else does.
                if (refused.contains(chat) || b.unread().stream().anyMatch(frame -> frame.is("ERROR") && frame.has("chat_id", chat))) {
                    b.ask("type", "MESSAGE_ACK", "chat_id", chat, "msg_id", message.text("msg_id"), "status", "READ");
                }
                return a.unread().stream().anyMatch(frame -> frame.is("MESSAGE_ACK") && frame.has("status", "READ")
                    && frame.has("user_id", bob) && frame.has("chat_id", chat));
            });
        }
        assertThat(b.unread()).noneMatch(frame -> frame.is("ERROR") && !frame.has("code", "UNAVAILABLE"));
    }

    /** The newest but one of each of so many groups, half of them a's and half b's, thus of two shards. */
    private List<Frame> messagesOfGroups(final int count) {
        final List<Frame> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final TestClient creator = i % 4 < 2 ? a : b;
            final String group = creator.ask("type", "CREATE_CHAT", "participant_ids",
                List.of(creator == a ? bob : alice, "someone"), "title", "group " + i).text("chat_id");
            for (final String key : List.of("g" + i, "later" + i)) {
                a.send("type", "SEND_MESSAGE", "chat_id", group, "msg_id", key, "text", "text");
                a.sent(key);
            }
            messages.add(b.message("g" + i));
            assertThat(b.ask("type", "MESSAGE_ACK", "chat_id", group, "msg_id", b.message("later" + i).text("msg_id"),
                "status", "DELIVERED").type()).isEqualTo("OK");
        }
        return messages;
    }

    @Test
    void shouldAnnounceTheChatUntilItsFirstAcknowledgement() {
        b.await("CHAT_CREATED");
        send(a, 1, 1);
        b.message("m1");
        b.close();
        b = godwit.connect(bob, "phone");
        final Frame again = b.message("m1");
        assertThat(b.unread()).as("before its first message").anyMatch(
            frame -> frame.is("CHAT_CREATED") && frame.has("chat_id", chat));
        acknowledge(b, again, "DELIVERED");
        a.receipt(bob, "DELIVERED", 1);
        b.close();
        b = godwit.connect(bob, "phone");
        send(a, 2, 2);
        b.message("m2");
        assertThat(b.unread()).as("it knows the chat").noneMatch(frame -> frame.is("CHAT_CREATED"));
    }

    private Frame row(final TestClient client) {
        return client.ask("type", "LIST_CHATS").list("chats").stream().filter(row -> row.has("chat_id", chat))
            .findFirst().orElseThrow();
    }

    private static void await(final String what, final java.util.concurrent.Callable<Boolean> holds) {
        Awaitility.await(what).atMost(TestClient.PATIENCE).until(holds);
    }

    private void send(final TestClient client, final int from, final int to) {
        for (int i = from; i <= to; i++) {
            client.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "m" + i, "text", "text " + i);
            assertThat(client.sent("m" + i).number("seq")).isEqualTo(i);
        }
    }

    private static void acknowledge(final TestClient client, final Frame entry, final String status) {
        client.send("type", "MESSAGE_ACK", "chat_id", entry.text("chat_id"), "msg_id", entry.text("msg_id"), "status",
            status);
    }
}
