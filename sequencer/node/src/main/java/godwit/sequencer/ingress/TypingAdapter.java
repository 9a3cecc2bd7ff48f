package godwit.sequencer.ingress;

import godwit.core.Core;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.TypingDecoder;
import godwit.protocol.codecs.TypingState;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Bytes of the typing stream in, a call of the core out that changes nothing. What cannot be read is counted and skipped.
 * The service's thread, nothing allocated.
 */
public final class TypingAdapter {
    private final Core core;
    private final NodeCounters counters;
    private final EntryBounds bounds = EntryBounds.ofTyping();
    private final UnsafeBuffer message = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer userId = new UnsafeBuffer(0, 0);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final TypingDecoder typing = new TypingDecoder();

    /**
     * An adapter in front of a core.
     *
     * @param core     gets the calls.
     * @param counters count what came and what was skipped.
     */
    public TypingAdapter(final Core core, final NodeCounters counters) {
        this.core = core;
        this.counters = counters;
    }

    /**
     * One message of the stream.
     *
     * @param buffer holds it.
     * @param offset of its header.
     * @param length of header and message, in bytes.
     */
    public void onMessage(final DirectBuffer buffer, final int offset, final int length) {
        message.wrap(buffer, offset, length);
        if (length < MessageHeaderDecoder.ENCODED_LENGTH || !isWhole()) {
            counters.increment(NodeCounter.TYPINGS_SKIPPED);
            return;
        }
        typing.wrap(message, MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        final int state = typing.stateRaw();
        if (state != TypingState.START.value() && state != TypingState.STOP.value()) {
            counters.increment(NodeCounter.TYPINGS_SKIPPED);
            return;
        }
        counters.increment(NodeCounter.TYPINGS);
        typing.wrapUserId(userId);
        if (typing.forwarded() == 0) {
            core.onTyping(typing.chatId(), userId, state == TypingState.START.value());
        } else {
            core.onLinkTyping(typing.chatId(), userId, state == TypingState.START.value());
        }
    }

    private boolean isWhole() {
        header.wrap(message, 0);
        return header.schemaId() == MessageHeaderDecoder.SCHEMA_ID
            && header.version() <= MessageHeaderDecoder.SCHEMA_VERSION
            && bounds.holds(message, header.templateId(), header.blockLength(), header.version());
    }
}
