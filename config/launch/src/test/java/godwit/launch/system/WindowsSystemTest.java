package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the protocol bounds by a number, on both sides of it: how far back a client may come, how much it is shown. */
@ExtendWith(Shared.class)
@Execution(ExecutionMode.CONCURRENT)
class WindowsSystemTest {
    private static final int IN_FLIGHT = 32;
    private static final int KEYS = 4 * IN_FLIGHT;
    private static final int RECENT = 1_024;
    private static final int UNREAD_MAX = 1_000;
    private static final int PAGE = 50;
    private static final int PAGE_MAX = 100;
    /** More than a connection may send at once: of so many the last are for another device. */
    private static final int BURST = 900;
    private static final Duration HOLD = Duration.ofSeconds(2);
    private static final AtomicInteger PAIRS = new AtomicInteger();

    private final RunningGodwit godwit;
    private String alice;
    private String bob;
    private String chat;
    private TestClient a;
    private TestClient tablet;
    private TestClient b;

    WindowsSystemTest(final RunningGodwit godwit) {
        this.godwit = godwit;
    }

    @BeforeEach
    void connect() {
        final int pair = PAIRS.incrementAndGet();
        alice = Users.on(pair, "wa-" + pair + "-");
        bob = Users.on(pair + 1, "wb-" + pair + "-");
        a = godwit.connect(alice, "phone");
        tablet = godwit.connect(alice, "tablet");
        b = godwit.connect(bob, "phone");
        chat = a.ask("type", "CREATE_CHAT", "participant_ids", List.of(bob)).text("chat_id");
    }

    @AfterEach
    void leave() {
        List.of(a, tablet, b).forEach(TestClient::close);
    }

    /** The shard's later sends of that device count, wherever they go, and a retry is none of them. */
    @Test
    void shouldKnowARetryOfOneHundredTwentyEightSendsAgoAndNoEarlierOne() {
        final String elsewhere = b.ask("type", "CREATE_CHAT", "participant_ids", List.of(alice, bob + "-third")).text("chat_id");
        send(a, 1, KEYS + 2);
        final Frame first = b.message("m1");
        final Frame second = b.message("m2");
        sendTo(elsewhere, a, "elsewhere", 1, 2);
        for (final TestClient device : List.of(a, tablet, a)) {
            final Frame known = sendAgain(device, "m2");
            assertThat(known.has("duplicate", true)).as("%d later sends", KEYS).isTrue();
            assertThat(known.text("msg_id")).isEqualTo(second.text("msg_id"));
            assertThat(known.number("seq")).isEqualTo(2);
            assertThat(known.number("ts")).isEqualTo(second.number("ts"));
        }
        final Frame anew = sendAgain(a, "m1");
        assertThat(anew.has("duplicate")).as("%d later sends", KEYS + 1).isFalse();
        assertThat(anew.text("msg_id")).isNotEqualTo(first.text("msg_id"));
        assertThat(anew.number("seq")).isEqualTo(KEYS + 3);
        assertThat(b.message("m1").text("text")).isEqualTo("again");
        assertThat(sendAgain(a, "m2").number("seq")).as("one more was accepted since").isEqualTo(KEYS + 4);
    }

    private Frame sendAgain(final TestClient device, final String key) {
        device.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", key, "text", "again");
        return device.sent(key);
    }

    /** Whoever gives up what was refused and writes something new waits for two seconds, and for no more. */
    @Test
    void shouldHoldAChatForTwoSecondsAfterARefusal() {
        final Map<String, Long> sentNs = new HashMap<>();
        String refused = null;
        int sends = 0;
        while (refused == null) {
            for (int i = 0; i < 2 * IN_FLIGHT; i++) {
                sentNs.put("h" + ++sends, System.nanoTime());
                a.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "h" + sends, "text", "x");
            }
            refused = firstRefused(sends - 2 * IN_FLIGHT, sends);
        }
        final int before = Integer.parseInt(refused.substring(1)) - 1;
        final AtomicInteger later = new AtomicInteger();
        final Frame accepted = Awaitility.await("the end of the hold").atMost(TestClient.PATIENCE)
            .pollInterval(Duration.ofMillis(50)).until(() -> {
                final String key = "later" + later.incrementAndGet();
                a.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", key, "text", "x");
                return a.await("an answer", frame -> frame.has("client_msg_id", key));
            }, answer -> {
                assertThat(answer.is("MESSAGE_ACK") || answer.has("code", "RATE_LIMITED")).as("%s", answer).isTrue();
                return answer.is("MESSAGE_ACK");
            });
        assertThat(Duration.ofNanos(System.nanoTime() - sentNs.get(refused))).isGreaterThanOrEqualTo(HOLD);
        assertThat(accepted.number("seq")).as("of what was refused nothing has a number").isEqualTo(before + 1);
        assertThat(sendAgain(a, refused).number("seq")).as("it may come all the same").isEqualTo(before + 2);
    }

    /** The first of them that was refused, if one was; all behind it were, too. */
    private String firstRefused(final int from, final int to) {
        String first = null;
        for (int i = from + 1; i <= to; i++) {
            final String key = "h" + i;
            final Frame answer = a.await("an answer", frame -> frame.has("client_msg_id", key));
            if (first != null) {
                assertThat(answer.has("code", "RATE_LIMITED")).as("%s behind %s", answer, first).isTrue();
            } else if (answer.is("ERROR")) {
                first = key;
            }
        }
        return first;
    }

    @Test
    void shouldCountAThousandUnreadAndNoMore() {
        send(a, 1, UNREAD_MAX - 1);
        shouldTellUnread(UNREAD_MAX - 1, UNREAD_MAX - 1);
        send(tablet, UNREAD_MAX, UNREAD_MAX);
        shouldTellUnread(UNREAD_MAX, UNREAD_MAX);
        send(tablet, UNREAD_MAX + 1, UNREAD_MAX + 1);
        shouldTellUnread(UNREAD_MAX + 1, UNREAD_MAX);
        acknowledge(b, b.message("m1"), "READ");
        a.receipt(bob, "READ", 1);
        shouldTellUnread(UNREAD_MAX + 1, UNREAD_MAX);
        acknowledge(b, b.message("m2"), "READ");
        a.receipt(bob, "READ", 2);
        shouldTellUnread(UNREAD_MAX + 1, UNREAD_MAX - 1);
    }

    private void shouldTellUnread(final long last, final long unread) {
        Awaitility.await("all that was sent").atMost(TestClient.PATIENCE).until(() -> row().has("last_seq", last));
        assertThat(row().number("unread")).isEqualTo(unread);
        assertThat(b.ask("type", "GET_CHAT", "chat_id", chat).number("unread")).isEqualTo(unread);
    }

    private Frame row() {
        return b.ask("type", "LIST_CHATS").list("chats").stream().filter(row -> row.has("chat_id", chat)).findFirst()
            .orElseThrow();
    }

    /** Of what a connection was pushed it may leave out the chat as far back as that, and has to name it before. */
    @Test
    void shouldFindTheChatOfTheLatestThousandTwentyFourPushed() {
        final List<Frame> pushed = new ArrayList<>();
        int sends = 0;
        while (sends <= RECENT) {
            final int more = Math.min(IN_FLIGHT, RECENT + 1 - sends);
            send(sends < BURST ? a : tablet, sends + 1, sends + more);
            for (int i = 0; i < more; i++) {
                pushed.add(b.message("m" + ++sends));
            }
            acknowledge(b, pushed.get(sends - 1), "DELIVERED");
        }
        final Frame oldest = pushed.get(0);
        final Frame unknown = b.ask("type", "MESSAGE_ACK", "msg_id", oldest.text("msg_id"), "status", "READ");
        assertThat(unknown.has("code", "NOT_FOUND")).as("%s, pushed %d entries ago", unknown, RECENT + 1).isTrue();
        final Frame known = b.ask("type", "MESSAGE_ACK", "msg_id", pushed.get(1).text("msg_id"), "status", "READ");
        assertThat(known.is("OK")).as("%s, pushed %d entries ago", known, RECENT).isTrue();
        a.receipt(bob, "READ", 2);
        assertThat(b.ask("type", "MESSAGE_ACK", "chat_id", chat, "msg_id", oldest.text("msg_id"), "status", "READ").type())
            .as("with its chat").isEqualTo("OK");
    }

    @Test
    void shouldListFiftyChatsOrAtMostAHundredOnAPage() {
        final List<String> chats = new ArrayList<>(List.of(chat));
        for (int i = 1; i <= PAGE_MAX; i++) {
            chats.add(a.ask("type", "CREATE_CHAT", "participant_ids", List.of(bob + "-" + i)).text("chat_id"));
        }
        // Some are perhaps of another shard, of which alice's hears a moment after the answer.
        Awaitility.await("all of them").atMost(TestClient.PATIENCE).until(() -> ids(pages()).size() == chats.size());
        final List<Frame> pages = pages();
        assertThat(pages).map(page -> page.list("chats").size()).containsExactly(PAGE, PAGE, 1);
        assertThat(ids(pages)).containsExactlyInAnyOrderElementsOf(chats);
        for (final int limit : new int[] {1, PAGE_MAX - 1, PAGE_MAX, PAGE_MAX + 1, 1_000}) {
            final Frame page = a.ask("type", "LIST_CHATS", "limit", limit);
            assertThat(page.list("chats")).as("limit %d", limit).hasSize(Math.min(limit, PAGE_MAX));
            assertThat(page.has("next")).isTrue();
        }
    }

    /** Without a limit. */
    private List<Frame> pages() {
        final List<Frame> pages = new ArrayList<>();
        String cursor = null;
        do {
            pages.add(a.ask("type", "LIST_CHATS", "cursor", cursor));
            final Frame last = pages.get(pages.size() - 1);
            cursor = last.has("next") ? last.text("next") : null;
        } while (cursor != null);
        return pages;
    }

    private static List<String> ids(final List<Frame> pages) {
        return pages.stream().flatMap(page -> page.list("chats").stream()).map(row -> row.text("chat_id")).toList();
    }

    @Test
    void shouldShowFiftyEntriesOfHistoryOrAtMostAHundredOnAPage() {
        final int last = PAGE_MAX + 1;
        send(a, 1, last);
        for (final Integer limit : new Integer[] {null, 1, PAGE - 1, PAGE_MAX - 1, PAGE_MAX, PAGE_MAX + 1, 1_000}) {
            final int size = limit == null ? PAGE : Math.min(limit, PAGE_MAX);
            final List<Long> up = IntStream.rangeClosed(1, size).mapToObj(Long::valueOf).toList();
            assertThat(history("limit", limit, "after_seq", 0, size < last)).as("limit %d", limit).isEqualTo(up);
            final List<Long> down = new ArrayList<>(IntStream.rangeClosed(last - size + 1, last).mapToObj(Long::valueOf).toList());
            Collections.reverse(down);
            assertThat(history("limit", limit, "before_seq", last + 1, size < last)).as("limit %d", limit).isEqualTo(down);
        }
        assertThat(history("limit", PAGE_MAX, "after_seq", 1, false)).as("all behind the first").hasSize(PAGE_MAX);
    }

    private List<Long> history(
        final String name, final Integer value, final String bound, final int sequence, final boolean more) {
        final Frame page = b.ask("type", "HISTORY", "chat_id", chat, name, value, bound, sequence);
        assertThat(page.flag("more")).as("more than %s %s", name, value).isEqualTo(more);
        return page.list("messages").stream().map(message -> message.number("seq")).toList();
    }

    /** As many at once as may be unanswered; nobody falls silent meanwhile. */
    private void send(final TestClient client, final int from, final int to) {
        sendTo(chat, client, "m", from, to);
    }

    private void sendTo(
        final String toChat, final TestClient client, final String name, final int from, final int to) {
        for (int first = from; first <= to; first += IN_FLIGHT) {
            List.of(a, tablet, b).forEach(one -> one.send("type", "HEARTBEAT"));
            final int last = Math.min(to, first + IN_FLIGHT - 1);
            for (int i = first; i <= last; i++) {
                client.send("type", "SEND_MESSAGE", "chat_id", toChat, "msg_id", name + i, "text", "text " + i);
            }
            for (int i = first; i <= last; i++) {
                assertThat(client.sent(name + i).number("seq")).isEqualTo(i);
            }
        }
    }

    private static void acknowledge(final TestClient client, final Frame entry, final String status) {
        client.send("type", "MESSAGE_ACK", "chat_id", entry.text("chat_id"), "msg_id", entry.text("msg_id"), "status",
            status);
    }
}
