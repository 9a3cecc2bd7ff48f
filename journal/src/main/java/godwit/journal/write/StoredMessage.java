package godwit.journal.write;

/**
 * What a row of messages says of who sent which.
 *
 * @param sequence in the chat.
 * @param msgId    its id.
 * @param senderId who sent it.
 */
public record StoredMessage(long sequence, long msgId, String senderId) {
}
