package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Who types is told, over one shard and over many, to members and to nobody else. */
@ExtendWith(Shared.class)
@Isolated
class TypingSystemTest {
    private final RunningGodwit godwit;

    TypingSystemTest(final RunningGodwit godwit) {
        this.godwit = godwit;
    }

    @Test
    void shouldTellTheOtherOneOnEveryShardAndEdge() {
        shouldTellTheOtherOne(Users.on(1, "ty-one"), Users.on(1, "ty-two"));
        shouldTellTheOtherOne(Users.on(3, "ty-one"), Users.on(0, "ty-two"));
        shouldTellTheOtherOne(Users.on(0, "ty-three"), Users.on(2, "ty-four"));
        assertThat(godwit.get(0, "/metrics")).contains("\ngodwit_edge_typings_total ");
    }

    private void shouldTellTheOtherOne(final String alice, final String bob) {
        try (TestClient a = godwit.connect(alice, "phone", 0); TestClient b = godwit.connect(bob, "phone", 1);
            TestClient tablet = godwit.connect(alice, "tablet", 1)) {
            final String chat = create(a, List.of(bob));
            awaitTyping(a, b, chat, alice);
            awaitTyping(b, a, chat, bob);
            awaitTyping(b, tablet, chat, bob);

            b.send("type", "TYPING", "req_id", "s", "chat_id", chat, "state", "stop");
            assertThat(b.answer("s").text("type")).isEqualTo("OK");
            typing(a, chat, bob, "stop");
            typing(tablet, chat, bob, "stop");
            a.roundTrip();
            assertThat(a.unread()).as("not one's own").noneMatch(frame -> frame.is("TYPING") && frame.has("user_id", alice));

            b.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "m", "text", "typed");
            assertThat(a.message("m").number("seq")).as("it took no place").isEqualTo(1);
        }
    }

    @Test
    void shouldTellAGroup() {
        final String alice = Users.on(0, "ty-ga");
        final String bob = Users.on(1, "ty-gb");
        final String carol = Users.on(2, "ty-gc");
        try (TestClient a = godwit.connect(alice, "phone", 0); TestClient b = godwit.connect(bob, "phone", 1);
            TestClient c = godwit.connect(carol, "phone", 0)) {
            final String chat = create(a, List.of(bob, carol));
            for (final TestClient other : List.of(b, c)) {
                other.await("CHAT_CREATED", frame -> frame.is("CHAT_CREATED") && frame.has("chat_id", chat));
            }
            awaitTyping(a, b, chat, alice);
            awaitTyping(a, c, chat, alice);
            awaitTyping(b, a, chat, bob);
            awaitTyping(b, c, chat, bob);
            c.send("type", "LEAVE_CHAT", "req_id", "l", "chat_id", chat);
            c.answer("l");
            c.send("type", "TYPING", "chat_id", chat, "state", "start");
            c.roundTrip();
            awaitTyping(a, b, chat, alice);
            assertThat(b.unread()).as("carol left").noneMatch(frame -> frame.is("TYPING") && frame.has("user_id", carol));
        }
    }

    /** The answer says that it was taken, the same for a chat of others and for none at all. */
    @Test
    void shouldTellNothingOfAStranger() {
        final String alice = Users.on(0, "ty-sa");
        final String bob = Users.on(0, "ty-sb");
        final String stranger = Users.on(0, "ty-mallory");
        try (TestClient a = godwit.connect(alice, "phone", 0);
            TestClient mallory = godwit.connect(stranger, "phone", 1);
            TestClient b = godwit.connect(bob, "phone", 1)) {
            final String chat = create(a, List.of(bob));
            for (final String id : List.of(chat, "7zzzzzzzzzzzz")) {
                mallory.send("type", "TYPING", "req_id", id, "chat_id", id, "state", "start");
                assertThat(mallory.answer(id).text("type")).isEqualTo("OK");
            }
            mallory.send("type", "TYPING", "chat_id", "no-such-chat", "state", "start");
            mallory.error("FORBIDDEN");
            mallory.send("type", "TYPING", "chat_id", chat, "state", "pause");
            mallory.error("INVALID");
            awaitTyping(b, a, chat, bob);
            assertThat(a.unread()).noneMatch(frame -> frame.is("TYPING") && frame.has("user_id", stranger));
        }
    }

    private static String create(final TestClient creator, final List<String> others) {
        creator.send("type", "CREATE_CHAT", "req_id", "c", "participant_ids", others);
        return creator.answer("c").text("chat_id");
    }

    /** Types until it is seen: another shard may not know of the chat yet, and what nobody can be told of is lost. */
    private static void awaitTyping(final TestClient from, final TestClient to, final String chat, final String user) {
        Awaitility.await(user + " types").atMost(TestClient.PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            from.send("type", "TYPING", "chat_id", chat, "state", "start");
            return to.unread().stream().anyMatch(frame -> isTyping(frame, chat, user, "start"));
        });
        typing(to, chat, user, "start");
    }

    private static void typing(final TestClient client, final String chat, final String user, final String state) {
        client.await(user + " " + state, frame -> isTyping(frame, chat, user, state));
    }

    private static boolean isTyping(final Frame frame, final String chat, final String user, final String state) {
        return frame.is("TYPING") && frame.has("chat_id", chat) && frame.has("user_id", user) && frame.has("state", state);
    }
}
