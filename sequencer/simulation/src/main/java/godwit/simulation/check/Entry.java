package godwit.simulation.check;

/**
 * A message, or a change of the chat, as the shard placed it.
 *
 * @param chatId      of which chat.
 * @param sequence    in the chat.
 * @param msgId       the server's id.
 * @param timestampMs of the message.
 * @param sender      who.
 * @param device      with which device.
 * @param key         the sender's; empty: a change.
 * @param change      null: a message.
 */
public record Entry(
    long chatId, long sequence, long msgId, long timestampMs, String sender, String device, String key,
    Change change) {
}
