package godwit.edge.session;

import godwit.edge.errors.ErrorCode;
import godwit.edge.errors.FrameEcho;
import godwit.edge.request.ChatHolds;
import godwit.edge.request.Request;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.RefusalCode;
import org.agrona.DirectBuffer;

/**
 * The messages of one client: so many unanswered, so many a second, and none past one that was refused.
 * Single-threaded.
 */
final class Sends {
    private final long connectionId;
    private final SessionContext context;
    private final Replies replies;
    private final ChatHolds holds = new ChatHolds();
    private final SendsInFlight inFlight;
    private final TokenBucket rate;

    Sends(final long connectionId, final SessionContext context, final Replies replies) {
        final SessionConfiguration limits = context.configuration();
        this.connectionId = connectionId;
        this.context = context;
        this.replies = replies;
        this.inFlight = new SendsInFlight(limits.inFlightMax());
        this.rate = new TokenBucket(limits.sendsPerSecond(), limits.sendsBurst(), nowMs());
    }

    void send(
        final String reqId, final long chatId, final String clientMsgId, final ContentKind kind,
        final DirectBuffer body) {
        final FrameEcho echo = Echoes.ofSend(reqId, chatId, clientMsgId);
        final RefusalCode held = holds.judge(chatId, clientMsgId, nowMs());
        if (held != null) {
            replies.refuse(RefusalTexts.code(held),
                "an earlier message to this chat was refused: send that one first", echo, ChatHolds.HOLD_MS);
        } else if (inFlight.full()) {
            hold(chatId, clientMsgId, RefusalCode.RATE_LIMITED);
            replies.refuse(ErrorCode.RATE_LIMITED, "too many sends are unanswered, see limits in CONNECTED", echo,
                SessionConfiguration.IN_FLIGHT_RETRY_MS);
        } else if (!rate.tryTake(nowMs())) {
            hold(chatId, clientMsgId, RefusalCode.RATE_LIMITED);
            replies.refuse(ErrorCode.RATE_LIMITED, "too many sends", echo, rate.waitMs());
        } else {
            offer(reqId, chatId, clientMsgId, kind, body, echo);
        }
    }

    /** One was refused before it came here: it is the one to come first all the same. */
    void notAdmitted(final long chatId, final String clientMsgId) {
        hold(chatId, clientMsgId,
            replies.is(SessionState.LIVE) ? RefusalCode.RATE_LIMITED : RefusalCode.UNAVAILABLE);
    }

    /** One is no message, and was told so: if it is the one to come first, it came. */
    void refusedForGood(final long chatId, final String clientMsgId) {
        holds.judge(chatId, clientMsgId, nowMs());
    }

    private void offer(
        final String reqId, final long chatId, final String clientMsgId, final ContentKind kind,
        final DirectBuffer body, final FrameEcho echo) {
        final byte[] copy = new byte[body.capacity()];
        body.getBytes(0, copy);
        final long position = inFlight.take();
        boolean offered = false;
        try {
            offered = context.gateway().offer(
                new Request.Send(connectionId, reqId, chatId, clientMsgId, kind, copy, position));
        } finally {
            if (!offered) {
                inFlight.giveBack(position);
                rate.giveBack();
                hold(chatId, clientMsgId, RefusalCode.UNAVAILABLE);
            }
        }
        if (!offered) {
            replies.unavailable(echo);
        }
    }

    /** The shard answered, or refused. */
    void answered(final Request.Send send) {
        inFlight.answered(send.position());
    }

    /** It was refused behind this session, where all that follows it is held, what was refused here included. */
    void refused(final Request.Send send, final ErrorCode code) {
        answered(send);
        rate.giveBack();
        if (code == ErrorCode.UNAVAILABLE || code == ErrorCode.RATE_LIMITED) {
            holds.release(send.chatId());
        }
    }

    private void hold(final long chatId, final String clientMsgId, final RefusalCode code) {
        holds.refused(chatId, clientMsgId, code, nowMs());
    }

    private long nowMs() {
        return context.clock().nowMs();
    }
}
