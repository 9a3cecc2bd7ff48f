package godwit.edge.inbound;

import godwit.edge.errors.ErrorCode;
import godwit.edge.errors.FrameEcho;
import godwit.protocol.ProtocolLimits;
import godwit.protocol.codecs.ChangeKind;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.Role;
import godwit.protocol.codecs.Visibility;
import java.util.List;

/**
 * Reads a client's frame and makes exactly one call of it, whatever the bytes are.
 * <p>
 * The rules where PROTOCOL leaves a choice: a null is the same as nothing; a field that the type uses may not come twice,
 * one that it does not use is not even looked at; a limit or bound that can't be is INVALID, one of another kind is
 * BAD_FRAME; text and content together are INVALID, neither of them is BAD_FRAME. One instance an event loop.
 */
public final class FrameParser {
    private final FrameLimits limits;
    private final FieldValues values;
    private final FrameFields fields;
    private final JsonReader json;

    /**
     * A parser.
     *
     * @param limits what a frame may hold.
     */
    public FrameParser(final FrameLimits limits) {
        this.limits = limits;
        values = new FieldValues(limits.frameBytes());
        fields = new FrameFields(values);
        json = new JsonReader(limits.frameBytes());
    }

    /**
     * Reads one frame.
     *
     * @param utf8     holds it; not kept.
     * @param offset   of its first byte.
     * @param length   in bytes.
     * @param listener hears of it, once.
     */
    public void parse(
        final byte[] utf8, final int offset, final int length, final ClientFrameListener listener) {
        values.clear();
        Runnable call;
        try {
            call = read(utf8, offset, length, listener);
        } catch (final RejectedFrame rejected) {
            final FrameEcho echo = fields.echo(FrameType.SEND_MESSAGE.name().equals(values.string(Field.TYPE)));
            call = () -> listener.onRejected(rejected.code(), rejected.getMessage(), echo);
        }
        call.run();
    }

    private Runnable read(
        final byte[] utf8, final int offset, final int length, final ClientFrameListener listener)
        throws RejectedFrame {
        if (length > limits.frameBytes()) {
            throw RejectedFrame.tooLarge("the frame is over " + limits.frameBytes() + " bytes");
        }
        json.read(utf8, offset, length, values);
        fields.require(Field.TYPE);
        final FrameType type = FrameType.of(typeName());
        if (type == null) {
            throw new RejectedFrame(ErrorCode.UNKNOWN_TYPE, "this version of the server does not know that type");
        }
        return request(type, fields.reqId(), listener);
    }

    private String typeName() throws RejectedFrame {
        return fields.optionalString(Field.TYPE);
    }

    private Runnable request(final FrameType type, final String reqId, final ClientFrameListener listener)
        throws RejectedFrame {
        return switch (type) {
            case CONNECT -> connect(reqId, listener);
            case CREATE_CHAT -> createChat(reqId, listener);
            case ADD_PARTICIPANTS -> changeMembers(reqId, ChangeKind.ADDED, listener);
            case REMOVE_PARTICIPANTS -> changeMembers(reqId, ChangeKind.REMOVED, listener);
            case SET_ROLE -> setRole(reqId, listener);
            case UPDATE_CHAT -> updateChat(reqId, listener);
            case LEAVE_CHAT -> leaveChat(reqId, listener);
            case LIST_CHATS -> listChats(reqId, listener);
            case GET_CHAT -> getChat(reqId, listener);
            case SEND_MESSAGE -> sendMessage(reqId, listener);
            case MESSAGE_ACK -> messageAck(reqId, listener);
            case HISTORY -> history(reqId, listener);
            case HEARTBEAT -> heartbeat(reqId, listener);
            case LIST_DEVICES -> () -> listener.onListDevices(reqId);
            case REMOVE_DEVICE -> removeDevice(reqId, listener);
            case PRESENCE_SUBSCRIBE -> presenceSubscribe(reqId, listener);
            case PRESENCE_UNSUBSCRIBE -> presenceUnsubscribe(reqId, listener);
            case SET_PRIVACY -> setPrivacy(reqId, listener);
            case TYPING -> typing(reqId, listener);
        };
    }

    private Runnable connect(final String reqId, final ClientFrameListener listener) throws RejectedFrame {
        final String token = fields.optionalString(Field.TOKEN);
        final String deviceId = fields.requiredId(Field.DEVICE_ID);
        return () -> listener.onConnect(reqId, token, deviceId);
    }

    private Runnable createChat(final String reqId, final ClientFrameListener listener) throws RejectedFrame {
        final List<String> participantIds =
            fields.requiredIds(Field.PARTICIPANT_IDS, ProtocolLimits.PARTICIPANTS_PER_COMMAND_MAX);
        final String title = fields.title();
        final String clientChatId = fields.optionalKey(Field.CLIENT_CHAT_ID);
        return () -> listener.onCreateChat(reqId, participantIds, title, clientChatId);
    }

    private Runnable changeMembers(
        final String reqId, final ChangeKind change, final ClientFrameListener listener) throws RejectedFrame {
        final String chat = fields.requiredChatText();
        final List<String> userIds = fields.requiredIds(Field.USER_IDS, ProtocolLimits.PARTICIPANTS_PER_COMMAND_MAX);
        final long chatId = fields.chatId(chat);
        return () -> listener.onChangeMembers(reqId, chatId, change, userIds);
    }

    private Runnable setRole(final String reqId, final ClientFrameListener listener) throws RejectedFrame {
        final String chat = fields.requiredChatText();
        final String userId = fields.requiredId(Field.USER_ID);
        final Role role = fields.requiredRole();
        final long chatId = fields.chatId(chat);
        return () -> listener.onSetRole(reqId, chatId, userId, role);
    }

    private Runnable updateChat(final String reqId, final ClientFrameListener listener) throws RejectedFrame {
        final String chat = fields.requiredChatText();
        final String title = fields.requiredTitle();
        final long chatId = fields.chatId(chat);
        return () -> listener.onUpdateChat(reqId, chatId, title);
    }

    private Runnable leaveChat(final String reqId, final ClientFrameListener listener) throws RejectedFrame {
        final long chatId = fields.chatId(fields.requiredChatText());
        return () -> listener.onLeaveChat(reqId, chatId);
    }

    private Runnable listChats(final String reqId, final ClientFrameListener listener) throws RejectedFrame {
        final long since = fields.stamp(Field.SINCE);
        final long cursor = fields.stamp(Field.CURSOR);
        final int limit = fields.pageLimit();
        return () -> listener.onListChats(reqId, since, cursor, limit);
    }

    private Runnable getChat(final String reqId, final ClientFrameListener listener) throws RejectedFrame {
        final String chat = fields.requiredChatText();
        final long cursor = fields.stamp(Field.CURSOR);
        final long chatId = fields.chatId(chat);
        return () -> listener.onGetChat(reqId, chatId, cursor);
    }

    private Runnable sendMessage(final String reqId, final ClientFrameListener listener) throws RejectedFrame {
        final String chat = fields.requiredChatText();
        final String clientMsgId = fields.requiredKey(Field.MSG_ID);
        fields.refuseMedia();
        final boolean isText = fields.has(Field.TEXT);
        if (isText == fields.has(Field.CONTENT)) {
            throw isText
                ? RejectedFrame.invalid("text and content exclude each other")
                : RejectedFrame.badFrame("text or content is missing");
        }
        final Body body = isText ? fields.text(limits.textBytes()) : fields.content(limits.contentBytes());
        final ContentKind kind = isText ? ContentKind.TEXT : ContentKind.OPAQUE;
        final long chatId = fields.chatId(chat);
        return () -> listener.onSendMessage(reqId, chatId, clientMsgId, kind, body.view());
    }

    private Runnable messageAck(final String reqId, final ClientFrameListener listener) throws RejectedFrame {
        final long msgId = fields.requiredMsgId();
        fields.require(Field.STATUS);
        final ReceiptStatus status = status(fields.optionalString(Field.STATUS));
        final String chat = fields.optionalString(Field.CHAT_ID);
        final long chatId = chat == null ? ClientFrameListener.NULL_VALUE : fields.chatId(chat);
        return () -> listener.onMessageAck(reqId, chatId, msgId, status);
    }

    private static ReceiptStatus status(final String name) throws RejectedFrame {
        return switch (name) {
            case "DELIVERED" -> ReceiptStatus.DELIVERED;
            case "READ" -> ReceiptStatus.READ;
            default -> throw RejectedFrame.invalid("status has to be DELIVERED or READ");
        };
    }

    private Runnable history(final String reqId, final ClientFrameListener listener) throws RejectedFrame {
        final String chat = fields.requiredChatText();
        final long before = fields.sequenceBound(Field.BEFORE_SEQ);
        final long after = fields.sequenceBound(Field.AFTER_SEQ);
        final int limit = fields.pageLimit();
        if (before != ClientFrameListener.NULL_VALUE && after != ClientFrameListener.NULL_VALUE) {
            throw RejectedFrame.invalid("before_seq and after_seq exclude each other");
        }
        final long chatId = fields.chatId(chat);
        return () -> listener.onHistory(reqId, chatId, before, after, limit);
    }

    private Runnable heartbeat(final String reqId, final ClientFrameListener listener) throws RejectedFrame {
        final String userId = fields.optionalId(Field.USER_ID);
        final String status = fields.optionalString(Field.STATUS);
        if (status != null && !"ONLINE".equals(status)) {
            throw RejectedFrame.invalid("status has to be ONLINE");
        }
        return () -> listener.onHeartbeat(reqId, userId);
    }

    private Runnable removeDevice(final String reqId, final ClientFrameListener listener) throws RejectedFrame {
        final String deviceId = fields.requiredId(Field.DEVICE_ID);
        return () -> listener.onRemoveDevice(reqId, deviceId);
    }

    private Runnable presenceSubscribe(final String reqId, final ClientFrameListener listener) throws RejectedFrame {
        final List<String> userIds = fields.requiredIds(Field.USER_IDS, FrameLimits.PRESENCE_USERS_MAX);
        return () -> listener.onPresenceSubscribe(reqId, userIds);
    }

    private Runnable presenceUnsubscribe(final String reqId, final ClientFrameListener listener) throws RejectedFrame {
        final List<String> userIds = fields.requiredIds(Field.USER_IDS, ProtocolLimits.PARTICIPANTS_PER_COMMAND_MAX);
        return () -> listener.onPresenceUnsubscribe(reqId, userIds);
    }

    private Runnable setPrivacy(final String reqId, final ClientFrameListener listener) throws RejectedFrame {
        final Visibility visibility = fields.requiredVisibility();
        return () -> listener.onSetPrivacy(reqId, visibility);
    }

    private Runnable typing(final String reqId, final ClientFrameListener listener) throws RejectedFrame {
        final String chat = fields.requiredChatText();
        final boolean starts = fields.requiredTypingState();
        final long chatId = fields.chatId(chat);
        return () -> listener.onTyping(reqId, chatId, starts);
    }
}
