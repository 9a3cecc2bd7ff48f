package godwit.journal.follow;

/**
 * A message was sent.
 *
 * @param outputSequence of the record.
 * @param writeTimeUs    of the record.
 * @param chatId         the chat.
 * @param msgId          the server's id.
 * @param sequence       in the chat.
 * @param timestampMs    as told to clients.
 * @param senderOrdinal  the sender's n-th message in the chat.
 * @param contentKind    a number of the schema's ContentKind.
 * @param senderId       who.
 * @param senderDevice   with which device.
 * @param clientMsgId    the sender's key.
 * @param body           UTF-8 text or opaque bytes.
 */
public record MessageRecord(
    long outputSequence,
    long writeTimeUs,
    long chatId,
    long msgId,
    long sequence,
    long timestampMs,
    long senderOrdinal,
    int contentKind,
    String senderId,
    String senderDevice,
    String clientMsgId,
    byte[] body) implements JournalRecord {
}
