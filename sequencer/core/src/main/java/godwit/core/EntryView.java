package godwit.core;

import org.agrona.DirectBuffer;

/** One message of a chat as the listener sees it; the buffers are views into the core's memory, valid during the call. */
public interface EntryView {
    /** The chat. */
    long chatId();

    /** The message's id. */
    long msgId();

    /** Its number in the chat. */
    long sequence();

    /** Its time, in milliseconds since 1970. */
    long timestampMs();

    /** It is the sender's n-th message in the chat. */
    long senderOrdinal();

    /** It is the chat's n-th message; of a {@link Content#CHANGE}: so many were before it. */
    long messageOrdinal();

    /** One of {@link Content}. */
    int contentKind();

    /** Who sent it. */
    DirectBuffer senderId();

    /** The sender's key for it. */
    DirectBuffer clientMsgId();

    /** What it says. */
    DirectBuffer body();
}
