package godwit.sequencer.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.core.CoreCommands;
import godwit.core.CoreLimits;
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
    /** Block 44 bytes: the same, and the session 6 that the connection had. */
    private static final String ATTACH_6 = "2c000800" + "5d120600"
        + "0100000000000000" + "0200000000000000" + "0300000000000000" + "0400000000000000" + "05000000" + "0600000000000000"
        + "0500616c696365" + "050070686f6e65";
    /** Block 24 bytes: edge 1, epoch 2, session 3. */
    private static final String DETACH_3 = "18000900" + "5d120300"
        + "0100000000000000" + "0200000000000000" + "0300000000000000";
    /** Two elements of 49 bytes: session, chat, sequence, message id, sender's ordinal, status, correlation. */
    private static final String ACKNOWLEDGE_3 = "10001200" + "5d120300" + "0100000000000000" + "0200000000000000"
        + "3100" + "0200"
        + "0300000000000000" + "0400000000000000" + "0500000000000000" + "0600000000000000" + "0700000000000000"
        + "02" + "0800000000000000"
        + "1300000000000000" + "1400000000000000" + "1500000000000000" + "1600000000000000" + "f9ffffffffffffff"
        + "03" + "1800000000000000";
    /** Block 104 bytes: the limits as they were, numbered from 1. */
    private static final String CONFIGURE_3 = "68002a00" + "5d120300" + "01000000" + "02000000"
        + "0300000000000000" + "0400000000000000" + "0500000000000000" + "0600000000000000" + "0700000000000000"
        + "0800000000000000" + "0900000000000000" + "0a00000000000000" + "0b000000" + "0c00000000000000"
        + "0d00000000000000" + "0e000000" + "0f00000000000000";
    /** Block 120 bytes: with members of groups, fan-out and presence. */
    private static final String CONFIGURE_4 = "78002a00" + "5d120400"
        + CONFIGURE_3.substring(16) + "10000000" + "11000000" + "1200000000000000";

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
        assertThat(callsOf(ATTACH_1)).containsExactly("onAttach 1 2 3 4 0 0 5 alice phone");
        assertThat(callsOf(ATTACH_2)).containsExactly("onAttach 1 2 3 4 0 0 5 alice phone");
    }

    @Test
    void shouldReadAnAttachThatDoesNotSayHowLongItWaited() {
        assertThat(callsOf(ATTACH_6)).containsExactly("onAttach 1 2 3 4 6 0 5 alice phone");
    }

    @Test
    void shouldReadADetachThatDoesNotSayWhetherItsEdgeSentTheClientAway() {
        assertThat(callsOf(DETACH_3)).containsExactly("onDetach 1 2 3 false");
    }

    @Test
    void shouldNotTakeTheSendersOrdinalOfAnAcknowledgementForTheChats() {
        assertThat(callsOf(ACKNOWLEDGE_3)).containsExactly(
            "onAcknowledge 1 2 8 3 4 5 6 0 2", "onAcknowledge 1 2 24 19 20 21 22 0 3");
    }

    @Test
    void shouldPutTheDefaultsInForceThatAConfigureDoesNotName() {
        final CoreLimits standard = CoreLimits.DEFAULT;
        assertThat(callsOf(CONFIGURE_3)).containsExactly("onConfigure " + new CoreLimits(
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, standard.groupMembersMax(), standard.fanoutMax(),
            standard.presenceMax()));
        assertThat(callsOf(CONFIGURE_4)).containsExactly("onConfigure " + new CoreLimits(
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18).listing(standard.membershipTimesMax(),
            standard.ownRunsMax(), standard.linkRecordsMax(), standard.commandUsersMax()));
    }

    @Test
    void shouldSkipThemCutAtEachLength() {
        long cuts = 0;
        for (final String whole : List.of(SEND_1, SEND_2, ATTACH_1, ATTACH_2, DETACH_3, ACKNOWLEDGE_3, CONFIGURE_3,
            CONFIGURE_4)) {
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
        assertThat(callsOf(DETACH_3.replace("5d120300", "5d120400"))).isEmpty();
        assertThat(callsOf(ACKNOWLEDGE_3.replace("5d120300", "5d120400"))).isEmpty();
        assertThat(callsOf(CONFIGURE_3.replace("5d120300", "5d120400"))).isEmpty();
        assertThat(callsOf(CONFIGURE_4.replace("5d120400", "5d120500"))).isEmpty();
        assertThat(counters.get(NodeCounter.MALFORMED)).isEqualTo(6);
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
