package godwit.edge.uplink;

import godwit.edge.fanout.Link;
import godwit.protocol.codecs.ReceiptStatus;

/**
 * One acknowledgement on its way into the next Acknowledge command.
 */
final class Acknowledgement {
    final Link link;
    final long chatId;
    final ReceiptStatus status;
    /** 0: nobody waits for an answer. */
    final long correlationId;
    long sequence;
    long msgId;
    long senderOrdinal;

    Acknowledgement(final Link link, final long chatId, final ReceiptStatus status, final long correlationId) {
        this.link = link;
        this.chatId = chatId;
        this.status = status;
        this.correlationId = correlationId;
    }

    Acknowledgement upTo(final long newSequence, final long newMsgId, final long newSenderOrdinal) {
        sequence = newSequence;
        msgId = newMsgId;
        senderOrdinal = newSenderOrdinal;
        return this;
    }
}
