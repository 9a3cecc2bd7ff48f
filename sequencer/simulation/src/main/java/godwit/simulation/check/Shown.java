package godwit.simulation.check;

/**
 * An entry as a phone is shown it, in whatever frame.
 *
 * @param chatId   of which chat.
 * @param sequence in the chat.
 * @param msgId    the server's id.
 * @param timeMs   of the entry.
 * @param sender   who.
 * @param key      the sender's; null: a change.
 * @param body     of a message.
 * @param change   of a change.
 */
public record Shown(
    long chatId, long sequence, long msgId, long timeMs, String sender, String key, byte[] body, Change change) {
}
