package godwit.edge.inbound;

import godwit.edge.errors.ErrorCode;
import godwit.edge.errors.FrameEcho;
import godwit.protocol.codecs.ChangeKind;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.Role;
import godwit.protocol.codecs.Visibility;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Hears of each frame of a client, exactly one call a frame.
 * <p>
 * {@code reqId} is null when the frame carried none; ids are of valid length and characters; a chat id is one that the
 * server could have given ({@link godwit.protocol.ChatIds}), which says nothing about whether there is such a chat.
 * Numbers and stamps that were left out are {@link #NULL_VALUE}. Strings may be kept, buffers only used within the call.
 */
public interface ClientFrameListener {
    /** A number that was left out; the same as in the shard's protocol. */
    long NULL_VALUE = -1;

    /**
     * A CONNECT.
     *
     * @param reqId    or null.
     * @param token    any text, not judged yet; null when it has to come from the upgrade's header.
     * @param deviceId valid.
     */
    void onConnect(String reqId, String token, String deviceId);

    /**
     * A CREATE_CHAT.
     *
     * @param reqId          or null.
     * @param participantIds 1 to 1,000 valid user ids as sent, repetitions and the creator's own possibly among them;
     *                       may be kept.
     * @param title          or null; up to the limit in UTF-8, never empty.
     * @param clientChatId   or null.
     */
    void onCreateChat(String reqId, List<String> participantIds, String title, String clientChatId);

    /**
     * An ADD_PARTICIPANTS or a REMOVE_PARTICIPANTS.
     *
     * @param reqId   or null.
     * @param chatId  which.
     * @param change  {@link ChangeKind#ADDED} or {@link ChangeKind#REMOVED}.
     * @param userIds 1 to 1,000 valid ids as sent, repetitions possibly among them; may be kept.
     */
    void onChangeMembers(String reqId, long chatId, ChangeKind change, List<String> userIds);

    /**
     * A SET_ROLE.
     *
     * @param reqId  or null.
     * @param chatId which.
     * @param userId valid.
     * @param role   of the user from now on.
     */
    void onSetRole(String reqId, long chatId, String userId, Role role);

    /**
     * An UPDATE_CHAT.
     *
     * @param reqId  or null.
     * @param chatId which.
     * @param title  up to the limit in UTF-8; empty: the chat is to have none.
     */
    void onUpdateChat(String reqId, long chatId, String title);

    /**
     * A LEAVE_CHAT.
     *
     * @param reqId  or null.
     * @param chatId which.
     */
    void onLeaveChat(String reqId, long chatId);

    /**
     * A LIST_CHATS.
     *
     * @param reqId  or null.
     * @param since  an earlier page's {@code as_of} or {@link #NULL_VALUE}.
     * @param cursor an earlier page's {@code next} or {@link #NULL_VALUE}.
     * @param limit  1 to 100.
     */
    void onListChats(String reqId, long since, long cursor, int limit);

    /**
     * A GET_CHAT.
     *
     * @param reqId  or null.
     * @param chatId which.
     * @param cursor an earlier page's {@code next} or {@link #NULL_VALUE}.
     */
    void onGetChat(String reqId, long chatId, long cursor);

    /**
     * A SEND_MESSAGE.
     *
     * @param reqId       or null.
     * @param chatId      where to.
     * @param clientMsgId the idempotency key: 1 to 64 printable ASCII characters.
     * @param kind        text in UTF-8, or opaque bytes.
     * @param body        the whole buffer; at least a byte, at most the limit of its kind. Only valid within the call.
     */
    void onSendMessage(String reqId, long chatId, String clientMsgId, ContentKind kind, DirectBuffer body);

    /**
     * A MESSAGE_ACK.
     *
     * @param reqId  or null: then it has no answer.
     * @param chatId or {@link #NULL_VALUE} when the frame left it out.
     * @param msgId  not negative.
     * @param status {@link ReceiptStatus#DELIVERED} or {@link ReceiptStatus#READ}.
     */
    void onMessageAck(String reqId, long chatId, long msgId, ReceiptStatus status);

    /**
     * A HISTORY; at most one of the two bounds is there.
     *
     * @param reqId          or null.
     * @param chatId         which.
     * @param beforeSequence exclusive, or {@link #NULL_VALUE}.
     * @param afterSequence  exclusive, or {@link #NULL_VALUE}.
     * @param limit          1 to 100.
     */
    void onHistory(String reqId, long chatId, long beforeSequence, long afterSequence, int limit);

    /**
     * A HEARTBEAT with status ONLINE or none.
     *
     * @param reqId  or null.
     * @param userId as sent, to be compared with the connection's own; null if left out.
     */
    void onHeartbeat(String reqId, String userId);

    /**
     * A LIST_DEVICES.
     *
     * @param reqId or null.
     */
    void onListDevices(String reqId);

    /**
     * A REMOVE_DEVICE.
     *
     * @param reqId    or null.
     * @param deviceId valid.
     */
    void onRemoveDevice(String reqId, String deviceId);

    /**
     * A PRESENCE_SUBSCRIBE.
     *
     * @param reqId   or null.
     * @param userIds 1 to {@link FrameLimits#PRESENCE_USERS_MAX} valid ids as sent, repetitions possibly among them; may be
     *                kept.
     */
    void onPresenceSubscribe(String reqId, List<String> userIds);

    /**
     * A PRESENCE_UNSUBSCRIBE.
     *
     * @param reqId   or null.
     * @param userIds 1 to 1,000 valid ids as sent; may be kept.
     */
    void onPresenceUnsubscribe(String reqId, List<String> userIds);

    /**
     * A SET_PRIVACY.
     *
     * @param reqId      or null.
     * @param visibility who may see when the user is and was online.
     */
    void onSetPrivacy(String reqId, Visibility visibility);

    /**
     * A TYPING.
     *
     * @param reqId  or null: then it has no answer.
     * @param chatId which.
     * @param starts to type, or ends.
     */
    void onTyping(String reqId, long chatId, boolean starts);

    /**
     * A frame that is answered by an ERROR at once.
     *
     * @param code   {@link ErrorCode#BAD_FRAME}, {@link ErrorCode#UNKNOWN_TYPE}, {@link ErrorCode#TOO_LARGE},
     *               {@link ErrorCode#INVALID}, or {@link ErrorCode#FORBIDDEN} for a chat id that never was one.
     * @param reason one sentence for a developer, without anything of the frame's content but field names.
     * @param echo   what to repeat of the frame.
     */
    void onRejected(ErrorCode code, String reason, FrameEcho echo);
}
