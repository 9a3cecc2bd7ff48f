package godwit.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.request.Request;
import godwit.protocol.codecs.RefusalCode;
import org.junit.jupiter.api.Test;

/** Sends behind one that was refused are not numbered before it; what the socket dropped was not pushed. */
class SessionOrderTest {
    private static final String EMPTY = "{'type':'SEND_MESSAGE','chat_id':'0000000000007','msg_id':'a','text':''}";

    @Test
    void shouldHoldSendsBehindOneThatWasAFrameTooMany() {
        final SessionHarness h = new SessionHarness(new SessionConfiguration(32, 256, 200, 1_000, 1, 2, 10_000)).live();
        h.in("{'type':'HEARTBEAT'}");
        h.send("a");
        assertThat(h.lastOut()).contains("RATE_LIMITED", "\"client_msg_id\":\"a\"");
        h.at(1_000);
        h.send("b");
        assertThat(h.lastOut()).contains("RATE_LIMITED", "\"client_msg_id\":\"b\"");
        assertThat(h.requests).isEmpty();
        h.at(2_000);
        h.send("a");
        h.at(3_000);
        h.send("b");
        assertThat(h.requests).extracting(r -> ((Request.Send) r).clientMsgId()).containsExactly("a", "b");
    }

    @Test
    void shouldHoldSendsBehindOneThatWasAFrameTooManyThoughItIsInvalid() {
        final SessionHarness h = new SessionHarness(new SessionConfiguration(32, 256, 200, 1_000, 1, 2, 10_000)).live();
        h.in("{'type':'HEARTBEAT'}");
        h.in(EMPTY);
        assertThat(h.lastOut()).contains("RATE_LIMITED", "\"client_msg_id\":\"a\"");
        h.at(1_000);
        h.send("b");
        assertThat(h.lastOut()).contains("RATE_LIMITED", "\"client_msg_id\":\"b\"");
        assertThat(h.requests).isEmpty();
        h.at(2_000);
        h.in(EMPTY);
        assertThat(h.lastOut()).contains("INVALID", "\"client_msg_id\":\"a\"");
        h.at(3_000);
        h.send("b");
        assertThat(h.requests).as("the awaited one came").hasSize(1);
    }

    @Test
    void shouldHoldNothingBehindOneThatIsInvalid() {
        final SessionHarness h = new SessionHarness().live();
        h.in(EMPTY);
        assertThat(h.lastOut()).contains("INVALID");
        h.send("b");
        assertThat(h.requests).hasSize(1);
    }

    /** "What was refused counts as a frame, not as a send." */
    @Test
    void shouldNotCountASendThatTheShardRefusedAsASend() {
        final SessionHarness h = new SessionHarness(new SessionConfiguration(32, 256, 1, 3, 100, 100, 10_000)).live();
        for (int i = 0; i < 3; i++) {
            h.send("a");
            h.session.onRefused(h.last(Request.Send.class), RefusalCode.UNAVAILABLE, 0, 0);
        }
        for (int i = 0; i < 3; i++) {
            h.send("a");
        }
        assertThat(h.requests).hasSize(6);
        h.send("b");
        assertThat(h.requests).as("these count").hasSize(6);
        assertThat(h.lastOut()).contains("RATE_LIMITED", "\"client_msg_id\":\"b\"");
    }

    @Test
    void shouldHoldSendsBehindOneThatCameWithoutASession() {
        final SessionHarness h = new SessionHarness();
        h.connect("alice");
        h.session.onRefused(h.last(Request.Attach.class), RefusalCode.UNAVAILABLE, 0, 0);
        h.send("a");
        assertThat(h.lastOut()).contains("UNAVAILABLE", "\"client_msg_id\":\"a\"");
        h.connect("alice");
        h.session.onAttached(h.last(Request.Attach.class), 77, true);
        h.requests.clear();
        h.send("b");
        assertThat(h.lastOut()).contains("UNAVAILABLE", "\"client_msg_id\":\"b\"");
        h.send("a");
        h.send("b");
        assertThat(h.requests).extracting(r -> ((Request.Send) r).clientMsgId()).containsExactly("a", "b");
    }

    @Test
    void shouldSayWithAnAcknowledgementHowManyEntriesTheSocketTook() {
        final SessionHarness h = new SessionHarness().live();
        h.session.onEntry(new byte[] {'1'}, 1);
        h.dropping = true;
        h.session.onEntry(new byte[] {'2'}, 2);
        h.session.onEntry(new byte[] {'3'}, 3);
        acknowledge(h);
        assertThat(h.last(Request.Acknowledge.class).taken()).isEqualTo(1);
        h.session.onRoom();
        assertThat(h.last(Request.Restart.class).droppedFrom()).isEqualTo(1);
        h.dropping = false;
        h.session.onRestarted();
        h.session.onEntry(new byte[] {'2'}, 2);
        acknowledge(h);
        assertThat(h.last(Request.Acknowledge.class).taken()).isEqualTo(4);
    }

    private static void acknowledge(final SessionHarness h) {
        h.in("{'type':'MESSAGE_ACK','chat_id':'0000000000007','msg_id':'3','status':'READ'}");
    }
}
