package godwit.edge.downlink;

import godwit.protocol.codecs.ContentKind;

/**
 * An entry of a chat as a store keeps it.
 *
 * @param chatId         of which chat.
 * @param msgId          the server's id.
 * @param sequence       in the chat.
 * @param timestampMs    since 1970.
 * @param messageOrdinal it is the chat's n-th message; of a change: so many were before it.
 * @param contentKind    what the body is.
 * @param senderId       who sent it.
 * @param senderDeviceId from which device; empty: not known.
 * @param clientMsgId    the sender's key.
 * @param body           not to be changed.
 */
public record StoredEntry(
    long chatId, long msgId, long sequence, long timestampMs, long messageOrdinal, ContentKind contentKind,
    String senderId, String senderDeviceId, String clientMsgId, byte[] body) {
}
