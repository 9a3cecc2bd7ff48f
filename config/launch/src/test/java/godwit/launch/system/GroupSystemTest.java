package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Groups over the real system: who is in them, who may change them, and what each member hears of it. Each member lives
 * on another shard.
 */
@ExtendWith(Shared.class)
class GroupSystemTest {
    private static final AtomicInteger GROUPS = new AtomicInteger();

    private final RunningGodwit godwit;
    private String alice;
    private String bob;
    private String carol;
    private TestClient a;
    private TestClient b;
    private TestClient c;

    GroupSystemTest(final RunningGodwit godwit) {
        this.godwit = godwit;
    }

    @BeforeEach
    void connect() {
        final int group = GROUPS.incrementAndGet();
        alice = Users.on(group, "ga-" + group + "-");
        bob = Users.on(group + 1, "gb-" + group + "-");
        carol = Users.on(group + 2, "gc-" + group + "-");
        a = godwit.connect(alice, "phone");
        b = godwit.connect(bob, "phone");
        c = godwit.connect(carol, "phone");
    }

    @AfterEach
    void leave() {
        a.close();
        b.close();
        c.close();
    }

    @Test
    void shouldCreateAGroupAndCarryItsMessages() {
        final Frame created = a.ask("type", "CREATE_CHAT", "participant_ids", List.of(bob, carol), "title", "Tea");
        assertThat(created.text("type")).isEqualTo("CHAT_CREATED");
        assertThat(created.text("kind")).isEqualTo("group");
        assertThat(created.number("participants_count")).isEqualTo(3);
        assertThat(created.values("participants")).map(String.class::cast).containsExactlyInAnyOrder(alice, bob, carol);
        assertThat(created.has("client_chat_id")).isFalse();
        final String chat = created.text("chat_id");
        final Frame seen = b.await("CHAT_CREATED");
        assertThat(seen.text("chat_id")).isEqualTo(chat);
        assertThat(seen.text("title")).isEqualTo("Tea");
        assertThat(seen.has("client_chat_id")).isFalse();
        assertThat(c.await("CHAT_CREATED").text("chat_id")).isEqualTo(chat);

        final Frame sent = send(a, chat, "k1");
        assertThat(sent.number("seq")).isEqualTo(1);
        final Frame toBob = b.message("k1");
        final Frame toCarol = c.message("k1");
        assertThat(toCarol.text("msg_id")).isEqualTo(sent.text("msg_id"));
        acknowledge(b, toBob, "READ");
        a.receipt(bob, "READ", 1);
        assertThat(status(a, chat)).as("carol has not got it").isEqualTo(1);
        acknowledge(c, toCarol, "DELIVERED");
        a.receipt(carol, "DELIVERED", 1);
        assertThat(status(a, chat)).isEqualTo(2);
        acknowledge(c, toCarol, "READ");
        a.receipt(carol, "READ", 1);
        assertThat(status(a, chat)).isEqualTo(3);
    }

    @Test
    void shouldCreateAGroupOnceForAKey() {
        final String chat = a.ask("type", "CREATE_CHAT", "participant_ids", List.of(bob, carol), "client_chat_id", "k")
            .text("chat_id");
        final Frame again =
            a.ask("type", "CREATE_CHAT", "participant_ids", List.of(bob, carol), "client_chat_id", "k");
        assertThat(again.text("chat_id")).isEqualTo(chat);
        assertThat(again.text("client_chat_id")).isEqualTo("k");
        final Frame changed =
            a.ask("type", "CREATE_CHAT", "participant_ids", List.of(bob, carol, "gd-" + alice), "title", "Coffee", "client_chat_id", "k");
        assertThat(changed.text("chat_id")).as("also with other arguments").isEqualTo(chat);
        assertThat(changed.number("participants_count")).isEqualTo(3);
        assertThat(changed.text("title")).isEmpty();
        assertThat(a.ask("type", "CREATE_CHAT", "participant_ids", List.of(bob), "client_chat_id", "k").text("kind"))
            .as("a chat with one other is unique by itself").isEqualTo("direct");
        assertThat(group(a)).as("without a key there is another each time").isNotEqualTo(group(a)).isNotEqualTo(chat);
    }

    @Test
    void shouldTellACreatorWhoLeftWhichGroupItWasAndNothingOfNow() {
        final Object[] creation = {"type", "CREATE_CHAT", "participant_ids", List.of(bob, carol), "title", "Tea",
            "client_chat_id", "left"};
        final String chat = a.ask(creation).text("chat_id");
        final long left = a.ask("type", "LEAVE_CHAT", "chat_id", chat).number("version");
        b.ask("type", "UPDATE_CHAT", "chat_id", chat, "title", "Of now");
        final Frame again = a.ask(creation);
        assertThat(again.text("chat_id")).isEqualTo(chat);
        assertThat(again.text("client_chat_id")).isEqualTo("left");
        assertThat(again.values("participants")).isEmpty();
        assertThat(again.number("participants_count")).isZero();
        assertThat(again.text("title")).isEmpty();
        assertThat(again.number("version")).as("as at the leaving").isEqualTo(left);
    }

    /** One of them lives on the shard of the group, the other one does not. */
    @Test
    void shouldTellOneWhoWasRemovedMeanwhileNothingOfLater() {
        final String near = Users.on(Users.shardOf(alice), "gn-" + bob);
        final String far = Users.on(Users.shardOf(bob), "gf-" + bob);
        final String chat = a.ask("type", "CREATE_CHAT", "participant_ids", List.of(bob, near, far), "title", "Before")
            .text("chat_id");
        send(a, chat, "one");
        a.ask("type", "REMOVE_PARTICIPANTS", "chat_id", chat, "user_ids", List.of(near, far));
        a.ask("type", "UPDATE_CHAT", "chat_id", chat, "title", "Secret");
        a.ask("type", "ADD_PARTICIPANTS", "chat_id", chat, "user_ids", List.of(carol));
        send(a, chat, "secret");
        c.message("secret");
        seesNothingOfAfterTheRemoval(near, chat);
        seesNothingOfAfterTheRemoval(near, chat);
        seesNothingOfAfterTheRemoval(far, chat);
    }

    private void seesNothingOfAfterTheRemoval(final String user, final String chat) {
        final TestClient client = godwit.connect(user, "phone");
        final Frame created = client.await("CHAT_CREATED");
        assertThat(created.text("title")).isEqualTo("Before");
        assertThat(created.number("version")).isZero();
        assertThat(created.number("participants_count")).isEqualTo(4);
        assertThat(created.values("participants")).map(String.class::cast).containsExactly(user);
        client.message("one");
        final Frame removed = client.await("CHAT_UPDATED");
        assertThat(removed.text("change")).isEqualTo("removed");
        assertThat(removed.number("version")).as("higher than what was announced").isEqualTo(1);
        final Frame page = client.ask("type", "LIST_CHATS", "since", "0");
        final Frame row = page.list("chats").get(0);
        assertThat(row.text("chat_id")).isEqualTo(chat);
        assertThat(row.flag("member")).isFalse();
        assertThat(row.text("title")).isEqualTo("Before");
        assertThat(row.number("version")).isEqualTo(1);
        assertThat(row.number("participants_count")).isEqualTo(2);
        assertThat(row.number("last_seq")).isEqualTo(removed.number("seq"));
        assertThat(client.ask("type", "LEAVE_CHAT", "chat_id", chat).number("version")).isEqualTo(1);
        assertThat(client.unread()).noneMatch(frame -> frame.toString().contains("ecret"));
        client.close();
    }

    @Test
    void shouldAnswerAChangeAndPushItInOneFrame() {
        final String chat = group(a);
        final Frame answer = a.ask("type", "UPDATE_CHAT", "chat_id", chat, "title", "Coffee");
        assertThat(answer.text("type")).isEqualTo("CHAT_UPDATED");
        assertThat(answer.text("change")).isEqualTo("title");
        assertThat(answer.text("title")).isEqualTo("Coffee");
        assertThat(answer.text("by")).isEqualTo(alice);
        assertThat(answer.number("seq")).isEqualTo(1);
        assertThat(answer.number("version")).isEqualTo(1);
        final Frame pushed = b.await("CHAT_UPDATED");
        assertThat(pushed.has("req_id")).isFalse();
        assertThat(pushed.text("msg_id")).isEqualTo(answer.text("msg_id"));
        assertThat(pushed.number("version")).isEqualTo(1);
        a.roundTrip();
        assertThat(a.unread()).as("no second frame").noneMatch(frame -> frame.is("CHAT_UPDATED"));
        acknowledge(a, answer, "DELIVERED");

        final Frame none = a.ask("type", "UPDATE_CHAT", "chat_id", chat, "title", "Coffee");
        assertThat(none.text("change")).isEqualTo("none");
        assertThat(none.number("version")).isEqualTo(1);
        assertThat(none.has("seq")).isFalse();
        assertThat(send(a, chat, "k1").number("seq")).isEqualTo(2);
    }

    @Test
    void shouldLetMembersComeAndGo() {
        final String chat = group(a);
        final String dave = Users.on(Users.shardOf(alice) + 3, "gd-" + bob);
        final TestClient d = godwit.connect(dave, "phone");
        send(a, chat, "before");
        final Frame added = a.ask("type", "ADD_PARTICIPANTS", "chat_id", chat, "user_ids", List.of(dave, dave, bob));
        assertThat(added.text("change")).isEqualTo("added");
        assertThat(added.values("user_ids")).map(String.class::cast).containsExactly(dave);
        assertThat(added.number("user_ids_count")).isEqualTo(1);
        assertThat(d.await("CHAT_CREATED").number("participants_count")).isEqualTo(4);
        assertThat(d.await("CHAT_UPDATED").number("seq")).as("the first entry").isEqualTo(2);
        send(a, chat, "with dave");
        assertThat(d.message("with dave").number("seq")).isEqualTo(3);
        final Frame own = send(d, chat, "of dave");
        b.message("of dave");
        assertThat(row(b, chat).number("unread")).as("changes do not count").isEqualTo(3);

        final Frame removed = a.ask("type", "REMOVE_PARTICIPANTS", "chat_id", chat, "user_ids", List.of(dave));
        assertThat(removed.text("change")).isEqualTo("removed");
        assertThat(d.await("CHAT_UPDATED").text("change")).isEqualTo("removed");
        send(a, chat, "without dave");
        b.message("without dave");
        d.roundTrip();
        assertThat(d.unread()).noneMatch(frame -> frame.is("RECEIVE_MESSAGE"));
        assertThat(history(d, chat, "after_seq", 0)).map(entry -> entry.number("seq")).containsExactly(2L, 3L, 4L, 5L);
        assertThat(history(d, chat, "after_seq", 0)).last().satisfies(entry -> {
            assertThat(entry.text("type")).isEqualTo("CHAT_UPDATED");
            assertThat(entry.has("status")).isFalse();
        });
        d.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "x", "text", "x");
        d.error("FORBIDDEN");
        assertThat(d.ask("type", "GET_CHAT", "chat_id", chat).text("code")).isEqualTo("FORBIDDEN");
        final TestClient elsewhere = godwit.connect(dave, "tablet");
        final Frame known = send(elsewhere, chat, "of dave");
        assertThat(known.flag("duplicate")).as("from another device and edge, removed or not").isTrue();
        assertThat(known.text("msg_id")).isEqualTo(own.text("msg_id"));
        List.of(d, elsewhere).forEach(TestClient::close);
    }

    @Test
    void shouldObeyAdminsOnly() {
        final String chat = group(a);
        assertThat(b.ask("type", "UPDATE_CHAT", "chat_id", chat, "title", "x").text("code")).isEqualTo("FORBIDDEN");
        final Frame role = a.ask("type", "SET_ROLE", "chat_id", chat, "user_id", bob, "role", "admin");
        assertThat(role.text("change")).isEqualTo("role");
        assertThat(role.text("role")).isEqualTo("admin");
        assertThat(role.values("user_ids")).map(String.class::cast).containsExactly(bob);
        assertThat(b.ask("type", "UPDATE_CHAT", "chat_id", chat, "title", "x").text("change")).isEqualTo("title");
        final Frame row = b.ask("type", "GET_CHAT", "chat_id", chat);
        assertThat(row.text("role")).isEqualTo("admin");
        assertThat(row.number("version")).isEqualTo(2);
        assertThat(row.has("peer_id")).isFalse();
        assertThat(row.list("participants")).hasSize(3);
        assertThat(row.object("last_message").text("type")).isEqualTo("CHAT_UPDATED");
    }

    @Test
    void shouldMakeTheLongestMemberAdminWhenTheLastOneLeaves() {
        final String chat = group(a);
        final Frame left = a.ask("type", "LEAVE_CHAT", "chat_id", chat);
        assertThat(left.text("change")).isEqualTo("left");
        assertThat(b.await("CHAT_UPDATED").text("change")).isEqualTo("left");
        final Frame succession = b.await("CHAT_UPDATED");
        assertThat(succession.text("change")).isEqualTo("role");
        assertThat(succession.text("role")).isEqualTo("admin");
        assertThat(a.ask("type", "LEAVE_CHAT", "chat_id", chat).text("change")).isEqualTo("none");
        final List<Frame> rows = a.ask("type", "LIST_CHATS").list("chats");
        assertThat(rows).noneMatch(row -> row.has("chat_id", chat));
        final List<Frame> since = a.ask("type", "LIST_CHATS", "since", "0").list("chats");
        assertThat(since).filteredOn(row -> row.has("chat_id", chat)).singleElement().satisfies(row -> {
            assertThat(row.flag("member")).isFalse();
            assertThat(row.number("last_seq")).isEqualTo(1);
        });
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        final String direct = a.ask("type", "CREATE_CHAT", "participant_ids", List.of(bob, bob, alice)).text("chat_id");
        assertThat(a.ask("type", "CREATE_CHAT", "participant_ids", List.of(alice)).text("code")).isEqualTo("INVALID");
        for (final Frame error : List.of(
            a.ask("type", "LEAVE_CHAT", "chat_id", direct), a.ask("type", "UPDATE_CHAT", "chat_id", direct, "title", "x"),
            a.ask("type", "ADD_PARTICIPANTS", "chat_id", direct, "user_ids", List.of(carol)),
            a.ask("type", "REMOVE_PARTICIPANTS", "chat_id", direct, "user_ids", List.of(bob)),
            a.ask("type", "SET_ROLE", "chat_id", direct, "user_id", bob, "role", "admin"))) {
            assertThat(error.text("code")).isEqualTo("INVALID");
        }
        assertThat(c.ask("type", "LEAVE_CHAT", "chat_id", direct).text("code")).isEqualTo("FORBIDDEN");
        final List<String> many = IntStream.range(0, 1_001).mapToObj(i -> "m" + i).toList();
        assertThat(a.ask("type", "CREATE_CHAT", "participant_ids", many).text("code")).isEqualTo("TOO_LARGE");
        assertThat(a.ask("type", "ADD_PARTICIPANTS", "chat_id", group(a), "user_ids", many).text("code"))
            .isEqualTo("TOO_LARGE");
    }

    @Test
    void shouldBeForAdminsAlone() {
        final String chat = group(a);
        final TestClient stranger = godwit.connect(bob + "-s", "phone");
        for (final TestClient other : List.of(b, stranger)) {
            for (final Frame error : List.of(
                other.ask("type", "ADD_PARTICIPANTS", "chat_id", chat, "user_ids", List.of(alice + "-x")),
                other.ask("type", "REMOVE_PARTICIPANTS", "chat_id", chat, "user_ids", List.of(carol)),
                other.ask("type", "SET_ROLE", "chat_id", chat, "user_id", bob, "role", "admin"),
                other.ask("type", "UPDATE_CHAT", "chat_id", chat, "title", "x"))) {
                assertThat(error.text("code")).isEqualTo("FORBIDDEN");
            }
        }
        for (final Frame error : List.of(stranger.ask("type", "LEAVE_CHAT", "chat_id", chat),
            stranger.ask("type", "GET_CHAT", "chat_id", chat), stranger.ask("type", "HISTORY", "chat_id", chat))) {
            assertThat(error.text("code")).isEqualTo("FORBIDDEN");
        }
        assertThat(b.ask("type", "GET_CHAT", "chat_id", chat).number("version")).as("nothing changed").isZero();
        stranger.close();
    }

    @Test
    void shouldHoldAThousandMembersAndTellThemInPages() {
        final List<String> many = IntStream.range(0, 1_000).mapToObj(i -> alice + "-m" + i).toList();
        final Frame created = a.ask("type", "CREATE_CHAT", "participant_ids", many);
        final String chat = created.text("chat_id");
        assertThat(created.number("participants_count")).isEqualTo(1_001);
        assertThat(created.values("participants")).hasSize(100);
        final Frame added = a.ask("type", "ADD_PARTICIPANTS", "chat_id", chat, "user_ids",
            IntStream.range(0, 200).mapToObj(i -> alice + "-n" + i).toList());
        assertThat(added.number("user_ids_count")).isEqualTo(200);
        assertThat(added.values("user_ids")).hasSize(100);
        final Frame first = a.ask("type", "GET_CHAT", "chat_id", chat);
        final Frame second = a.ask("type", "GET_CHAT", "chat_id", chat, "cursor", first.text("next"));
        final Frame third = a.ask("type", "GET_CHAT", "chat_id", chat, "cursor", second.text("next"));
        assertThat(List.of(first, second, third)).map(page -> page.list("participants").size())
            .containsExactly(500, 500, 201);
        assertThat(third.has("next")).isFalse();
    }

    @Test
    void shouldBringWhatHappenedWhileAway() {
        final String chat = group(a);
        c.close();
        a.ask("type", "UPDATE_CHAT", "chat_id", chat, "title", "Coffee");
        send(a, chat, "k1");
        a.ask("type", "REMOVE_PARTICIPANTS", "chat_id", chat, "user_ids", List.of(carol));
        c = godwit.connect(carol, "phone");
        final Frame title = c.await("CHAT_UPDATED");
        assertThat(title.text("title")).isEqualTo("Coffee");
        assertThat(c.message("k1").number("seq")).isEqualTo(2);
        final Frame removed = c.await("CHAT_UPDATED");
        assertThat(removed.number("seq")).isEqualTo(3);
        c.send("type", "MESSAGE_ACK", "msg_id", removed.text("msg_id"), "status", "DELIVERED", "req_id", "d");
        assertThat(c.answer("d").text("type")).isEqualTo("OK");
    }

    private String group(final TestClient creator) {
        return creator.ask("type", "CREATE_CHAT", "participant_ids", List.of(bob, carol)).text("chat_id");
    }

    private static Frame send(final TestClient client, final String chat, final String key) {
        client.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", key, "text", key);
        return client.sent(key);
    }

    private static void acknowledge(final TestClient client, final Frame entry, final String status) {
        client.send("type", "MESSAGE_ACK", "chat_id", entry.text("chat_id"), "msg_id", entry.text("msg_id"), "status",
            status);
    }

    private long status(final TestClient client, final String chat) {
        return history(client, chat, "before_seq", 1_000).get(0).number("status");
    }

    private static Frame row(final TestClient client, final String chat) {
        return client.ask("type", "LIST_CHATS").list("chats").stream().filter(row -> row.has("chat_id", chat))
            .findFirst().orElseThrow();
    }

    private List<Frame> history(final TestClient client, final String chat, final String bound, final long sequence) {
        return client.ask("type", "HISTORY", "chat_id", chat, bound, sequence).list("messages");
    }
}
