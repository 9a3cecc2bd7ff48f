package godwit.journal.read;

/**
 * A row of messages.
 *
 * @param chatId        the chat.
 * @param msgId         the server's id.
 * @param sequence      in the chat.
 * @param timestampMs   since 1970.
 * @param senderOrdinal the sender's n-th message in the chat.
 * @param contentKind   1: text, 2: opaque.
 * @param senderId      who sent it.
 * @param senderDevice  from which device.
 * @param clientMsgId   the sender's key.
 * @param body          text in UTF-8, or the opaque bytes.
 */
public record HistoryRow(
    long chatId, long msgId, long sequence, long timestampMs, long senderOrdinal, int contentKind, String senderId,
    String senderDevice, String clientMsgId, byte[] body) {
}
