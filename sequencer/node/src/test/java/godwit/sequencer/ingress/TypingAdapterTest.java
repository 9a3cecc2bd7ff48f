package godwit.sequencer.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.core.ChatView;
import godwit.core.Core;
import godwit.core.CoreListener;
import godwit.core.IndexKey;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.TypingEncoder;
import godwit.protocol.codecs.TypingState;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Bytes of the typing stream in; out whom a core tells, or nothing but a count. */
class TypingAdapterTest {
    private static final int BLOCK_LENGTH_OFFSET = 0;
    private static final int TEMPLATE_OFFSET = 2;
    private static final int SCHEMA_OFFSET = 4;
    private static final int VERSION_OFFSET = 6;
    private static final int STATE_OFFSET = MessageHeaderEncoder.ENCODED_LENGTH + TypingEncoder.stateEncodingOffset();

    private final List<String> told = new ArrayList<>();
    private long epoch;
    private long chat;
    private final NodeCounters counters = new NodeCounters();
    private final Core core = new Core(0, (CoreListener) Proxy.newProxyInstance(
        CoreListener.class.getClassLoader(), new Class<?>[] {CoreListener.class}, (proxy, method, arguments) -> {
            switch (method.getName()) {
                case "onEdgeOpened" -> epoch = (long) arguments[2];
                case "onChatCreated" -> chat = ((ChatView) arguments[2]).chatId();
                case "onTyping" -> told.add(arguments[0] + " " + text((DirectBuffer) arguments[2]) + " " + arguments[3]);
                default -> {
                }
            }
            return null;
        }), new IndexKey(1, 2));
    private final TypingAdapter adapter = new TypingAdapter(core, counters);

    TypingAdapterTest() {
        core.onTime(1);
        core.onRange(0, 0);
        core.onTopology();
        core.onEdgeOpen(7, 1, 1, bytes("aeron:ipc"));
        core.onAttach(7, epoch, 2, 1, 0, 0, 2, bytes("bob"), bytes("phone"));
        core.onParticipant(2, bytes("bob"));
        core.onCreateChat(7, 3, 1, bytes("alice"), bytes("phone"), bytes(""), bytes(""));
    }

    @Test
    void shouldTellTheCoreWhatEdgesAndOtherShardsTell() {
        take(typing(TypingState.START, false, "alice"));
        take(typing(TypingState.STOP, false, "alice"));
        take(typing(TypingState.START, false, "carol"));
        assertThat(told).as("carol is a stranger").containsExactly("7 alice true", "7 alice false");
        take(typing(TypingState.STOP, true, "carol"));
        assertThat(told).as("of another shard's chat that shard has judged").hasSize(3).endsWith("7 carol false");
        assertThat(counters.get(NodeCounter.TYPINGS)).isEqualTo(4);
        assertThat(counters.get(NodeCounter.TYPINGS_SKIPPED)).isZero();
    }

    @Test
    void shouldSkipWhatIsCutAtEachLength() {
        final byte[] whole = typing(TypingState.START, false, "alice");
        for (int length = 0; length < whole.length; length++) {
            take(Arrays.copyOf(whole, length));
            assertThat(counters.get(NodeCounter.TYPINGS_SKIPPED)).as("cut at %d", length).isEqualTo(length + 1);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void shouldSkipWhatItDoesNotKnow() {
        final byte[] whole = typing(TypingState.START, false, "alice");
        final int[][] changes = {{VERSION_OFFSET, 99}, {SCHEMA_OFFSET, 1}, {TEMPLATE_OFFSET, 17},
            {TEMPLATE_OFFSET, 200}, {BLOCK_LENGTH_OFFSET, 9}, {BLOCK_LENGTH_OFFSET, 255}, {STATE_OFFSET, 0},
            {STATE_OFFSET, 3}, {STATE_OFFSET, 255}};
        for (final int[] change : changes) {
            final byte[] changed = whole.clone();
            changed[change[0]] = (byte) change[1];
            take(changed);
        }
        assertThat(told).isEmpty();
        assertThat(counters.get(NodeCounter.TYPINGS_SKIPPED)).isEqualTo(changes.length);
        assertThat(counters.get(NodeCounter.TYPINGS)).isZero();
    }

    @Test
    void shouldReadWhatALaterVersionHasMoreOf() {
        final byte[] whole = typing(TypingState.START, false, "alice");
        final int block = MessageHeaderEncoder.ENCODED_LENGTH + TypingEncoder.BLOCK_LENGTH;
        final byte[] later = new byte[whole.length + 8];
        System.arraycopy(whole, 0, later, 0, block);
        System.arraycopy(whole, block, later, block + 8, whole.length - block);
        later[BLOCK_LENGTH_OFFSET] += 8;
        take(later);
        assertThat(told).containsExactly("7 alice true");
    }

    private void take(final byte[] message) {
        // a buffer that ends with the message: a read behind it throws
        adapter.onMessage(new UnsafeBuffer(message), 0, message.length);
    }

    private byte[] typing(final TypingState state, final boolean forwarded, final String user) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        final TypingEncoder typing = new TypingEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .chatId(chat).state(state).forwarded((short) (forwarded ? 1 : 0)).userId(user);
        return Arrays.copyOf(buffer.byteArray(), typing.limit());
    }

    private static DirectBuffer bytes(final String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(final DirectBuffer buffer) {
        return buffer.getStringWithoutLengthAscii(0, buffer.capacity());
    }
}
