package godwit.journal.follow;

/**
 * A user's cursors in a chat moved.
 *
 * @param outputSequence            of the record.
 * @param writeTimeUs               of the record.
 * @param chatId                    the chat.
 * @param deliveredSequence         up to which it is delivered to the user.
 * @param readSequence              up to which the user has read.
 * @param previousDeliveredSequence before.
 * @param previousReadSequence      before.
 * @param isDirect                  one of two people, else a group.
 * @param userId                    who.
 */
public record ReceiptRecord(
    long outputSequence,
    long writeTimeUs,
    long chatId,
    long deliveredSequence,
    long readSequence,
    long previousDeliveredSequence,
    long previousReadSequence,
    boolean isDirect,
    String userId) implements JournalRecord {
}
