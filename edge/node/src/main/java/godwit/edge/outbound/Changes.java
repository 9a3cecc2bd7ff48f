package godwit.edge.outbound;

import godwit.protocol.ChangeBody;
import godwit.protocol.codecs.ChangeKind;
import godwit.protocol.codecs.Role;
import org.agrona.DirectBuffer;

/**
 * Writes an entry that changes its chat as CHAT_UPDATED. One whose body this version cannot read keeps what every entry
 * has, so that clients acknowledge it.
 */
final class Changes {
    static final byte[] CHAT_UPDATED = Names.type("CHAT_UPDATED");
    private static final String UNKNOWN = "unknown";

    private Changes() {
    }

    /** The whole object; {@code reqId} may be null. */
    static void write(final FrameSink sink, final String reqId, final MessageFields entry) {
        Frames.optional(sink.raw(CHAT_UPDATED), Names.REQ_ID, reqId)
            .raw(Names.CHAT_ID).chatId(entry.chatId())
            .raw(Names.MSG_ID).id(entry.msgId())
            .raw(Names.SEQ).number(entry.sequence());
        final DirectBuffer body = entry.body();
        final ChangeBody change = new ChangeBody();
        if (change.wrap(body, 0, body.capacity())) {
            what(sink, change);
        } else {
            sink.raw(Names.CHANGE).text(UNKNOWN);
        }
        sink.raw(Names.BY).text(entry.senderId())
            .raw(Names.TS).number(entry.timestampMs())
            .raw('}');
    }

    private static void what(final FrameSink sink, final ChangeBody change) {
        sink.raw(Names.VERSION).number(change.version())
            .raw(Names.CHANGE).text(name(change.kind()));
        if (change.count() > 0) {
            users(sink, change);
        }
        if (change.role() != 0) {
            sink.raw(Names.ROLE).text(
                Frames.role(change.role() == Role.ADMIN.value() ? Role.ADMIN : Role.MEMBER));
        }
        if (change.kind() == ChangeKind.TITLE.value()) {
            sink.raw(Names.TITLE).text(change.title());
        }
    }

    private static void users(final FrameSink sink, final ChangeBody change) {
        sink.raw(Names.USER_IDS).raw('[');
        for (int i = 0; i < Math.min(change.listedCount(), ChangeBody.LISTED_MAX); i++) {
            if (i > 0) {
                sink.raw(',');
            }
            sink.text(change.listed(i));
        }
        sink.raw(']').raw(Names.USER_IDS_COUNT).number(change.count());
    }

    private static String name(final int kind) {
        if (kind == ChangeKind.ADDED.value()) {
            return "added";
        } else if (kind == ChangeKind.REMOVED.value()) {
            return "removed";
        } else if (kind == ChangeKind.LEFT.value()) {
            return "left";
        } else if (kind == ChangeKind.ROLE.value()) {
            return "role";
        }
        return kind == ChangeKind.TITLE.value() ? "title" : UNKNOWN;
    }
}
