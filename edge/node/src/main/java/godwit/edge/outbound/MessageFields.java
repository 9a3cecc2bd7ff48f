package godwit.edge.outbound;

import godwit.protocol.codecs.ContentKind;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The fields of one entry of a chat, as a flyweight: its three buffers are wrapped around bytes that live elsewhere, for
 * example by {@code decoder.wrapSenderId(fields.senderId())}. Reused; single-threaded.
 */
public final class MessageFields {
    /** No {@code status}: a push, not an entry of a history page. */
    public static final int NO_STATUS = 0;

    /** Its objects. */
    private static final long OBJECTS_BYTES = 256;

    private final UnsafeBuffer senderId = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer clientMsgId = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer body = new UnsafeBuffer(0, 0);
    private long chatId;
    private long msgId;
    private long sequence;
    private long timestampMs;
    private int status = NO_STATUS;
    private ContentKind contentKind = ContentKind.TEXT;

    /**
     * The numbers of the entry. Resets {@link #status(int)} to none.
     *
     * @param newChatId      which chat.
     * @param newMsgId       the server's id.
     * @param newSequence    in the chat.
     * @param newTimestampMs since 1970.
     * @return this.
     */
    public MessageFields entry(
        final long newChatId, final long newMsgId, final long newSequence, final long newTimestampMs) {
        chatId = newChatId;
        msgId = newMsgId;
        sequence = newSequence;
        timestampMs = newTimestampMs;
        status = NO_STATUS;
        return this;
    }

    /**
     * What the body is.
     *
     * @param newContentKind text, opaque, or a change of the chat.
     * @return this.
     */
    public MessageFields contentKind(final ContentKind newContentKind) {
        contentKind = newContentKind;
        return this;
    }

    /**
     * How far the other members are, for a history page.
     *
     * @param newStatus 1 sent, 2 delivered, 3 read, or {@link #NO_STATUS}.
     * @return this.
     */
    public MessageFields status(final int newStatus) {
        status = newStatus;
        return this;
    }

    /**
     * Wraps all three texts around copies, for entries that come as Java values.
     *
     * @param newSenderId    who.
     * @param newClientMsgId the sender's key.
     * @param newBody        as the kind says; not copied.
     * @return this.
     */
    public MessageFields texts(final String newSenderId, final String newClientMsgId, final byte[] newBody) {
        senderId.wrap(newSenderId.getBytes(StandardCharsets.UTF_8));
        clientMsgId.wrap(newClientMsgId.getBytes(StandardCharsets.UTF_8));
        body.wrap(newBody);
        return this;
    }

    /**
     * To be wrapped around the sender's id in UTF-8.
     *
     * @return the flyweight's own buffer.
     */
    public UnsafeBuffer senderId() {
        return senderId;
    }

    /**
     * To be wrapped around the sender's idempotency key.
     *
     * @return the flyweight's own buffer.
     */
    public UnsafeBuffer clientMsgId() {
        return clientMsgId;
    }

    /**
     * To be wrapped around the body.
     *
     * @return the flyweight's own buffer.
     */
    public UnsafeBuffer body() {
        return body;
    }

    /**
     * Which chat.
     *
     * @return the chat's id.
     */
    public long chatId() {
        return chatId;
    }

    /**
     * Which message.
     *
     * @return the server's id.
     */
    public long msgId() {
        return msgId;
    }

    /**
     * Number in the chat.
     *
     * @return from 1.
     */
    public long sequence() {
        return sequence;
    }

    /**
     * When.
     *
     * @return milliseconds since 1970.
     */
    public long timestampMs() {
        return timestampMs;
    }

    /** What it takes on the heap if its texts are its own, in bytes, about. */
    public long heldBytes() {
        return OBJECTS_BYTES + senderId.capacity() + clientMsgId.capacity() + body.capacity();
    }

    int status() {
        return status;
    }

    ContentKind contentKind() {
        return contentKind;
    }
}
