package godwit.edge.session;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.errors.ErrorCode;
import godwit.edge.errors.FrameEcho;
import godwit.edge.outbound.FrameEncoder;
import godwit.edge.outbound.GoAwayReason;

/**
 * Closes one connection that says nothing for too long, or whose token expired, and warns before the latter.
 * Single-threaded.
 */
final class Deadlines {
    private final SessionContext context;
    private final Replies replies;
    private long lastFrameMs;
    private long tokenExpiresAtMs;
    private boolean expiryWarned;
    private long silenceTimer;
    private long tokenTimer = HeartbeatWheel.NO_TIMER;

    Deadlines(final SessionContext context, final Replies replies) {
        this.context = context;
        this.replies = replies;
        this.lastFrameMs = nowMs();
        this.silenceTimer = context.wheel().schedule(nowMs() + silenceMs(), this::onSilence);
    }

    /** A data frame came, or begins to be served. */
    void heard() {
        lastFrameMs = nowMs();
    }

    /** When a data frame came last. */
    long heardMs() {
        return lastFrameMs;
    }

    /** A good token came. */
    void token(final long expiresAtMs) {
        tokenExpiresAtMs = expiresAtMs;
        expiryWarned = false;
        watchToken();
    }

    /** How far the connection has come matters for the warning. */
    void watchToken() {
        if (replies.is(SessionState.CLOSING)) {
            return;
        }
        context.wheel().cancel(tokenTimer);
        final long expiresInMs = tokenExpiresAtMs - context.clock().epochMs();
        final long warnInMs = expiresInMs - SessionConfiguration.EXPIRY_WARNING_MS;
        final boolean onlyExpiry = expiryWarned || warnInMs < 0 && !replies.is(SessionState.LIVE);
        tokenTimer = context.wheel().schedule(
            nowMs() + Math.max(0, onlyExpiry ? expiresInMs : warnInMs), this::onToken);
    }

    void cancel() {
        context.wheel().cancel(silenceTimer);
        context.wheel().cancel(tokenTimer);
        silenceTimer = HeartbeatWheel.NO_TIMER;
        tokenTimer = HeartbeatWheel.NO_TIMER;
    }

    private void onSilence() {
        final long deadlineMs = lastFrameMs + silenceMs();
        silenceTimer = HeartbeatWheel.NO_TIMER;
        if (replies.is(SessionState.CLOSING)) {
            return;
        }
        if (replies.is(SessionState.AWAITING_CONNECT)) {
            replies.error(ErrorCode.UNAUTHENTICATED, "no CONNECT came in time", FrameEcho.NONE);
            replies.close(CloseCode.UNAUTHENTICATED, "no CONNECT came in time");
        } else if (deadlineMs <= nowMs() && !replies.is(SessionState.ATTACHING)) {
            context.counters().increment(EdgeCounter.CLOSED_SILENT);
            replies.close(CloseCode.SILENT, "nothing came for too long");
        } else {
            silenceTimer = context.wheel().schedule(Math.max(deadlineMs, nowMs() + 1), this::onSilence);
        }
    }

    private void onToken() {
        tokenTimer = HeartbeatWheel.NO_TIMER;
        if (replies.is(SessionState.CLOSING)) {
            return;
        }
        final long expiresInMs = tokenExpiresAtMs - context.clock().epochMs();
        if (expiresInMs <= 0) {
            replies.close(CloseCode.UNAUTHENTICATED, "the token expired");
            return;
        }
        if (!expiryWarned && replies.is(SessionState.LIVE) && expiresInMs <= SessionConfiguration.EXPIRY_WARNING_MS) {
            expiryWarned = true;
            replies.write(context.encoder().goAway(GoAwayReason.TOKEN_EXPIRED, FrameEncoder.NOT_TOLD));
        }
        watchToken();
    }

    private long silenceMs() {
        return context.configuration().silenceMs();
    }

    private long nowMs() {
        return context.clock().nowMs();
    }
}
