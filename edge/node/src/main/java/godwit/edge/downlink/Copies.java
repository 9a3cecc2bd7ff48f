package godwit.edge.downlink;

import godwit.edge.outbound.ChatFields;
import godwit.edge.outbound.MessageFields;
import godwit.protocol.codecs.ChatRowDecoder;
import godwit.protocol.codecs.HistoryEntryDecoder;
import godwit.protocol.codecs.SpooledEntryDecoder;

/**
 * Takes what is gathered for a page out of the stream's buffers.
 */
final class Copies {
    private static final String NOT_KNOWN = "";

    private Copies() {
    }

    static StoredEntry of(final HistoryEntryDecoder d) {
        final String senderId = d.senderId();
        final String clientMsgId = d.clientMsgId();
        final byte[] body = new byte[d.bodyLength()];
        d.getBody(body, 0, body.length);
        return new StoredEntry(d.chatId(), d.msgId(), d.sequence(), d.timestampMs(), d.senderOrdinal(),
            ordinal(d.messageOrdinal(), d.sequence()), d.contentKind(), senderId, NOT_KNOWN, clientMsgId, body);
    }

    static StoredEntry of(final SpooledEntryDecoder d) {
        final String senderId = d.senderId();
        final String senderDeviceId = d.senderDeviceId();
        final String clientMsgId = d.clientMsgId();
        final byte[] body = new byte[d.bodyLength()];
        d.getBody(body, 0, body.length);
        return new StoredEntry(d.chatId(), d.msgId(), d.sequence(), d.timestampMs(), d.senderOrdinal(),
            ordinal(d.messageOrdinal(), d.sequence()), d.contentKind(), senderId, senderDeviceId, clientMsgId, body);
    }

    /** An entry's ordinal as it was told; where it was not there were no changes yet, so that every entry was a message. */
    static long ordinal(final long told, final long sequence) {
        return told == HistoryEntryDecoder.messageOrdinalNullValue() ? sequence : told;
    }

    static MessageFields fields(final StoredEntry entry) {
        return new MessageFields()
            .entry(entry.chatId(), entry.msgId(), entry.sequence(), entry.timestampMs())
            .contentKind(entry.contentKind())
            .texts(entry.senderId(), entry.clientMsgId(), entry.body());
    }

    /** A row, with its last message if it came with it. */
    static ChatFields of(final ChatRowDecoder d) {
        final ChatFields chat = new ChatFields()
            .chat(d.chatId(), d.chatKind(), d.version(), d.memberCount())
            .membership(d.member() != 0, d.role())
            .cursors(d.lastSequence(), d.deliveredSequence(), d.readSequence(), d.unread())
            .peers(d.peersDeliveredSequence(), d.peersReadSequence());
        final boolean last = d.lastInMemory() != 0;
        final long lastMsgId = d.lastMsgId();
        final long lastTimestampMs = d.lastTimestampMs();
        final String peerId = d.peerId();
        chat.names(d.title(), peerId);
        final String lastSenderId = d.lastSenderId();
        final String lastClientMsgId = d.lastClientMsgId();
        final byte[] body = new byte[d.lastBodyLength()];
        d.getLastBody(body, 0, body.length);
        if (last && d.lastSequence() > 0) {
            chat.lastMessage(new MessageFields().entry(d.chatId(), lastMsgId, d.lastSequence(), lastTimestampMs)
                .contentKind(d.lastContentKind()).texts(lastSenderId, lastClientMsgId, body));
        }
        return chat;
    }
}
