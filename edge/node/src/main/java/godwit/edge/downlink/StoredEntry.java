package godwit.edge.downlink;

import godwit.protocol.codecs.ContentKind;

/**
 * An entry of a chat as a store keeps it.
 *
 * @param chatId         of which chat.
 * @param msgId          the server's id.
 * @param sequence       in the chat.
 * @param timestampMs    since 1970.
 * @param senderOrdinal  it is the sender's n-th message in the chat.
 * @param messageOrdinal it is the chat's n-th message; of a change: so many were before it.
 * @param contentKind    what the body is.
 * @param senderId       who sent it.
 * @param senderDeviceId from which device; empty: not known.
 * @param clientMsgId    the sender's key.
 * @param body           not to be changed.
 */
public record StoredEntry(
    long chatId, long msgId, long sequence, long timestampMs, long senderOrdinal, long messageOrdinal,
    ContentKind contentKind, String senderId, String senderDeviceId, String clientMsgId, byte[] body) {
    /** Its objects, and its place in a page. */
    private static final long OBJECTS_BYTES = 320;

    /** What it takes on the heap while a page is gathered, in bytes, about. */
    long heldBytes() {
        return OBJECTS_BYTES + senderId.length() + senderDeviceId.length() + clientMsgId.length() + body.length;
    }
}
