package godwit.edge.session;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.errors.ErrorCode;
import godwit.edge.errors.FrameEcho;

/**
 * Whether a frame of one client may pass: not too many, not too many bad ones, none before CONNECT. What may not is
 * answered here. Single-threaded.
 */
final class FrameAdmission {
    private final SessionContext context;
    private final Replies replies;
    private final TokenBucket frames;
    private final TokenBucket connects;
    private int badFramesInRow;
    private FrameEcho underWay = FrameEcho.NONE;

    FrameAdmission(final SessionContext context, final Replies replies) {
        final SessionConfiguration limits = context.configuration();
        this.context = context;
        this.replies = replies;
        this.frames = new TokenBucket(limits.framesPerSecond(), limits.framesBurst(), context.clock().nowMs());
        this.connects = new TokenBucket(SessionConfiguration.CONNECTS_PER_SECOND, SessionConfiguration.CONNECTS_BURST,
            context.clock().nowMs());
    }

    /** Another frame came. */
    void begin() {
        underWay = FrameEcho.NONE;
    }

    /** Of the frame that came last, as far as it was read. */
    FrameEcho underWay() {
        return underWay;
    }

    /** Whether a well-formed frame other than CONNECT may pass. */
    boolean admitted(final FrameEcho echo) {
        underWay = echo;
        if (replies.is(SessionState.AWAITING_CONNECT)) {
            replies.error(ErrorCode.UNAUTHENTICATED, "CONNECT has to come first", echo);
            replies.close(CloseCode.UNAUTHENTICATED, "CONNECT has to come first");
            return false;
        }
        if (!wellFormed(echo)) {
            return false;
        }
        if (replies.is(SessionState.UNATTACHED)) {
            replies.error(ErrorCode.UNAVAILABLE, "not connected: repeat CONNECT", echo);
            return false;
        }
        return replies.is(SessionState.LIVE);
    }

    /** Whether a well-formed frame may pass, CONNECT or not. */
    boolean wellFormed(final FrameEcho echo) {
        underWay = echo;
        badFramesInRow = 0;
        return withinRate(echo);
    }

    /** Whether a well-formed CONNECT may pass. */
    boolean connectAdmitted(final FrameEcho echo) {
        if (!wellFormed(echo)) {
            return false;
        }
        final boolean within = connects.tryTake(context.clock().nowMs());
        if (!within) {
            replies.refuse(ErrorCode.RATE_LIMITED, "too many CONNECTs", echo, connects.waitMs());
        }
        return within;
    }

    /** Whether a ping or pong may pass: it is a frame as any other. */
    boolean controlAdmitted() {
        return withinRate(FrameEcho.NONE);
    }

    /** Answers a frame that could not be read; false: it was refused as one that came too often or too early instead. */
    boolean rejected(final ErrorCode code, final String reason, final FrameEcho echo) {
        final boolean isBad = code == ErrorCode.BAD_FRAME;
        if (isBad ? !withinRate(echo) : !admitted(echo)) {
            return false;
        }
        replies.error(code, reason, echo);
        if (isBad) {
            context.counters().increment(EdgeCounter.FRAMES_BAD);
            if (++badFramesInRow >= SessionConfiguration.BAD_FRAMES_MAX) {
                replies.close(CloseCode.BAD_FRAMES, "too many bad frames in a row");
            }
        }
        return true;
    }

    private boolean withinRate(final FrameEcho echo) {
        if (replies.is(SessionState.CLOSING)) {
            return false;
        }
        final boolean within = frames.tryTake(context.clock().nowMs());
        if (!within) {
            replies.refuse(ErrorCode.RATE_LIMITED, "too many frames", echo, frames.waitMs());
        }
        return within;
    }
}
