package godwit.simulation.edge;

import godwit.edge.request.Connection;
import godwit.edge.request.Request;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.SessionEnd;
import java.util.function.Consumer;

/**
 * What the edge's agent calls of a session: of what it refuses as unavailable somebody hears first.
 *
 * @param session     at the other end.
 * @param unavailable hears.
 */
record WatchedConnection(Connection session, Consumer<Request> unavailable) implements Connection {
    @Override
    public void onAttached(final Request.Attach request, final long number, final boolean resumed) {
        session.onAttached(request, number, resumed);
    }

    @Override
    public void onSent(
        final Request.Send request, final long msgId, final long sequence, final long timestampMs,
        final boolean duplicate) {
        session.onSent(request, msgId, sequence, timestampMs, duplicate);
    }

    @Override
    public void onDone(final Request request) {
        session.onDone(request);
    }

    @Override
    public void onRefused(final Request request, final RefusalCode code, final int detail, final long retryAfterMs) {
        if (code == RefusalCode.UNAVAILABLE) {
            unavailable.accept(request);
        }
        session.onRefused(request, code, detail, retryAfterMs);
    }

    @Override
    public void onAnswer(final Request request, final byte[] frame) {
        session.onAnswer(request, frame);
    }

    @Override
    public void onEntry(final byte[] frame, final long msgId) {
        session.onEntry(frame, msgId);
    }

    @Override
    public void onAnsweringEntry(final Request request, final byte[] frame, final long msgId) {
        session.onAnsweringEntry(request, frame, msgId);
    }

    @Override
    public void onPushedFrame(final byte[] frame) {
        session.onPushedFrame(frame);
    }

    @Override
    public void onFleetingFrame(final byte[] frame) {
        session.onFleetingFrame(frame);
    }

    @Override
    public void onRestarted() {
        session.onRestarted();
    }

    @Override
    public void onSeenWanted() {
        session.onSeenWanted();
    }

    @Override
    public void onMissing() {
        session.onMissing();
    }

    @Override
    public void onEnded(final SessionEnd reason) {
        session.onEnded(reason);
    }
}
