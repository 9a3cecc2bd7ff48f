package godwit.edge.uplink;

import godwit.edge.fanout.Link;
import godwit.edge.request.Request;
import godwit.protocol.codecs.ReceiptStatus;

/**
 * One acknowledgement on its way into the next Acknowledge command.
 */
final class Acknowledgement {
    final Link link;
    final long chatId;
    /** As the shard is told it: what the connection was not pushed has statuses of its own. */
    final ReceiptStatus status;
    /** 0: nobody waits for an answer. */
    long correlationId;
    /** Of an entry; of SEEN: when it was, on the edge's clock. */
    long sequence;
    long msgId;
    long messageOrdinal;
    /** In which session it was offered last. */
    long sessionOffered;
    /** How often it was told too early, and when it is told again. */
    int repeats;
    long dueMs;

    Acknowledgement(final Link link, final long chatId, final ReceiptStatus status, final long correlationId) {
        this.link = link;
        this.chatId = chatId;
        this.status = status;
        this.correlationId = correlationId;
    }

    /** What the shard is told of a client's status. */
    static ReceiptStatus told(final ReceiptStatus status, final boolean pushed) {
        if (pushed) {
            return status;
        }
        return status == ReceiptStatus.READ ? ReceiptStatus.READ_UNPUSHED : ReceiptStatus.DELIVERED_UNPUSHED;
    }

    /** As its client said it; only what is about reading. */
    Request.Acknowledge read() {
        return new Request.Acknowledge(link.connectionId(), null, chatId, msgId, ReceiptStatus.READ, 0);
    }

    /** Whether it is about reading: what is only received comes again if that is lost. */
    boolean reads() {
        return status == ReceiptStatus.READ || status == ReceiptStatus.READ_UNPUSHED;
    }

    /** What the shard is told as its sequence: of what the device said, how long ago that is. */
    long toldSequence(final long nowMs) {
        return status == ReceiptStatus.SEEN ? Math.max(0, nowMs - sequence) : sequence;
    }

    /** Whether it may come too early, and is to be told again then: the user's shard may hear of it later than a page's reader. */
    boolean mayBeEarly() {
        return status == ReceiptStatus.READ_UNPUSHED;
    }

    /** It is of another entry from now on. */
    Acknowledgement upTo(final long newSequence, final long newMsgId, final long newMessageOrdinal) {
        sequence = newSequence;
        msgId = newMsgId;
        messageOrdinal = newMessageOrdinal;
        repeats = 0;
        return this;
    }
}
