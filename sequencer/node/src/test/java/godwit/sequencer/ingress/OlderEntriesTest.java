package godwit.sequencer.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.core.CoreCommands;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Entries as logs of older schema versions have them, byte for byte: their blocks are shorter than this version's. They
 * are written out here, since no encoder of this version makes them.
 */
class OlderEntriesTest {
    /** Block 25 bytes: edge 1, correlation 2, chat 3, TEXT. Texts: alice, phone, k2, hi. */
    private static final String SEND_1 = "19001100" + "5d120100"
        + "0100000000000000" + "0200000000000000" + "0300000000000000" + "01"
        + "0500616c696365" + "050070686f6e65" + "02006b32" + "02006869";
    /** The same, and after these the key k1 that it follows. */
    private static final String SEND_2 = SEND_1.replace("5d120100", "5d120200") + "02006b31";
    /** Block 36 bytes: edge 1, epoch 2, correlation 3, connection 4, partition 5. Texts: alice, phone. */
    private static final String ATTACH_1 = "24000800" + "5d120100"
        + "0100000000000000" + "0200000000000000" + "0300000000000000" + "0400000000000000" + "05000000"
        + "0500616c696365" + "050070686f6e65";
    private static final String ATTACH_2 = ATTACH_1.replace("5d120100", "5d120200");

    private final List<String> calls = new ArrayList<>();
    private final NodeCounters counters = new NodeCounters();
    private final CommandAdapter adapter = new CommandAdapter((CoreCommands) Proxy.newProxyInstance(
        CoreCommands.class.getClassLoader(), new Class<?>[] {CoreCommands.class}, (proxy, method, arguments) -> {
            if (!method.getName().equals("onTime")) {
                calls.add(method.getName() + Arrays.stream(arguments).map(OlderEntriesTest::text)
                    .collect(Collectors.joining(" ", " ", "")));
            }
            return null;
        }), counters, auditId -> calls.add("onAudit"));

    @Test
    void shouldReadASendThatNamesNeitherASessionNorTheOneThatItFollows() {
        assertThat(callsOf(SEND_1)).containsExactly("onSend 1 2 0 3 1 alice phone k2  hi");
    }

    @Test
    void shouldReadASendThatNamesNoSession() {
        assertThat(callsOf(SEND_2)).containsExactly("onSend 1 2 0 3 1 alice phone k2 k1 hi");
    }

    @Test
    void shouldReadAnAttachThatNamesNoPreviousSession() {
        assertThat(callsOf(ATTACH_1)).containsExactly("onAttach 1 2 3 4 0 5 alice phone");
        assertThat(callsOf(ATTACH_2)).containsExactly("onAttach 1 2 3 4 0 5 alice phone");
    }

    @Test
    void shouldSkipThemCutAtEachLength() {
        long cuts = 0;
        for (final String whole : List.of(SEND_1, SEND_2, ATTACH_1, ATTACH_2)) {
            for (int length = 0; length < whole.length(); length += 2) {
                assertThat(callsOf(whole.substring(0, length))).isEmpty();
                assertThat(counters.get(NodeCounter.MALFORMED)).isEqualTo(++cuts);
            }
        }
    }

    @Test
    void shouldNotTakeAShortBlockFromThisVersion() {
        assertThat(callsOf(SEND_2.replace("5d120200", "5d120300"))).isEmpty();
        assertThat(callsOf(ATTACH_2.replace("5d120200", "5d120300"))).isEmpty();
        assertThat(counters.get(NodeCounter.MALFORMED)).isEqualTo(2);
    }

    private List<String> callsOf(final String hexadecimal) {
        calls.clear();
        final byte[] bytes = HexFormat.of().parseHex(hexadecimal);
        adapter.onEntry(1, new UnsafeBuffer(bytes), 0, bytes.length);
        return calls;
    }

    private static String text(final Object argument) {
        return argument instanceof DirectBuffer bytes
            ? bytes.getStringWithoutLengthUtf8(0, bytes.capacity()) : String.valueOf(argument);
    }
}
