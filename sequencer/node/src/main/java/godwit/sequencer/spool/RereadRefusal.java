package godwit.sequencer.spool;

import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.RefusedEncoder;
import godwit.sequencer.pipeline.Reread;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The answer to a wish for the spool that cannot be met: a page of history is refused as UNAVAILABLE. What was to be
 * pushed to a session needs no answer: it stays unacknowledged, and the shard wishes for it again after the silence.
 */
public final class RereadRefusal {
    private static final int RETRY_AFTER_MS = 1_000;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final RefusedEncoder refused = new RefusedEncoder();
    private final UnsafeBuffer buffer =
        new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + RefusedEncoder.BLOCK_LENGTH]);

    /** Whether somebody waits for an answer. */
    public static boolean isWanted(final Reread reread) {
        return reread.correlationId != 0;
    }

    /** Encodes the answer into {@link #buffer}; the length is answered. */
    public int encode(final long edgeId, final Reread reread) {
        refused.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(reread.correlationId)
            .session(reread.session).retryAfterMs(RETRY_AFTER_MS).code(RefusalCode.UNAVAILABLE).detail(0);
        return refused.limit();
    }

    /** Holds the answer. */
    public DirectBuffer buffer() {
        return buffer;
    }
}
