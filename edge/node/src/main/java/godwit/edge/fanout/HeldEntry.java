package godwit.edge.fanout;

/**
 * An entry on its way to one session, ready to be pushed when it is its turn.
 *
 * @param frame         as it will be pushed; null if it is not.
 * @param msgId         its id.
 * @param sequence      its number in the chat.
 * @param senderOrdinal it is its sender's n-th message in the chat, negated if the session's user sent it.
 * @param own           sent from the very device: passed over.
 * @param spooled       one of the stored entries, come before its turn.
 */
public record HeldEntry(byte[] frame, long msgId, long sequence, long senderOrdinal, boolean own, boolean spooled)
    implements Held {
}
