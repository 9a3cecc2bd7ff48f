package godwit.sequencer.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.core.CoreCommands;
import godwit.core.Refusal;
import godwit.protocol.ProtocolLimits;
import godwit.protocol.codecs.RefusalCode;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bytes in, calls out, by the vectors of the protocol: each command whole, cut at every length, of another version. */
class CommandAdapterTest {
    private static final Path VECTORS = Path.of("../protocol/src/test/resources/godwit/protocol");
    private static final int FIRST_DELIVERY = 64;
    private static final int LINK_BATCH = 32;
    private static final int LAST_LINK = 37;
    private static final int TYPING = 28;
    private static final int TEMPLATE_OFFSET = 2;
    private static final int SCHEMA_OFFSET = 4;
    private static final int VERSION_OFFSET = 6;
    private static final Map<String, byte[]> COMMANDS = new LinkedHashMap<>();
    private static final Map<String, byte[]> COMMANDS_3 = new LinkedHashMap<>();
    private static final Map<String, byte[]> COMMANDS_6 = new LinkedHashMap<>();
    private static final Map<String, byte[]> COMMANDS_4 = new LinkedHashMap<>();
    private static final Map<String, byte[]> NO_ENTRIES = new LinkedHashMap<>();

    private final List<String> calls = new ArrayList<>();
    private final NodeCounters counters = new NodeCounters();
    private final CommandAdapter adapter = new CommandAdapter((CoreCommands) Proxy.newProxyInstance(
        CoreCommands.class.getClassLoader(), new Class<?>[] {CoreCommands.class}, (proxy, method, arguments) -> {
            calls.add(method.getName());
            return null;
        }), counters, auditId -> calls.add("onAudit"));

    @BeforeAll
    static void readVectors() throws Exception {
        readCommands("vectors.txt", COMMANDS);
        readCommands("vectors-6.txt", COMMANDS_6);
        readCommands("vectors-4.txt", COMMANDS_4);
        readCommands("vectors-3.txt", COMMANDS_3);
        assertThat(COMMANDS).hasSize(23);
        assertThat(COMMANDS_6).hasSize(23);
        assertThat(COMMANDS_4).hasSize(22);
        assertThat(COMMANDS_3).hasSize(17);
        assertThat(NO_ENTRIES).hasSize(6);
    }

    private static void readCommands(final String name, final Map<String, byte[]> commands) throws Exception {
        for (final String line : Files.readAllLines(VECTORS.resolve(name))) {
            final byte[] bytes = HexFormat.of().parseHex(line.substring(line.indexOf(' ') + 1));
            final int templateId = bytes[TEMPLATE_OFFSET] & 0xff;
            if (templateId > LINK_BATCH && templateId <= LAST_LINK || templateId == TYPING) {
                NO_ENTRIES.put(line.substring(0, line.indexOf(' ')), bytes);
            } else if (templateId < FIRST_DELIVERY && templateId != LINK_BATCH) {
                commands.put(line.substring(0, line.indexOf(' ')), bytes);
            }
        }
    }

    @Test
    void shouldTurnEachCommandIntoCallsOfItsOwn() {
        COMMANDS.forEach(this::assertCalls);
        COMMANDS_6.forEach(this::assertCalls);
        COMMANDS_4.forEach(this::assertCalls);
        COMMANDS_3.forEach(this::assertCalls);
        assertThat(counters.get(NodeCounter.MALFORMED)).isZero();
        assertThat(counters.get(NodeCounter.UNKNOWN_SCHEMA)).isZero();
        assertThat(counters.get(NodeCounter.UNKNOWN_TEMPLATE)).isZero();
    }

    private void assertCalls(final String name, final byte[] bytes) {
        calls.clear();
        entry(bytes, bytes.length);
        assertThat(calls.get(0)).isEqualTo("onTime");
        assertThat(calls.get(calls.size() - 1)).isEqualTo("on" + name);
    }

    @Test
    void shouldSkipEachCommandCutAtEachLengthWithoutHalfACall() {
        long cuts = 0;
        final List<Map.Entry<String, byte[]>> commands = new ArrayList<>(COMMANDS.entrySet());
        commands.addAll(COMMANDS_6.entrySet());
        commands.addAll(COMMANDS_4.entrySet());
        commands.addAll(COMMANDS_3.entrySet());
        for (final Map.Entry<String, byte[]> command : commands) {
            for (int length = 0; length < command.getValue().length; length++) {
                calls.clear();
                entry(command.getValue(), length);
                assertThat(calls).as("%s cut at %d", command.getKey(), length).containsExactly("onTime");
                assertThat(counters.get(NodeCounter.MALFORMED)).isEqualTo(++cuts);
            }
        }
    }

    @Test
    void shouldSkipAndCountOtherSchemasVersionsAndTemplates() {
        for (final byte[] command : COMMANDS.values()) {
            entry(with(command, VERSION_OFFSET, 99), command.length);
            entry(with(command, SCHEMA_OFFSET, 1), command.length);
            entry(with(command, TEMPLATE_OFFSET, 63), command.length);
            entry(with(command, TEMPLATE_OFFSET, 200), command.length);
        }
        assertThat(calls).containsOnly("onTime");
        assertThat(counters.get(NodeCounter.UNKNOWN_SCHEMA)).isEqualTo(2L * COMMANDS.size());
        assertThat(counters.get(NodeCounter.UNKNOWN_TEMPLATE)).isEqualTo(2L * COMMANDS.size());
    }

    @Test
    void shouldNotTakeForAnEntryWhatStandsInABatchOrOnTheTypingStreamOnly() {
        for (final byte[] message : NO_ENTRIES.values()) {
            entry(message, message.length);
        }
        assertThat(calls).containsOnly("onTime");
        assertThat(counters.get(NodeCounter.UNKNOWN_TEMPLATE)).isEqualTo(NO_ENTRIES.size());
    }

    @Test
    void shouldTakeEntriesUpToTheLongestCommandAndSkipLongerOnes() {
        final byte[] send = COMMANDS.get("Send");
        for (int more = -1; more <= 1; more++) {
            calls.clear();
            entry(Arrays.copyOf(send, ProtocolLimits.COMMAND_LENGTH_MAX + more), ProtocolLimits.COMMAND_LENGTH_MAX + more);
            assertThat(calls).as("n%+d", more).contains(more > 0 ? "onTime" : "onSend");
        }
        assertThat(calls).containsExactly("onTime");
        assertThat(counters.get(NodeCounter.TOO_LONG)).isEqualTo(1);
        assertThat(counters.get(NodeCounter.MALFORMED)).isZero();
    }

    @Test
    void shouldNumberRefusalsInTheCoreAsInTheSchema() throws Exception {
        for (final RefusalCode code : RefusalCode.values()) {
            if (code != RefusalCode.NULL_VAL) {
                assertThat(Refusal.class.getField(code.name()).getInt(null)).as(code.name())
                    .isEqualTo(code.value());
            }
        }
        assertThat(Arrays.stream(Refusal.class.getFields()).filter(field -> field.getType() == int.class))
            .hasSize(RefusalCode.values().length - 1);
    }

    private void entry(final byte[] bytes, final int length) {
        // a buffer that ends with the entry: a read behind it throws
        adapter.onEntry(1, new UnsafeBuffer(Arrays.copyOf(bytes, length)), 0, length);
    }

    private static byte[] with(final byte[] bytes, final int offset, final int value) {
        final byte[] changed = bytes.clone();
        changed[offset] = (byte) value;
        return changed;
    }
}
