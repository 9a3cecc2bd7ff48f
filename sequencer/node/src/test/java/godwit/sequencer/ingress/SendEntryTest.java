package godwit.sequencer.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.core.CoreCommands;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.SendEncoder;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A Send names its session and the one that it follows. */
class SendEntryTest {
    private final List<String> calls = new ArrayList<>();
    private final NodeCounters counters = new NodeCounters();
    private final CommandAdapter adapter = new CommandAdapter(recordingCore(), counters, id -> { });
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    @Test
    void shouldReadTheKeyThatIsFollowed() {
        final SendEncoder send = send();
        send.afterClientMsgId("k1");
        adapter.onEntry(5, buffer, 0, send.limit());
        assertThat(calls).containsExactly("s4 alice phone k2 k1 hi");
    }

    @Test
    void shouldSkipASendThatEndsTooEarly() {
        adapter.onEntry(5, buffer, 0, send().limit());
        assertThat(calls).isEmpty();
        assertThat(counters.get(NodeCounter.MALFORMED)).isEqualTo(1);
    }

    private SendEncoder send() {
        final SendEncoder send = new SendEncoder().wrapAndApplyHeader(buffer, 0, header)
            .edgeId(1).correlationId(2).chatId(3).contentKind(ContentKind.TEXT).session(4);
        send.senderId("alice").deviceId("phone").clientMsgId("k2").putBody(new byte[] {'h', 'i'}, 0, 2);
        return send;
    }

    private CoreCommands recordingCore() {
        return (CoreCommands) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {CoreCommands.class},
            (proxy, method, arguments) -> {
                if (method.getName().equals("onSend")) {
                    calls.add("s" + arguments[2] + " " + text(arguments[5]) + " " + text(arguments[6]) + " "
                        + text(arguments[7]) + " " + text(arguments[8]) + " " + text(arguments[9]));
                }
                return null;
            });
    }

    private static String text(final Object bytes) {
        final DirectBuffer buffer = (DirectBuffer) bytes;
        return buffer.getStringWithoutLengthUtf8(0, buffer.capacity());
    }
}
