package godwit.edge.outbound;

import godwit.protocol.codecs.ChatKind;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.Role;

/**
 * Objects that stand in more than one kind of frame.
 */
final class Frames {
    private static final byte[] RECEIVE_MESSAGE = Names.type("RECEIVE_MESSAGE");

    private Frames() {
    }

    /** An entry of a chat: a message, or a change of the chat. */
    static void entry(final FrameSink sink, final MessageFields entry) {
        if (entry.contentKind() == ContentKind.CHANGE) {
            Changes.write(sink, null, entry);
        } else {
            message(sink, entry);
        }
    }

    private static void message(final FrameSink sink, final MessageFields message) {
        sink.raw(RECEIVE_MESSAGE)
            .raw(Names.CHAT_ID).chatId(message.chatId())
            .raw(Names.MSG_ID).id(message.msgId())
            .raw(Names.CLIENT_MSG_ID).text(message.clientMsgId())
            .raw(Names.SEQ).number(message.sequence())
            .raw(Names.SENDER_ID).text(message.senderId());
        if (message.contentKind() == ContentKind.OPAQUE) {
            sink.raw(Names.CONTENT).base64(message.body());
        } else {
            sink.raw(Names.TEXT).text(message.body());
        }
        sink.raw(Names.TS).number(message.timestampMs());
        if (message.status() != MessageFields.NO_STATUS) {
            sink.raw(Names.STATUS).number(message.status());
        }
        sink.raw('}');
    }

    /** The fields of a chat, without braces, the first one without a comma before it. */
    static void chat(final FrameSink sink, final ChatFields chat) {
        sink.raw(Names.CHAT_ID_FIRST).chatId(chat.chatId)
            .raw(Names.KIND).text(kind(chat.kind))
            .raw(Names.TITLE).text(chat.title);
        optional(sink, Names.PEER_ID, chat.peerId)
            .raw(Names.MEMBER).bool(chat.member)
            .raw(Names.ROLE).text(role(chat.role))
            .raw(Names.VERSION).number(chat.version)
            .raw(Names.PARTICIPANTS_COUNT).number(chat.participantsCount)
            .raw(Names.LAST_SEQ).number(chat.lastSequence)
            .raw(Names.DELIVERED_SEQ).number(chat.deliveredSequence)
            .raw(Names.READ_SEQ).number(chat.readSequence);
        told(sink, Names.PEERS_DELIVERED_SEQ, chat.peersDeliveredSequence);
        told(sink, Names.PEERS_READ_SEQ, chat.peersReadSequence)
            .raw(Names.UNREAD).number(chat.unread);
    }

    static FrameSink optional(final FrameSink sink, final byte[] name, final String value) {
        return value == null ? sink : sink.raw(name).text(value);
    }

    static FrameSink told(final FrameSink sink, final byte[] name, final long value) {
        return value < 0 ? sink : sink.raw(name).number(value);
    }

    /** A stamp or cursor of the server: opaque to the client, so a string. */
    static FrameSink stamp(final FrameSink sink, final byte[] name, final long value) {
        return value < 0 ? sink : sink.raw(name).id(value);
    }

    static String kind(final ChatKind kind) {
        return kind == ChatKind.GROUP ? "group" : "direct";
    }

    static String role(final Role role) {
        return role == Role.ADMIN ? "admin" : "member";
    }
}
