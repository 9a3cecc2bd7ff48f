package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Groups around the fan-out threshold and at the most members they may have. One connected member lives on each shard. */
@ExtendWith(Shared.class)
@Isolated
class LargeGroupSystemTest {
    private static final int FANOUT_MEMBERS = 25;
    private static final int GROUP_MEMBERS = 5_000;
    private static final int COMMAND_USERS = 1_000;
    private static final int UNACKED = 256;
    private static final AtomicInteger GROUPS = new AtomicInteger();

    private final RunningGodwit godwit;
    private final List<String> users = new ArrayList<>();
    private final List<TestClient> clients = new ArrayList<>();
    private String name;
    private TestClient creator;
    private String chat;
    private int sends;

    LargeGroupSystemTest(final RunningGodwit godwit) {
        this.godwit = godwit;
    }

    @BeforeEach
    void connect() {
        final int group = GROUPS.incrementAndGet();
        name = "lg-" + group + "-";
        for (int shard = 0; shard < Users.SHARDS; shard++) {
            users.add(Users.on(group + shard, name + "u" + shard));
            clients.add(godwit.connect(users.get(shard), "phone"));
        }
        creator = clients.get(0);
    }

    @AfterEach
    void leave() {
        clients.forEach(TestClient::close);
    }

    @Test
    void shouldTellReceiptsAndTypingUpToTheThresholdOnly() {
        create(FANOUT_MEMBERS);
        shouldTellOfOneAnother();
        creator.ask("type", "ADD_PARTICIPANTS", "chat_id", chat, "user_ids", List.of(name + "late"));
        shouldTellNothingOfOneAnother(26);
        creator.ask("type", "REMOVE_PARTICIPANTS", "chat_id", chat, "user_ids", List.of(name + "late"));
        shouldTellOfOneAnother();
    }

    private void shouldTellOfOneAnother() {
        final Frame read = deliver();
        acknowledge(clients.get(1), read, "READ");
        creator.receipt(users.get(1), "READ", read.number("seq"));
        final long told = typings(creator, chat, "start").count();
        Awaitility.await("typing").atMost(TestClient.PATIENCE).until(() -> {
            clients.get(2).send("type", "TYPING", "chat_id", chat, "state", "start");
            return typings(creator, chat, "start").count() > told;
        });
        final Frame row = creator.ask("type", "GET_CHAT", "chat_id", chat);
        assertThat(row.has("peers_read_seq")).isTrue();
    }

    private void shouldTellNothingOfOneAnother(final int members) {
        final Frame entry = deliver();
        for (final TestClient client : clients.subList(1, clients.size())) {
            acknowledge(client, entry, "READ");
        }
        Awaitility.await("marks of all by GET_CHAT").atMost(TestClient.PATIENCE).until(() -> {
            final Frame page = creator.ask("type", "GET_CHAT", "chat_id", chat);
            assertThat(page.has("peers_read_seq")).isFalse();
            assertThat(page.has("peers_delivered_seq")).isFalse();
            assertThat(page.number("participants_count")).isEqualTo(members);
            return page.list("participants").stream().filter(one -> users.contains(one.text("user_id"))).filter(
                one -> one.number("read_seq") == entry.number("seq")).count() == users.size() - 1;
        });
        shouldTellNobodyOfTyping();
        deliver();
        assertThat(creator.unread()).noneMatch(
            frame -> frame.is("MESSAGE_ACK") && frame.has("user_id") && frame.has("seq", entry.number("seq")));
        final Frame row = row(creator);
        assertThat(row.has("peers_read_seq")).isFalse();
        assertThat(row.number("read_seq")).isZero();
    }

    /**
     * While it was narrow they only began to type: who is told now of an end of it is told of typing in a wide group. Each
     * types in a small group of the same shard behind that, and what comes of it comes on the same way, so later.
     */
    private void shouldTellNobodyOfTyping() {
        final String small =
            creator.ask("type", "CREATE_CHAT", "participant_ids", users.subList(1, users.size())).text("chat_id");
        Awaitility.await("typing in a small group, of everybody to everybody").atMost(TestClient.PATIENCE).until(() -> {
            for (final TestClient client : clients) {
                client.send("type", "TYPING", "chat_id", chat, "state", "stop");
                client.send("type", "TYPING", "chat_id", small, "state", "start");
            }
            return clients.stream().allMatch(
                client -> typings(client, small, "start").distinct().count() == users.size() - 1);
        });
        assertThat(clients).allSatisfy(client -> assertThat(typings(client, chat, "stop")).isEmpty());
    }

    /** Whoever that client was told of, once for each time. */
    private static Stream<String> typings(final TestClient client, final String chat, final String state) {
        return client.unread().stream().filter(
            frame -> frame.is("TYPING") && frame.has("chat_id", chat) && frame.has("state", state))
            .map(frame -> frame.text("user_id"));
    }

    @Test
    void shouldHoldFiveThousandAndNotOneMore() {
        create(COMMAND_USERS);
        assertThat(clients.get(1).await("CHAT_CREATED")).satisfies(created -> {
            assertThat(created.number("participants_count")).isEqualTo(COMMAND_USERS);
            assertThat(created.values("participants")).as("in a push").hasSize(25);
        });
        for (int members = COMMAND_USERS; members < GROUP_MEMBERS - 1;) {
            clients.forEach(one -> one.send("type", "HEARTBEAT"));
            final int more = Math.min(COMMAND_USERS, GROUP_MEMBERS - 1 - members);
            final Frame added = creator.ask("type", "ADD_PARTICIPANTS", "chat_id", chat, "user_ids", names(members, more));
            assertThat(added.number("user_ids_count")).isEqualTo(more);
            assertThat(added.values("user_ids")).hasSize(100);
            members += more;
        }
        final long version = row(creator).number("version");
        assertThat(add("one", "two").text("code")).as("all or nothing").isEqualTo("INVALID");
        assertThat(row(creator).number("participants_count")).isEqualTo(GROUP_MEMBERS - 1);
        assertThat(add("one").number("version")).isEqualTo(version + 1);
        assertThat(add("two").text("code")).isEqualTo("INVALID");
        assertThat(add("one").text("change")).as("changes nothing").isEqualTo("none");
        shouldTellNothingOfOneAnother(GROUP_MEMBERS);
        shouldTellAllMembersOnPages();
    }

    /** A phone that says nothing of what it got gets a window of it, and the rest in order once it does. */
    @Test
    void shouldPushToThoseWhoAreLevelByEdgeAndBringTheOthersBack() {
        create(FANOUT_MEMBERS + 1);
        deliver();
        final Frame before = deliver();
        acknowledge(clients.get(1), before, "DELIVERED");
        final long subscribed = subscribed();
        assertThat(subscribed).as("entries handed out by subscription").isPositive();
        final TestClient slow = clients.get(1);
        final List<Frame> got = Collections.synchronizedList(new ArrayList<>());
        slow.onFrame(frame -> {
            if (frame.is("RECEIVE_MESSAGE") && frame.number("seq") > (got.isEmpty() ? before : last(got)).number("seq")) {
                got.add(frame);
            }
        });
        final long first = last(sendMany(1)).number("seq");
        sendMany(UNACKED);
        // What a client has of the chat counts for the edge's half of its window, and then for the shard's too.
        Awaitility.await("half a window").atMost(TestClient.PATIENCE).until(() -> got.size() >= UNACKED / 2);
        assertThat(got.size()).isLessThanOrEqualTo(UNACKED);
        final long all = UNACKED + 1;
        Awaitility.await("the rest").atMost(TestClient.PATIENCE).until(() -> {
            acknowledge(slow, last(got), "DELIVERED");
            return got.size() == all;
        });
        assertThat(got).extracting(frame -> frame.number("seq"))
            .containsExactlyElementsOf(LongStream.range(first, first + all).boxed().toList());
        assertThat(subscribed()).isGreaterThan(subscribed);
    }

    /** Of the creator, each answered before the next. */
    private List<Frame> sendMany(final int count) {
        final List<Frame> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (i % 32 == 0) {
                clients.forEach(one -> one.send("type", "HEARTBEAT"));
            }
            final String key = "k" + ++sends;
            creator.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", key, "text", key);
            answers.add(creator.sent(key));
        }
        return answers;
    }

    private static Frame last(final List<Frame> frames) {
        return frames.get(frames.size() - 1);
    }

    private long subscribed() {
        return IntStream.range(0, 2).mapToLong(edge -> godwit.get(edge, "/metrics").lines()
            .filter(line -> line.startsWith("godwit_edge_entries_subscribed_total "))
            .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1))).sum()).sum();
    }

    private Frame add(final String... who) {
        return creator.ask("type", "ADD_PARTICIPANTS", "chat_id", chat, "user_ids",
            Stream.of(who).map(one -> name + one).toList());
    }

    private void shouldTellAllMembersOnPages() {
        final List<String> all = new ArrayList<>();
        String cursor = null;
        do {
            final Frame page = clients.get(2).ask("type", "GET_CHAT", "chat_id", chat, "cursor", cursor);
            page.list("participants").forEach(one -> all.add(one.text("user_id")));
            cursor = page.has("next") ? page.text("next") : null;
        } while (cursor != null);
        assertThat(all).hasSize(GROUP_MEMBERS).doesNotHaveDuplicates().containsAll(users);
    }

    /** One message of each connected member to all the others; answers with the last, as another one got it. */
    private Frame deliver() {
        Frame last = null;
        for (final TestClient sender : clients) {
            final String key = "k" + ++sends;
            sender.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", key, "text", key);
            final Frame sent = sender.sent(key);
            for (final TestClient other : clients) {
                if (other != sender) {
                    last = other.message(key);
                    assertThat(last.number("seq")).isEqualTo(sent.number("seq"));
                }
            }
        }
        return last;
    }

    /** A group of that many, of whom those who are connected are the first. */
    private void create(final int members) {
        final List<String> others = new ArrayList<>(users.subList(1, users.size()));
        others.addAll(names(users.size(), members - users.size()));
        final Frame created = creator.ask("type", "CREATE_CHAT", "participant_ids", others);
        assertThat(created.number("participants_count")).isEqualTo(members);
        chat = created.text("chat_id");
    }

    private List<String> names(final int from, final int count) {
        return IntStream.range(from, from + count).mapToObj(number -> name + "m" + number).toList();
    }

    private Frame row(final TestClient client) {
        return client.ask("type", "LIST_CHATS").list("chats").stream().filter(row -> row.has("chat_id", chat))
            .findFirst().orElseThrow();
    }

    private static void acknowledge(final TestClient client, final Frame entry, final String status) {
        client.send("type", "MESSAGE_ACK", "chat_id", entry.text("chat_id"), "msg_id", entry.text("msg_id"), "status",
            status);
    }
}
