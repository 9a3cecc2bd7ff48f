package godwit.sequencer.pipeline;

import godwit.protocol.codecs.AttachedEncoder;
import godwit.protocol.codecs.EdgeOpenedEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.PresenceEncoder;
import godwit.protocol.codecs.SessionEnd;
import godwit.protocol.codecs.SessionEndedEncoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes who is where, for edges; each method answers the encoded length. The service's thread. */
final class SessionEncoder {
    private final UnsafeBuffer buffer;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final EdgeOpenedEncoder edgeOpened = new EdgeOpenedEncoder();
    private final AttachedEncoder attached = new AttachedEncoder();
    private final SessionEndedEncoder sessionEnded = new SessionEndedEncoder();
    private final PresenceEncoder presence = new PresenceEncoder();

    SessionEncoder(final UnsafeBuffer buffer) {
        this.buffer = buffer;
    }

    int edgeOpened(
        final long edgeId, final long correlationId, final long epoch, final long incarnation, final long leaseMs,
        final int subscribedMax, final long redeliverMs) {
        return edgeOpened.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId)
            .epoch(epoch).incarnation(incarnation).leaseMs(leaseMs)
            .subscribedMax(subscribedMax).redeliverMs(redeliverMs).limit();
    }

    int attached(
        final long edgeId, final long correlationId, final long connectionId, final long session,
        final boolean resumed, final long change) {
        return attached.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId)
            .connectionId(connectionId).session(session).resumed(OutputEncoder.flag(resumed)).change(change).limit();
    }

    int sessionEnded(final long edgeId, final long connectionId, final long session, final int reason) {
        return sessionEnded.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).connectionId(connectionId)
            .session(session).reason(SessionEnd.get((short) reason)).limit();
    }

    int presence(
        final long edgeId, final long correlationId, final DirectBuffer userId, final boolean online,
        final long lastSeenMs, final boolean visible) {
        presence.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId)
            .lastSeenMs(lastSeenMs).online(OutputEncoder.flag(online)).visible(OutputEncoder.flag(visible));
        presence.putUserId(userId, 0, userId.capacity());
        return presence.limit();
    }
}
