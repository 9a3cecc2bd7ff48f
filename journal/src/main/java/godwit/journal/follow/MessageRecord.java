package godwit.journal.follow;

/**
 * An entry of a chat: a message was sent, or the chat itself was changed.
 *
 * @param outputSequence of the record.
 * @param writeTimeUs    of the record.
 * @param chatId         the chat.
 * @param msgId          the server's id.
 * @param sequence       in the chat.
 * @param timestampMs    as told to clients.
 * @param senderOrdinal  the sender's n-th message in the chat.
 * @param messageOrdinal the chat's n-th message; of a change: so many were before it.
 * @param contentKind    a number of the schema's ContentKind.
 * @param senderId       who.
 * @param senderDevice   with which device.
 * @param clientMsgId    the sender's key.
 * @param body           UTF-8 text, opaque bytes, or what {@code ChangeBody} reads.
 */
public record MessageRecord(
    long outputSequence,
    long writeTimeUs,
    long chatId,
    long msgId,
    long sequence,
    long timestampMs,
    long senderOrdinal,
    long messageOrdinal,
    int contentKind,
    String senderId,
    String senderDevice,
    String clientMsgId,
    byte[] body) implements JournalRecord {
}
