package godwit.sequencer.spool;

import godwit.protocol.codecs.JournalMessageDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.SpooledEntryEncoder;
import godwit.sequencer.pipeline.Reread;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Makes deliveries of the records that a wish is about, one record at a time. One thread. */
public final class SpooledEntries {
    private static final int ENTRY_LENGTH_MAX = 64 * 1024;

    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final JournalMessageDecoder message = new JournalMessageDecoder();
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final SpooledEntryEncoder entry = new SpooledEntryEncoder();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[ENTRY_LENGTH_MAX]);
    private final UnsafeBuffer text = new UnsafeBuffer(0, 0);

    /** What a record is to a wish. */
    public enum Match {
        /** Not among what is wished for. */
        OTHER,
        /** Wished for; more follow. */
        WISHED,
        /** The last one wished for. */
        LAST,
        /** Behind all that is wished for. */
        BEHIND
    }

    /** Looks at a journal record. */
    public Match match(final Reread reread, final DirectBuffer record, final int offset) {
        headerDecoder.wrap(record, offset);
        if (headerDecoder.templateId() != JournalMessageDecoder.TEMPLATE_ID) {
            return Match.OTHER;
        }
        message.wrapAndApplyHeader(record, offset, headerDecoder);
        if (message.chatId() != reread.chatId || message.sequence() < reread.fromSequence) {
            return Match.OTHER;
        }
        if (message.sequence() > reread.toSequence) {
            return Match.BEHIND;
        }
        return message.sequence() == reread.toSequence ? Match.LAST : Match.WISHED;
    }

    /** Encodes the record that was matched last into {@link #buffer}; the length is answered. */
    public int encode(final long edgeId, final Reread reread) {
        entry.wrapAndApplyHeader(buffer, 0, headerEncoder).edgeId(edgeId).correlationId(reread.correlationId)
            .session(reread.session).chatId(message.chatId()).msgId(message.msgId()).sequence(message.sequence())
            .timestampMs(message.timestampMs()).senderOrdinal(message.senderOrdinal())
            .contentKind(message.contentKind()).messageOrdinal(messageOrdinal());
        message.wrapSenderId(text);
        entry.putSenderId(text, 0, text.capacity());
        message.wrapSenderDeviceId(text);
        entry.putSenderDeviceId(text, 0, text.capacity());
        message.wrapClientMsgId(text);
        entry.putClientMsgId(text, 0, text.capacity());
        message.wrapBody(text);
        entry.putBody(text, 0, text.capacity());
        return entry.limit();
    }

    /** Of a record from before changes took numbers of a chat: each of its entries was a message. */
    private long messageOrdinal() {
        return message.actingVersion() < JournalMessageDecoder.messageOrdinalSinceVersion()
            ? message.sequence() : message.messageOrdinal();
    }

    /** Holds what was encoded last. */
    public DirectBuffer buffer() {
        return buffer;
    }
}
