package godwit.core;

import org.agrona.concurrent.UnsafeBuffer;

/** One message of a chat as the listener sees it; the buffers are views into the core's memory. Reused. */
public final class EntryView {
    long chatId;
    long msgId;
    long sequence;
    long timestampMs;
    long senderOrdinal;
    int contentKind;
    final UnsafeBuffer senderId = new UnsafeBuffer(0, 0);
    final UnsafeBuffer clientMsgId = new UnsafeBuffer(0, 0);
    final UnsafeBuffer body = new UnsafeBuffer(0, 0);

    /** The chat. */
    public long chatId() {
        return chatId;
    }

    /** The message's id. */
    public long msgId() {
        return msgId;
    }

    /** Its number in the chat. */
    public long sequence() {
        return sequence;
    }

    /** Its time, in milliseconds since 1970. */
    public long timestampMs() {
        return timestampMs;
    }

    /** It is the sender's n-th message in the chat. */
    public long senderOrdinal() {
        return senderOrdinal;
    }

    /** One of {@link Content}. */
    public int contentKind() {
        return contentKind;
    }

    /** Who sent it. */
    public UnsafeBuffer senderId() {
        return senderId;
    }

    /** The sender's key for it. */
    public UnsafeBuffer clientMsgId() {
        return clientMsgId;
    }

    /** What it says. */
    public UnsafeBuffer body() {
        return body;
    }
}
