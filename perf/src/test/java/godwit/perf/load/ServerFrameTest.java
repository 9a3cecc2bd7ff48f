package godwit.perf.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ServerFrameTest {
    private final ServerFrame frame = new ServerFrame();

    @Test
    void shouldReadWhatTheLoadNeedsAndSkipTheRest() {
        parse("{\"type\":\"MESSAGE_ACK\",\"new\":{\"seq\":9},\"chat_id\":\"c\",\"client_msg_id\":\"m-0-4\","
            + "\"msg_id\":\"77\",\"seq\":42,\"status\":\"SENT\",\"ts\":1,\"duplicate\":true,\"list\":[1,{\"a\":2}]}");
        assertThat(frame.type).isEqualTo("MESSAGE_ACK");
        assertThat(frame.sequence).isEqualTo(42);
        assertThat(frame.clientMsgId).isEqualTo("m-0-4");
        assertThat(frame.duplicate).isTrue();
    }

    @Test
    void shouldFindTheInFlightLimitAndForgetTheFrameBefore() {
        parse("{\"type\":\"ERROR\",\"code\":\"UNAVAILABLE\",\"retryable\":true,\"retry_after_ms\":70}");
        assertThat(frame.retryable).isTrue();
        parse("{\"type\":\"CONNECTED\",\"limits\":{\"frame_bytes\":65536,\"in_flight\":32},\"heartbeat_ms\":5000}");
        assertThat(frame.inFlight).isEqualTo(32);
        assertThat(frame.heartbeatMs).isEqualTo(5000);
        assertThat(frame.retryable).isFalse();
        assertThat(frame.code).isNull();
    }

    @Test
    void shouldReadThePageOfAChatsMembers() {
        parse("{\"type\":\"CHAT\",\"req_id\":\"q1\",\"delivered_seq\":9,\"participants\":[{\"user_id\":\"a\",\"role\":\"admin\","
            + "\"new\":[{}],\"delivered_seq\":7,\"read_seq\":5},{\"user_id\":\"b\"}],\"next\":\"n\"}");
        assertThat(frame.participants).containsExactly(new ServerFrame.Marks("a", 7, 5), new ServerFrame.Marks("b", 0, 0));
        assertThat(frame.next).isEqualTo("n");
        assertThat(frame.reqId).isEqualTo("q1");
        assertThat(frame.userId).isNull();
        parse("{\"type\":\"CHAT_CREATED\",\"participants\":[\"a\",\"b\"],\"chat_id\":\"c\"}");
        assertThat(frame.participants).isEmpty();
        assertThat(frame.chatId).isEqualTo("c");
    }

    private void parse(final String json) {
        final byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        frame.parse(utf8, utf8.length);
    }
}
