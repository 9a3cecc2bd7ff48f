package godwit.edge.fanout;

/**
 * An entry on its way to one session, ready to be pushed when it is its turn.
 *
 * @param frame          as it will be pushed; null if it is not.
 * @param msgId          its id.
 * @param sequence       its number in the chat.
 * @param messageOrdinal it is the chat's n-th message; of a change: so many were before it.
 * @param own            sent from the very device: passed over.
 * @param spooled        one of the stored entries, come before its turn.
 */
public record HeldEntry(byte[] frame, long msgId, long sequence, long messageOrdinal, boolean own, boolean spooled)
    implements Held {
    /** The same for the device that sent it. */
    public HeldEntry passed() {
        return new HeldEntry(null, msgId, sequence, messageOrdinal, true, false);
    }
}
