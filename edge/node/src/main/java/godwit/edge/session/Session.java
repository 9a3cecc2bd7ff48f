package godwit.edge.session;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.errors.ErrorCode;
import godwit.edge.outbound.FrameEncoder;
import godwit.edge.outbound.GoAwayReason;
import godwit.edge.request.ChatHolds;
import godwit.edge.request.Connection;
import godwit.edge.request.Request;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.SessionEnd;
import java.util.ArrayDeque;

/**
 * One connection of a client, from its first frame to its last: frames, the shard's answers and deadlines in; frames,
 * requests and a close out. Single-threaded.
 */
public final class Session implements Connection {
    private static final long NOTHING_DROPPED = -1;

    private final long connectionId;
    private final SessionContext context;
    private final SessionOutput output;
    private final Replies replies;
    private final Deadlines deadlines;
    private final LifeSigns lifeSigns;
    private final Connecting connecting;
    private final Sends sends;
    private final ClientFrames frames;
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>(0);
    private int waitingBytes;
    private boolean restartAsked;
    private long entries;
    private long droppedFrom = NOTHING_DROPPED;

    /**
     * A session of a socket that was just opened.
     *
     * @param connectionId the edge's name for it.
     * @param context      what the loop's sessions share.
     * @param output       to its socket.
     * @param bearerToken  of the upgrade's Authorization header, or null.
     */
    public Session(
        final long connectionId, final SessionContext context, final SessionOutput output, final String bearerToken) {
        this.connectionId = connectionId;
        this.context = context;
        this.output = output;
        this.replies = new Replies(context, output, this::onClosing);
        this.deadlines = new Deadlines(context, replies);
        this.lifeSigns = new LifeSigns(connectionId, context, deadlines);
        this.connecting = new Connecting(connectionId, context, replies, deadlines, output, this, bearerToken);
        this.sends = new Sends(connectionId, context, replies);
        this.frames = new ClientFrames(connectionId, context, replies, connecting, sends, this::entriesTaken);
    }

    /** How far the connection has come. */
    public SessionState state() {
        return replies.state();
    }

    /** Why it is in that state. */
    public String stateReason() {
        return replies.stateReason();
    }

    // ---- the socket

    /**
     * A whole text frame came.
     *
     * @param utf8 valid UTF-8, the whole array; not changed after.
     */
    public void onFrame(final byte[] utf8) {
        if (replies.is(SessionState.CLOSING)) {
            return;
        }
        deadlines.heard();
        lifeSigns.heard();
        context.counters().increment(EdgeCounter.FRAMES_IN);
        if (!replies.is(SessionState.ATTACHING)) {
            frames.take(utf8);
        } else if (waitingBytes + utf8.length > SessionConfiguration.WAITING_BYTES_MAX) {
            replies.close(CloseCode.TRY_AGAIN_LATER, "too many frames before the answer to CONNECT");
        } else if (!context.held().tryTake(cost(utf8))) {
            context.counters().increment(EdgeCounter.CLOSED_FRAMES_WAITING);
            replies.close(CloseCode.TRY_AGAIN_LATER, "too many frames of all wait for the answer to CONNECT");
        } else {
            waiting.add(utf8);
            waitingBytes += utf8.length;
        }
    }

    /**
     * A ping or pong came. It counts as a frame, but is no sign of life: a browser answers for a page that hangs.
     *
     * @return whether it is within the limits; if not, it is not to be answered.
     */
    public boolean onControlFrame() {
        return frames.takeControl();
    }

    private static int cost(final byte[] frame) {
        return frame.length + SessionConfiguration.WAITING_FRAME_BYTES;
    }

    /** Frames that came before the answer to CONNECT. */
    private void takeWaiting() {
        while (!waiting.isEmpty() && !replies.is(SessionState.CLOSING) && !replies.is(SessionState.ATTACHING)) {
            final byte[] frame = waiting.remove();
            waitingBytes -= frame.length;
            context.held().giveBack(cost(frame));
            frames.take(frame);
        }
        if (!replies.is(SessionState.ATTACHING)) {
            deadlines.heard();
            output.reading(true);
        }
    }

    /** The socket drained after entries were dropped: they are asked for again. */
    public void onRoom() {
        if (replies.is(SessionState.LIVE) && !restartAsked) {
            restartAsked = context.gateway().offer(new Request.Restart(connectionId, entriesTaken()));
            if (!restartAsked) {
                context.wheel().schedule(
                    context.clock().nowMs() + SessionConfiguration.FULL_RETRY_MS, this::onRoom);
            }
        }
    }

    /** The socket closes, or is closed: nothing is written to it any more. */
    public void onClosed() {
        if (!replies.is(SessionState.CLOSING)) {
            replies.state(SessionState.CLOSING, "socket closed");
            onClosing();
        }
    }

    /** It may take long until the other side answers a close, if it ever does: the shard is told now. */
    private void onClosing() {
        deadlines.cancel();
        lifeSigns.cancel();
        waiting.forEach(frame -> context.held().giveBack(cost(frame)));
        waiting.clear();
        waitingBytes = 0;
        connecting.closed();
    }

    /**
     * The edge goes out of service.
     *
     * @param reason           what to tell.
     * @param reconnectAfterMs when to come back, or {@link FrameEncoder#NOT_TOLD}.
     */
    public void drain(final GoAwayReason reason, final long reconnectAfterMs) {
        if (!replies.is(SessionState.CLOSING)) {
            connecting.sentAway();
            replies.goAway(reason, reconnectAfterMs, CloseCode.GOING_AWAY, "the edge goes out of service");
        }
    }

    // ---- the shard's answers

    @Override
    public void onAttached(final Request.Attach request, final long session, final boolean resumed) {
        if (replies.is(SessionState.ATTACHING)) {
            connecting.attached(request.reqId(), session, resumed);
            takeWaiting();
        }
    }

    @Override
    public void onSent(
        final Request.Send request, final long msgId, final long sequence, final long timestampMs,
        final boolean duplicate) {
        sends.answered(request);
        replies.write(context.encoder().sent(request.reqId(), request.chatId(), request.clientMsgId(), msgId, sequence,
            timestampMs, duplicate));
    }

    @Override
    public void onDone(final Request request) {
        frames.answered(request);
        if (request.reqId() != null) {
            replies.write(context.encoder().ok(request.reqId()));
        }
    }

    @Override
    public void onRefused(
        final Request request, final RefusalCode refusal, final int detail, final long retryAfterMs) {
        frames.answered(request);
        final ErrorCode code = RefusalTexts.code(refusal);
        if (request instanceof Request.Send send) {
            sends.refused(send, code);
        }
        replies.refuse(code, RefusalTexts.sentence(code, detail), Echoes.of(request),
            retryAfterMs > 0 ? retryAfterMs
                : code == ErrorCode.RATE_LIMITED ? ChatHolds.HOLD_MS : FrameEncoder.NOT_TOLD);
        if (request instanceof Request.Attach && replies.is(SessionState.ATTACHING)) {
            connecting.refused();
            takeWaiting();
        }
    }

    @Override
    public void onAnswer(final Request request, final byte[] frame) {
        frames.answered(request);
        replies.write(frame);
    }

    @Override
    public void onEntry(final byte[] frame, final long msgId) {
        takeEntry(frame, msgId);
    }

    @Override
    public void onAnsweringEntry(final Request request, final byte[] frame, final long msgId) {
        frames.answered(request);
        if (!takeEntry(frame, msgId)) {
            // The entry comes again, the answer does not.
            replies.write(frame);
        }
    }

    /** Whether the socket took an entry, or has it already. */
    private boolean takeEntry(final byte[] frame, final long msgId) {
        final boolean taken = !replies.is(SessionState.LIVE) || output.writeEntry(frame, msgId);
        if (!taken && droppedFrom == NOTHING_DROPPED) {
            droppedFrom = entries;
        }
        entries++;
        return taken;
    }

    /** How many entries the socket took of those that came, from the first one on. */
    private long entriesTaken() {
        return droppedFrom == NOTHING_DROPPED ? entries : droppedFrom;
    }

    @Override
    public void onPushedFrame(final byte[] frame) {
        if (replies.is(SessionState.LIVE)) {
            replies.write(frame);
        }
    }

    @Override
    public void onFleetingFrame(final byte[] frame) {
        if (replies.is(SessionState.LIVE)) {
            output.writeFleeting(frame);
        }
    }

    @Override
    public void onRestarted() {
        restartAsked = false;
        droppedFrom = NOTHING_DROPPED;
        output.restarted();
    }

    @Override
    public void onSeenWanted() {
        if (!replies.is(SessionState.CLOSING)) {
            lifeSigns.wanted();
        }
    }

    @Override
    public void onMissing() {
        if (!replies.is(SessionState.CLOSING)) {
            connecting.ended();
            replies.close(CloseCode.TRY_AGAIN_LATER, "something is missing, connect again");
        }
    }

    @Override
    public void onEnded(final SessionEnd reason) {
        if (replies.is(SessionState.CLOSING)) {
            return;
        }
        connecting.ended();
        if (reason == SessionEnd.REMOVED) {
            replies.goAway(
                GoAwayReason.REMOVED, FrameEncoder.NOT_TOLD, CloseCode.REMOVED, "the device was removed");
        } else {
            replies.goAway(
                GoAwayReason.REPLACED, FrameEncoder.NOT_TOLD, CloseCode.REPLACED, "the device connected again");
        }
    }
}
