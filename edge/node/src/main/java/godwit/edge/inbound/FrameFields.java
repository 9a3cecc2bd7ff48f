package godwit.edge.inbound;

import godwit.edge.errors.ErrorCode;
import godwit.edge.errors.FrameEcho;
import godwit.edge.errors.Sentences;
import godwit.protocol.ChatIds;
import godwit.protocol.ClientIds;
import godwit.protocol.ProtocolLimits;
import godwit.protocol.codecs.Role;
import godwit.protocol.codecs.Visibility;
import java.util.List;

/**
 * Judges the values of one frame, field by field, as the frame's type asks for them: each method gives a good value or
 * leaves by {@link RejectedFrame}.
 */
final class FrameFields {
    private static final int ECHO_LENGTH_MAX = 64;
    private static final int DECIMAL_LENGTH_MAX = 19;
    private static final String ID_RULE = " has to be 1 to 64 characters of A-Z a-z 0-9 _ . @ - + : |";
    private static final String KEY_RULE = " has to be 1 to 64 printable ASCII characters";

    private final FieldValues values;

    FrameFields(final FieldValues values) {
        this.values = values;
    }

    boolean has(final Field field) throws RejectedFrame {
        if (values.isDuplicate(field)) {
            throw RejectedFrame.badFrame(field.wireName() + " is given twice");
        }
        return values.kind(field) != FieldValues.Kind.ABSENT;
    }

    void require(final Field field) throws RejectedFrame {
        if (!has(field)) {
            throw RejectedFrame.badFrame(field.wireName() + " is missing");
        }
    }

    /** Any well-formed text, or null. */
    String optionalString(final Field field) throws RejectedFrame {
        if (!has(field)) {
            return null;
        }
        expect(field, FieldValues.Kind.STRING, "a string");
        final String value = values.string(field);
        if (value != null && Utf16.utf8Length(value) == Utf16.MALFORMED) {
            throw loneSurrogate(field);
        }
        return value;
    }

    String reqId() throws RejectedFrame {
        final String reqId = optionalString(Field.REQ_ID);
        if (reqId != null && reqId.length() > FrameLimits.REQ_ID_LENGTH_MAX) {
            throw RejectedFrame.badFrame("req_id has to be up to 64 characters");
        }
        return reqId;
    }

    String optionalId(final Field field) throws RejectedFrame {
        final String id = optionalString(field);
        if (id != null && !ClientIds.isId(id)) {
            throw RejectedFrame.badFrame(field.wireName() + ID_RULE);
        }
        return id;
    }

    String requiredId(final Field field) throws RejectedFrame {
        require(field);
        return optionalId(field);
    }

    String optionalKey(final Field field) throws RejectedFrame {
        final String key = optionalString(field);
        if (key != null && !ClientIds.isKey(key)) {
            throw RejectedFrame.badFrame(field.wireName() + KEY_RULE);
        }
        return key;
    }

    String requiredKey(final Field field) throws RejectedFrame {
        require(field);
        return optionalKey(field);
    }

    /** The text of a chat's id, whether or not it is one. */
    String requiredChatText() throws RejectedFrame {
        require(Field.CHAT_ID);
        return optionalString(Field.CHAT_ID);
    }

    /** A chat's id; a text that the server never gives is no such chat, as any other chat of others. */
    long chatId(final String text) throws RejectedFrame {
        final long chatId = ChatIds.parse(text);
        if (chatId == ChatIds.NULL_ID) {
            throw new RejectedFrame(ErrorCode.FORBIDDEN, Sentences.NO_SUCH_CHAT);
        }
        return chatId;
    }

    long requiredMsgId() throws RejectedFrame {
        require(Field.MSG_ID);
        final long msgId = decimal(optionalString(Field.MSG_ID));
        if (msgId == ClientFrameListener.NULL_VALUE) {
            throw RejectedFrame.badFrame("msg_id has to be a message's id as the server gave it: a decimal string");
        }
        return msgId;
    }

    /** An {@code as_of} or {@code next} that the server gave, or {@link ClientFrameListener#NULL_VALUE}. */
    long stamp(final Field field) throws RejectedFrame {
        final String text = optionalString(field);
        final long stamp = text == null ? ClientFrameListener.NULL_VALUE : decimal(text);
        if (text != null && stamp == ClientFrameListener.NULL_VALUE) {
            throw RejectedFrame.invalid(field.wireName() + " is none that the server gave");
        }
        return stamp;
    }

    long sequenceBound(final Field field) throws RejectedFrame {
        if (!has(field)) {
            return ClientFrameListener.NULL_VALUE;
        }
        expect(field, FieldValues.Kind.INTEGER, "an integer");
        if (values.number(field) < 0) {
            throw RejectedFrame.invalid(field.wireName() + " is below 0");
        }
        return values.number(field);
    }

    int pageLimit() throws RejectedFrame {
        if (!has(Field.LIMIT)) {
            return FrameLimits.PAGE_LENGTH_DEFAULT;
        }
        expect(Field.LIMIT, FieldValues.Kind.INTEGER, "an integer");
        if (values.number(Field.LIMIT) < 1) {
            throw RejectedFrame.invalid("limit is below 1");
        }
        return (int) Math.min(values.number(Field.LIMIT), ProtocolLimits.PAGE_LENGTH_MAX);
    }

    String title() throws RejectedFrame {
        final String title = optionalString(Field.TITLE);
        if (title == null || title.isEmpty()) {
            return null;
        }
        if (Utf16.utf8Length(title) > ProtocolLimits.TITLE_LENGTH_MAX) {
            throw RejectedFrame.tooLarge("title is over " + ProtocolLimits.TITLE_LENGTH_MAX + " bytes");
        }
        return title;
    }

    /** The title that a chat is to get; empty: none. */
    String requiredTitle() throws RejectedFrame {
        require(Field.TITLE);
        final String title = title();
        return title == null ? "" : title;
    }

    Role requiredRole() throws RejectedFrame {
        require(Field.ROLE);
        return switch (optionalString(Field.ROLE)) {
            case "admin" -> Role.ADMIN;
            case "member" -> Role.MEMBER;
            default -> throw RejectedFrame.invalid("role has to be admin or member");
        };
    }

    Visibility requiredVisibility() throws RejectedFrame {
        require(Field.LAST_SEEN);
        return switch (optionalString(Field.LAST_SEEN)) {
            case "contacts" -> Visibility.CONTACTS;
            case "nobody" -> Visibility.NOBODY;
            default -> throw RejectedFrame.invalid("last_seen has to be contacts or nobody");
        };
    }

    /** Whether somebody begins to type; else ends. */
    boolean requiredTypingState() throws RejectedFrame {
        require(Field.STATE);
        return switch (optionalString(Field.STATE)) {
            case "start" -> true;
            case "stop" -> false;
            default -> throw RejectedFrame.invalid("state has to be start or stop");
        };
    }

    /** The users of one command: at least one, as sent. */
    List<String> requiredIds(final Field field, final int countMax) throws RejectedFrame {
        require(field);
        expect(field, FieldValues.Kind.LIST, "a list of strings");
        final List<String> ids = values.list(field);
        for (int i = 0; i < ids.size(); i++) {
            if (!ClientIds.isId(ids.get(i))) {
                throw RejectedFrame.badFrame("each of " + field.wireName() + ID_RULE);
            }
        }
        if (ids.size() > countMax) {
            throw RejectedFrame.tooLarge(field.wireName() + " are over " + countMax + " in one command");
        }
        if (ids.isEmpty()) {
            throw RejectedFrame.invalid(field.wireName() + " is empty");
        }
        return ids;
    }

    void refuseMedia() throws RejectedFrame {
        if (has(Field.MEDIA)) {
            expect(Field.MEDIA, FieldValues.Kind.LIST, "a list");
            if (values.mediaCount() > 0) {
                throw RejectedFrame.invalid("media is not supported by this version of the server");
            }
        }
    }

    Body text(final int bytesMax) throws RejectedFrame {
        expect(Field.TEXT, FieldValues.Kind.STRING, "a string");
        if (values.text().isMalformed()) {
            throw loneSurrogate(Field.TEXT);
        }
        return bounded(Field.TEXT, values.text(), bytesMax);
    }

    Body content(final int bytesMax) throws RejectedFrame {
        expect(Field.CONTENT, FieldValues.Kind.STRING, "a string");
        if (values.content().isMalformed()) {
            throw RejectedFrame.badFrame("content has to be base64 with padding and without white space");
        }
        return bounded(Field.CONTENT, values.content(), bytesMax);
    }

    /** What can be told back, however broken the frame is otherwise. */
    FrameEcho echo(final boolean withClientMsgId) {
        final String clientMsgId = withClientMsgId ? echoed(Field.MSG_ID) : null;
        final FrameEcho echo = new FrameEcho(echoed(Field.REQ_ID), echoed(Field.CHAT_ID),
            clientMsgId != null && ClientIds.isKey(clientMsgId) ? clientMsgId : null);
        return echo.equals(FrameEcho.NONE) ? FrameEcho.NONE : echo;
    }

    private String echoed(final Field field) {
        final String value = values.string(field);
        final boolean sound = value != null && !values.isDuplicate(field) && value.length() <= ECHO_LENGTH_MAX
            && Utf16.utf8Length(value) != Utf16.MALFORMED;
        return sound ? value : null;
    }

    private static Body bounded(final Field field, final Body body, final int bytesMax) throws RejectedFrame {
        if (body.length() == 0) {
            throw RejectedFrame.invalid(field.wireName() + " is empty");
        }
        if (body.length() > bytesMax) {
            throw RejectedFrame.tooLarge(field.wireName() + " is over " + bytesMax + " bytes");
        }
        return body;
    }

    private void expect(final Field field, final FieldValues.Kind kind, final String name) throws RejectedFrame {
        if (values.kind(field) != kind) {
            throw RejectedFrame.badFrame(field.wireName() + " has to be " + name);
        }
    }

    private static RejectedFrame loneSurrogate(final Field field) {
        return RejectedFrame.badFrame(field.wireName() + " has a lone surrogate");
    }

    /** A number in the one form that the server writes, or {@link ClientFrameListener#NULL_VALUE}. */
    private static long decimal(final String text) {
        final int length = text.length();
        if (length == 0 || length > DECIMAL_LENGTH_MAX || length > 1 && text.charAt(0) == '0') {
            return ClientFrameListener.NULL_VALUE;
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            final int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                return ClientFrameListener.NULL_VALUE;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
