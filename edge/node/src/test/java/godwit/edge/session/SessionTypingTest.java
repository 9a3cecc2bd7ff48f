package godwit.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.request.Request;
import godwit.protocol.ChatIds;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Who types goes on, but not too often; nobody waits for it, and nothing is answered that was not asked. */
class SessionTypingTest {
    private static final String OK = "{\"type\":\"OK\",\"req_id\":\"r\"}";

    private final SessionHarness h = new SessionHarness().live();

    @Test
    void shouldGoOnAndAnswerAtOnceIfAsked() {
        type(7, "start");
        h.in("{'type':'TYPING','req_id':'r','chat_id':'0000000000008','state':'stop'}");
        assertThat(h.requests).containsExactly(new Request.Typing(1, 7, true), new Request.Typing(1, 8, false));
        assertThat(h.out).containsExactly(OK);
    }

    @Test
    void shouldGoOnOnceASecondAndChatAndSwallowTheRest() {
        type(7, "start");
        type(7, "start");
        h.in("{'type':'TYPING','req_id':'r','chat_id':'0000000000007','state':'start'}");
        type(8, "start");
        assertThat(h.requests).containsExactly(new Request.Typing(1, 7, true), new Request.Typing(1, 8, true));
        assertThat(h.out).as("swallowed is fine").containsExactly(OK);
        assertThat(h.counters.get(EdgeCounter.TYPINGS_SWALLOWED)).isEqualTo(2);
        h.requests.clear();
        h.at(999);
        type(7, "start");
        assertThat(h.requests).isEmpty();
        h.at(1_000);
        type(7, "start");
        type(7, "start");
        assertThat(h.requests).containsExactly(new Request.Typing(1, 7, true));
    }

    @Test
    void shouldLeaveNobodyTypingWhoStopped() {
        type(7, "start");
        type(7, "stop");
        type(7, "start");
        type(7, "stop");
        type(7, "stop");
        assertThat(h.requests).containsExactly(new Request.Typing(1, 7, true), new Request.Typing(1, 7, false));
        h.requests.clear();
        h.at(1_000);
        type(7, "start");
        h.at(1_010);
        type(7, "stop");
        h.at(1_999);
        type(7, "stop");
        assertThat(h.requests).containsExactly(new Request.Typing(1, 7, true), new Request.Typing(1, 7, false));
        h.at(2_010);
        type(7, "stop");
        assertThat(h.requests).as("the one before may be lost").hasSize(3);
    }

    @Test
    void shouldTellOfAnyNumberOfChatsAndRememberABoundedOne() {
        for (int chat = 1; chat <= 3 * TypingRate.CHATS_MAX; chat++) {
            type(chat, "start");
        }
        assertThat(h.requests).hasSize(3 * TypingRate.CHATS_MAX);
        type(3 * TypingRate.CHATS_MAX, "start");
        assertThat(h.requests).hasSize(3 * TypingRate.CHATS_MAX);
    }

    @Test
    void shouldLoseWhatHasNoRoomAndSayItIfAsked() {
        h.full = true;
        type(7, "start");
        assertThat(h.out).isEmpty();
        h.in("{'type':'TYPING','req_id':'r','chat_id':'0000000000008','state':'start'}");
        assertThat(h.lastOut()).contains("\"req_id\":\"r\",\"chat_id\":\"0000000000008\",\"code\":\"UNAVAILABLE\"");
        assertThat(h.counters.get(EdgeCounter.TYPINGS_SWALLOWED)).isEqualTo(2);
    }

    @Test
    void shouldCountAsAFrameOfTheConnection() {
        final int burst = SessionConfiguration.DEFAULT.framesBurst();
        for (int i = 0; i <= burst; i++) {
            type(7, "start");
        }
        assertThat(h.lastOut()).contains("RATE_LIMITED");
        assertThat(h.requests).hasSize(1);
    }

    @Test
    void shouldShowWhoTypesUnlessTheSocketIsSlow() {
        h.session.onFleetingFrame("typing".getBytes(StandardCharsets.US_ASCII));
        h.dropping = true;
        h.session.onFleetingFrame("more".getBytes(StandardCharsets.US_ASCII));
        h.dropping = false;
        h.session.onClosed();
        h.session.onFleetingFrame("late".getBytes(StandardCharsets.US_ASCII));
        assertThat(h.out).containsExactly("typing");
    }

    private void type(final int chat, final String state) {
        h.in("{'type':'TYPING','chat_id':'" + ChatIds.format(chat) + "','state':'" + state + "'}");
    }
}
