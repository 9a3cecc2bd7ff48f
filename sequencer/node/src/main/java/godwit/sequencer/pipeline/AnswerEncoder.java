package godwit.sequencer.pipeline;

import godwit.core.EntryView;
import godwit.protocol.codecs.ChangedEncoder;
import godwit.protocol.codecs.DoneEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.RefusedEncoder;
import godwit.protocol.codecs.SentEncoder;
import godwit.protocol.codecs.UnchangedEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes answers of one record for edges; each method answers the encoded length. The service's thread. */
final class AnswerEncoder {
    private final UnsafeBuffer buffer;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final RefusedEncoder refused = new RefusedEncoder();
    private final DoneEncoder done = new DoneEncoder();
    private final SentEncoder sent = new SentEncoder();
    private final ChangedEncoder changed = new ChangedEncoder();
    private final UnchangedEncoder unchanged = new UnchangedEncoder();

    AnswerEncoder(final UnsafeBuffer buffer) {
        this.buffer = buffer;
    }

    int refused(
        final long edgeId, final long correlationId, final long session, final int code, final int detail,
        final int retryAfterMs) {
        return refused.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId)
            .session(session).retryAfterMs(retryAfterMs).code(RefusalCode.get((short) code)).detail(detail).limit();
    }

    int done(final long edgeId, final long correlationId) {
        return done.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId).limit();
    }

    int sent(
        final long edgeId, final long correlationId, final long chatId, final long msgId, final long sequence,
        final long timestampMs, final boolean duplicate) {
        return sent.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId).chatId(chatId)
            .msgId(msgId).sequence(sequence).timestampMs(timestampMs).duplicate(OutputEncoder.flag(duplicate)).limit();
    }

    int changed(final long edgeId, final long correlationId, final EntryView entry) {
        changed.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId)
            .chatId(entry.chatId()).msgId(entry.msgId()).sequence(entry.sequence()).timestampMs(entry.timestampMs());
        changed.putSenderId(entry.senderId(), 0, entry.senderId().capacity());
        changed.putBody(entry.body(), 0, entry.body().capacity());
        return changed.limit();
    }

    int unchanged(final long edgeId, final long correlationId, final long chatId, final long version) {
        return unchanged.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId)
            .chatId(chatId).version(version).limit();
    }
}
