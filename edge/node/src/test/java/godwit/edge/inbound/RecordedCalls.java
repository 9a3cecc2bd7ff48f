package godwit.edge.inbound;

import godwit.edge.errors.ErrorCode;
import godwit.edge.errors.FrameEcho;
import godwit.protocol.ChatIds;
import godwit.protocol.codecs.ChangeKind;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.Role;
import godwit.protocol.codecs.Visibility;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Writes down what a parser calls, one line a call.
 */
final class RecordedCalls implements ClientFrameListener {
    final List<String> lines = new ArrayList<>();
    ErrorCode code;
    String reason;
    FrameEcho echo;

    @Override
    public void onConnect(final String reqId, final String token, final String deviceId) {
        accepted("CONNECT", reqId, token, deviceId);
    }

    @Override
    public void onCreateChat(
        final String reqId, final List<String> participantIds, final String title, final String clientChatId) {
        accepted("CREATE_CHAT", reqId, participantIds, title, clientChatId);
    }

    @Override
    public void onChangeMembers(
        final String reqId, final long chatId, final ChangeKind change, final List<String> userIds) {
        accepted(change.name(), reqId, chat(chatId), userIds);
    }

    @Override
    public void onSetRole(final String reqId, final long chatId, final String userId, final Role role) {
        accepted("SET_ROLE", reqId, chat(chatId), userId, role);
    }

    @Override
    public void onUpdateChat(final String reqId, final long chatId, final String title) {
        accepted("UPDATE_CHAT", reqId, chat(chatId), title);
    }

    @Override
    public void onLeaveChat(final String reqId, final long chatId) {
        accepted("LEAVE_CHAT", reqId, chat(chatId));
    }

    @Override
    public void onListChats(final String reqId, final long since, final long cursor, final int limit) {
        accepted("LIST_CHATS", reqId, since, cursor, limit);
    }

    @Override
    public void onGetChat(final String reqId, final long chatId, final long cursor) {
        accepted("GET_CHAT", reqId, chat(chatId), cursor);
    }

    @Override
    public void onSendMessage(
        final String reqId,
        final long chatId,
        final String clientMsgId,
        final ContentKind kind,
        final DirectBuffer body) {
        final byte[] bytes = new byte[body.capacity()];
        body.getBytes(0, bytes);
        final String text = kind == ContentKind.TEXT
            ? new String(bytes, StandardCharsets.UTF_8) : Base64.getEncoder().encodeToString(bytes);
        accepted("SEND_MESSAGE", reqId, chat(chatId), clientMsgId, kind, text);
    }

    @Override
    public void onMessageAck(final String reqId, final long chatId, final long msgId, final ReceiptStatus status) {
        accepted("MESSAGE_ACK", reqId, chat(chatId), msgId, status);
    }

    @Override
    public void onHistory(
        final String reqId, final long chatId, final long beforeSequence, final long afterSequence, final int limit) {
        accepted("HISTORY", reqId, chat(chatId), beforeSequence, afterSequence, limit);
    }

    @Override
    public void onHeartbeat(final String reqId, final String userId) {
        accepted("HEARTBEAT", reqId, userId);
    }

    @Override
    public void onListDevices(final String reqId) {
        accepted("LIST_DEVICES", reqId);
    }

    @Override
    public void onRemoveDevice(final String reqId, final String deviceId) {
        accepted("REMOVE_DEVICE", reqId, deviceId);
    }

    @Override
    public void onPresenceSubscribe(final String reqId, final List<String> userIds) {
        accepted("PRESENCE_SUBSCRIBE", reqId, userIds);
    }

    @Override
    public void onPresenceUnsubscribe(final String reqId, final List<String> userIds) {
        accepted("PRESENCE_UNSUBSCRIBE", reqId, userIds);
    }

    @Override
    public void onSetPrivacy(final String reqId, final Visibility visibility) {
        accepted("SET_PRIVACY", reqId, visibility);
    }

    @Override
    public void onTyping(final String reqId, final long chatId, final boolean starts) {
        accepted("TYPING", reqId, chat(chatId), starts);
    }

    @Override
    public void onRejected(final ErrorCode newCode, final String newReason, final FrameEcho newEcho) {
        code = newCode;
        reason = newReason;
        echo = newEcho;
        lines.add(newCode + " " + newReason);
    }

    private static String chat(final long chatId) {
        return chatId == NULL_VALUE ? "-" : ChatIds.format(chatId);
    }

    private void accepted(final String type, final Object... values) {
        final StringBuilder line = new StringBuilder(type);
        for (final Object value : values) {
            line.append(' ').append(value);
        }
        lines.add(line.toString());
    }
}
