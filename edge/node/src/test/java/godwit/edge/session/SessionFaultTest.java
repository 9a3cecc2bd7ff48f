package godwit.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.request.Connection;
import godwit.edge.request.Request;
import org.junit.jupiter.api.Test;

/** A bug costs a client one answer, and not its connection. */
class SessionFaultTest {
    private final SessionHarness h = new SessionHarness().live();

    @Test
    void shouldAnswerInternalAndStayWhenTheWorkOnAFrameBreaksOff() {
        h.broken = true;
        h.in("{'type':'GET_CHAT','req_id':'r','chat_id':'0000000000007'}");
        assertThat(h.lastOut()).contains("\"ERROR\"", "\"req_id\":\"r\"", "\"chat_id\":\"0000000000007\"",
            "\"code\":\"INTERNAL\"", "\"retryable\":true").doesNotContain("on purpose");
        assertThat(h.bugs).hasSize(1);
        h.broken = false;
        h.in("{'type':'HEARTBEAT'}");
        assertThat(h.lastOut()).contains("HEARTBEAT_ACK");
        assertThat(h.session.state()).isEqualTo(SessionState.LIVE);
    }

    @Test
    void shouldNotLetABrokenSendTakeAPlaceNorBeOvertaken() {
        h.broken = true;
        for (int i = 0; i < 40; i++) {
            h.send("a");
            assertThat(h.lastOut()).contains("INTERNAL", "\"client_msg_id\":\"a\"");
        }
        h.broken = false;
        h.send("b");
        assertThat(h.lastOut()).as("behind the broken one").contains("UNAVAILABLE", "\"b\"");
        h.send("a");
        for (int i = 1; i < 32; i++) {
            h.send("m" + i);
        }
        assertThat(h.requests).hasSize(32);
    }

    @Test
    void shouldGiveBackThePlaceOfASendThatBrokeBehindIt() {
        for (int i = 0; i < 32; i++) {
            h.send("m" + i);
        }
        h.session.onRefused((Request.Send) h.requests.get(0), Connection.BROKEN, 0, 0);
        assertThat(h.lastOut()).contains("INTERNAL", "\"retryable\":true", "\"client_msg_id\":\"m0\"");
        h.send("m32");
        assertThat(h.last(Request.Send.class).clientMsgId()).isEqualTo("m32");
    }
}
