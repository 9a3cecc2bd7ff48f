package godwit.edge.session;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.errors.ErrorCode;
import godwit.edge.errors.FrameEcho;
import godwit.edge.outbound.FrameEncoder;
import godwit.edge.outbound.FrameSink;
import godwit.edge.outbound.GoAwayReason;

/**
 * What one client is told, and how far its connection has come: after a close nothing is written any more.
 * Single-threaded.
 */
final class Replies {
    private final SessionContext context;
    private final SessionOutput output;
    private final Runnable onClosing;
    private final RefusalWindow refusals =
        new RefusalWindow(SessionConfiguration.REFUSALS_MAX, SessionConfiguration.REFUSALS_WINDOW_MS);
    private SessionState state = SessionState.AWAITING_CONNECT;
    private String stateReason = "socket opened";

    Replies(final SessionContext context, final SessionOutput output, final Runnable onClosing) {
        this.context = context;
        this.output = output;
        this.onClosing = onClosing;
    }

    boolean is(final SessionState other) {
        return state == other;
    }

    SessionState state() {
        return state;
    }

    String stateReason() {
        return stateReason;
    }

    void state(final SessionState next, final String reason) {
        state = next;
        stateReason = reason;
    }

    void write(final FrameSink sink) {
        if (state != SessionState.CLOSING) {
            output.write(sink.array(), sink.length());
        }
    }

    void write(final byte[] frame) {
        if (state != SessionState.CLOSING) {
            output.write(frame);
        }
    }

    void error(final ErrorCode code, final String message, final FrameEcho echo) {
        write(context.encoder().error(code, message, echo, FrameEncoder.NOT_TOLD));
    }

    /** An error, and a close if it is one refusal too many. */
    void refuse(final ErrorCode code, final String message, final FrameEcho echo, final long retryAfterMs) {
        write(context.encoder().error(code, message, echo, retryAfterMs));
        if (code == ErrorCode.RATE_LIMITED) {
            context.counters().increment(EdgeCounter.RATE_REFUSALS);
            if (refusals.add(context.clock().nowMs())) {
                close(CloseCode.RATE_LIMITED, "too many refusals");
            }
        }
    }

    /** The way to the shard is full, or the shard is away. */
    void unavailable(final FrameEcho echo) {
        error(ErrorCode.UNAVAILABLE, RefusalTexts.sentence(ErrorCode.UNAVAILABLE, 0), echo);
    }

    void goAway(final GoAwayReason reason, final long reconnectAfterMs, final int code, final String why) {
        write(context.encoder().goAway(reason, reconnectAfterMs));
        close(code, why);
    }

    void close(final int code, final String reason) {
        if (state != SessionState.CLOSING) {
            state(SessionState.CLOSING, reason);
            onClosing.run();
            output.close(code, reason);
        }
    }
}
