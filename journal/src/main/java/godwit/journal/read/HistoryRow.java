package godwit.journal.read;

/**
 * A row of messages.
 *
 * @param chatId         the chat.
 * @param msgId          the server's id.
 * @param sequence       in the chat.
 * @param timestampMs    since 1970.
 * @param senderOrdinal  the sender's n-th message in the chat.
 * @param messageOrdinal the chat's n-th message; of a change of the chat: so many were before it.
 * @param contentKind    1: text, 2: opaque, 3: no message but a change of the chat.
 * @param senderId       who sent it.
 * @param senderDevice   from which device.
 * @param clientMsgId    the sender's key.
 * @param body           text in UTF-8, the opaque bytes, or what {@code ChangeBody} reads.
 */
public record HistoryRow(
    long chatId, long msgId, long sequence, long timestampMs, long senderOrdinal, long messageOrdinal, int contentKind,
    String senderId, String senderDevice, String clientMsgId, byte[] body) {
}
