package godwit.edge.session;

import godwit.edge.auth.TokenClaims;
import godwit.edge.counters.EdgeCounter;
import godwit.edge.errors.ErrorCode;
import godwit.edge.errors.FrameEcho;
import godwit.edge.inbound.ClientFrameListener;
import godwit.edge.outbound.FrameEncoder;
import godwit.edge.outbound.FrameSink;
import godwit.edge.outbound.GoAwayReason;
import godwit.edge.request.ChatHolds;
import godwit.edge.request.Connection;
import godwit.edge.request.Request;
import godwit.protocol.ChatIds;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.SessionEnd;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.agrona.DirectBuffer;

/**
 * One connection of a client, from its first frame to its last: frames, the shard's answers and deadlines in; frames,
 * requests and a close out. Single-threaded.
 */
public final class Session implements ClientFrameListener, Connection {
    private final long connectionId;
    private final SessionContext context;
    private final SessionOutput output;
    private final String bearerToken;
    private final ChatHolds holds = new ChatHolds();
    private final SendsInFlight inFlight;
    private final TokenBucket sends;
    private final TokenBucket frames;
    private final RefusalWindow refusals =
        new RefusalWindow(SessionConfiguration.REFUSALS_MAX, SessionConfiguration.REFUSALS_WINDOW_MS);
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>(0);
    private SessionState state = SessionState.AWAITING_CONNECT;
    private String stateReason = "socket opened";
    private int waitingBytes;
    private TokenClaims claims;
    private String deviceId;
    private long sessionNumber;
    private boolean resumed;
    private long lastFrameMs;
    private int badFramesInRow;
    private long silenceTimer;
    private long tokenTimer = HeartbeatWheel.NO_TIMER;
    private boolean expiryWarned;
    private boolean restartAsked;
    private boolean attachAsked;

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
        final SessionConfiguration limits = context.configuration();
        this.connectionId = connectionId;
        this.context = context;
        this.output = output;
        this.bearerToken = bearerToken;
        this.lastFrameMs = nowMs();
        this.inFlight = new SendsInFlight(limits.inFlightMax());
        this.sends = new TokenBucket(limits.sendsPerSecond(), limits.sendsBurst(), nowMs());
        this.frames = new TokenBucket(limits.framesPerSecond(), limits.framesBurst(), nowMs());
        this.silenceTimer = context.wheel().schedule(nowMs() + limits.silenceMs(), this::onSilenceDeadline);
    }

    /** How far the connection has come. */
    public SessionState state() {
        return state;
    }

    /** Why it is in that state. */
    public String stateReason() {
        return stateReason;
    }

    // ---- the socket

    /**
     * A whole text frame came.
     *
     * @param utf8 valid UTF-8, the whole array; not changed after.
     */
    public void onFrame(final byte[] utf8) {
        if (state == SessionState.CLOSING) {
            return;
        }
        lastFrameMs = nowMs();
        context.counters().increment(EdgeCounter.FRAMES_IN);
        if (state != SessionState.ATTACHING) {
            context.parser().parse(utf8, 0, utf8.length, this);
        } else if (waitingBytes + utf8.length > SessionConfiguration.WAITING_BYTES_MAX) {
            close(CloseCode.TRY_AGAIN_LATER, "too many frames before the answer to CONNECT");
        } else {
            waiting.add(utf8);
            waitingBytes += utf8.length;
        }
    }

    /** The socket drained after entries were dropped: they are asked for again. */
    public void onRoom() {
        if (state == SessionState.LIVE && !restartAsked) {
            restartAsked = context.gateway().offer(new Request.Restart(connectionId));
            if (!restartAsked) {
                context.wheel().schedule(nowMs() + SessionConfiguration.FULL_RETRY_MS, this::onRoom);
            }
        }
    }

    /** The socket is closed. */
    public void onClosed() {
        cancelTimers();
        if (attachAsked) {
            detach();
        }
        state(SessionState.CLOSING, "socket closed");
        waiting.clear();
    }

    private void detach() {
        if (!context.gateway().offer(new Request.Detach(connectionId))) {
            // Bounded queues may be full; a session that stays behind is told of by the first delivery to it.
            context.wheel().schedule(nowMs() + SessionConfiguration.FULL_RETRY_MS, this::detach);
        }
    }

    /**
     * The edge goes out of service.
     *
     * @param reason           what to tell.
     * @param reconnectAfterMs when to come back, or {@link FrameEncoder#NOT_TOLD}.
     */
    public void drain(final GoAwayReason reason, final long reconnectAfterMs) {
        if (state != SessionState.CLOSING) {
            goAway(reason, reconnectAfterMs, CloseCode.GOING_AWAY, "the edge goes out of service");
        }
    }

    // ---- deadlines

    private void onSilenceDeadline() {
        final long deadlineMs = lastFrameMs + context.configuration().silenceMs();
        silenceTimer = HeartbeatWheel.NO_TIMER;
        if (state == SessionState.CLOSING) {
            return;
        }
        if (state == SessionState.AWAITING_CONNECT) {
            error(ErrorCode.UNAUTHENTICATED, "no CONNECT came in time", FrameEcho.NONE, FrameEncoder.NOT_TOLD);
            close(CloseCode.UNAUTHENTICATED, "no CONNECT came in time");
        } else if (deadlineMs <= nowMs() && state != SessionState.ATTACHING) {
            context.counters().increment(EdgeCounter.CLOSED_SILENT);
            close(CloseCode.SILENT, "nothing came for too long");
        } else {
            silenceTimer = context.wheel().schedule(
                Math.max(deadlineMs, nowMs() + 1), this::onSilenceDeadline);
        }
    }

    private void onTokenDeadline() {
        tokenTimer = HeartbeatWheel.NO_TIMER;
        if (state == SessionState.CLOSING) {
            return;
        }
        if (context.clock().epochMs() >= claims.expiresAtMs()) {
            close(CloseCode.UNAUTHENTICATED, "the token expired");
            return;
        }
        if (!expiryWarned && state == SessionState.LIVE
            && claims.expiresAtMs() - context.clock().epochMs() <= SessionConfiguration.EXPIRY_WARNING_MS) {
            expiryWarned = true;
            write(context.encoder().goAway(GoAwayReason.TOKEN_EXPIRED, FrameEncoder.NOT_TOLD));
        }
        watchToken();
    }

    private void watchToken() {
        context.wheel().cancel(tokenTimer);
        final long expiresInMs = claims.expiresAtMs() - context.clock().epochMs();
        final long warnInMs = expiresInMs - SessionConfiguration.EXPIRY_WARNING_MS;
        final long dueInMs = expiryWarned || warnInMs < 0 && state != SessionState.LIVE ? expiresInMs : warnInMs;
        tokenTimer = context.wheel().schedule(nowMs() + Math.max(0, dueInMs), this::onTokenDeadline);
    }

    private void cancelTimers() {
        context.wheel().cancel(silenceTimer);
        context.wheel().cancel(tokenTimer);
        silenceTimer = HeartbeatWheel.NO_TIMER;
        tokenTimer = HeartbeatWheel.NO_TIMER;
    }

    // ---- CONNECT

    @Override
    public void onConnect(final String reqId, final String token, final String device) {
        final FrameEcho echo = FrameEcho.ofRequest(reqId);
        if (!wellFormed(echo)) {
            return;
        }
        final String offered = token == null ? bearerToken : token;
        final Optional<TokenClaims> verified =
            offered == null ? Optional.empty() : context.verifier().verify(offered, context.clock().epochMs());
        if (verified.isEmpty() || !verified.get().permitsDevice(device)) {
            context.counters().increment(EdgeCounter.TOKENS_REFUSED);
            error(ErrorCode.UNAUTHENTICATED, "the token is not good", echo, FrameEncoder.NOT_TOLD);
            if (state != SessionState.LIVE) {
                close(CloseCode.UNAUTHENTICATED, "the token is not good");
            }
        } else if (state == SessionState.LIVE) {
            renew(reqId, echo, verified.get(), device);
        } else {
            attach(reqId, verified.get(), device);
        }
    }

    private void renew(final String reqId, final FrameEcho echo, final TokenClaims fresh, final String device) {
        if (!fresh.userId().equals(claims.userId()) || !device.equals(deviceId)) {
            error(ErrorCode.FORBIDDEN, "this connection is of another user or device", echo, FrameEncoder.NOT_TOLD);
            return;
        }
        claims = fresh;
        expiryWarned = false;
        connected(reqId);
        watchToken();
    }

    private void attach(final String reqId, final TokenClaims fresh, final String device) {
        claims = fresh;
        deviceId = device;
        state(SessionState.ATTACHING, "CONNECT with a good token");
        output.reading(false);
        watchToken();
        final Request.Attach request =
            new Request.Attach(connectionId, reqId, claims.userId(), deviceId, context.crossing().apply(this));
        attachAsked = context.gateway().offer(request);
        if (!attachAsked) {
            onRefused(request, RefusalCode.UNAVAILABLE, 0, 0);
        }
    }

    @Override
    public void onAttached(final Request.Attach request, final long session, final boolean isResumed) {
        if (state != SessionState.ATTACHING) {
            return;
        }
        sessionNumber = session;
        resumed = isResumed;
        state(SessionState.LIVE, "the shard gave a session");
        connected(request.reqId());
        watchToken();
        takeWaiting();
    }

    private void connected(final String reqId) {
        write(context.encoder().connected(
            reqId, claims.userId(), deviceId, sessionNumber, resumed, context.clock().epochMs()));
    }

    private void takeWaiting() {
        while (!waiting.isEmpty() && state != SessionState.CLOSING && state != SessionState.ATTACHING) {
            final byte[] frame = waiting.remove();
            waitingBytes -= frame.length;
            context.parser().parse(frame, 0, frame.length, this);
        }
        if (state != SessionState.ATTACHING) {
            lastFrameMs = nowMs();
            output.reading(true);
        }
    }

    // ---- frames of a connected client

    @Override
    public void onSendMessage(
        final String reqId, final long chatId, final String clientMsgId, final ContentKind kind,
        final DirectBuffer body) {
        final FrameEcho echo = new FrameEcho(reqId, ChatIds.format(chatId), clientMsgId);
        if (!admitted(echo)) {
            return;
        }
        final RefusalCode held = holds.judge(chatId, clientMsgId, nowMs());
        if (held != null) {
            refuse(RefusalTexts.code(held), "an earlier message to this chat was refused: send that one first", echo,
                ChatHolds.HOLD_MS);
        } else if (inFlight.full()) {
            hold(chatId, clientMsgId, RefusalCode.RATE_LIMITED);
            refuse(ErrorCode.RATE_LIMITED, "too many sends are unanswered, see limits in CONNECTED", echo,
                SessionConfiguration.IN_FLIGHT_RETRY_MS);
        } else if (!sends.tryTake(nowMs())) {
            hold(chatId, clientMsgId, RefusalCode.RATE_LIMITED);
            refuse(ErrorCode.RATE_LIMITED, "too many sends", echo, sends.waitMs());
        } else {
            send(reqId, chatId, clientMsgId, kind, body, echo);
        }
    }

    private void send(
        final String reqId, final long chatId, final String clientMsgId, final ContentKind kind,
        final DirectBuffer body, final FrameEcho echo) {
        final byte[] copy = new byte[body.capacity()];
        body.getBytes(0, copy);
        final long position = inFlight.take();
        if (!context.gateway().offer(
            new Request.Send(connectionId, reqId, chatId, clientMsgId, kind, copy, position))) {
            inFlight.giveBack(position);
            sends.giveBack();
            hold(chatId, clientMsgId, RefusalCode.UNAVAILABLE);
            refuse(ErrorCode.UNAVAILABLE, RefusalTexts.sentence(ErrorCode.UNAVAILABLE, 0), echo,
                FrameEncoder.NOT_TOLD);
        }
    }

    private void hold(final long chatId, final String clientMsgId, final RefusalCode code) {
        holds.refused(chatId, clientMsgId, code, nowMs());
    }

    @Override
    public void onMessageAck(final String reqId, final long chatId, final long msgId, final ReceiptStatus status) {
        final FrameEcho echo = new FrameEcho(reqId, chatId < 0 ? null : ChatIds.format(chatId), null);
        if (admitted(echo)) {
            offer(new Request.Acknowledge(connectionId, reqId, chatId, msgId, status), echo);
        }
    }

    @Override
    public void onCreateChat(
        final String reqId, final List<String> participantIds, final String title, final String clientChatId) {
        final FrameEcho echo = FrameEcho.ofRequest(reqId);
        if (admitted(echo)) {
            offer(new Request.CreateChat(connectionId, reqId, participantIds, title, clientChatId), echo);
        }
    }

    @Override
    public void onListChats(final String reqId, final long since, final long cursor, final int limit) {
        final FrameEcho echo = FrameEcho.ofRequest(reqId);
        if (admitted(echo)) {
            offer(new Request.ListChats(connectionId, reqId, since, cursor, limit), echo);
        }
    }

    @Override
    public void onGetChat(final String reqId, final long chatId, final long cursor) {
        final FrameEcho echo = new FrameEcho(reqId, ChatIds.format(chatId), null);
        if (admitted(echo)) {
            offer(new Request.GetChat(connectionId, reqId, chatId, cursor), echo);
        }
    }

    @Override
    public void onHistory(
        final String reqId, final long chatId, final long beforeSequence, final long afterSequence, final int limit) {
        final FrameEcho echo = new FrameEcho(reqId, ChatIds.format(chatId), null);
        if (admitted(echo)) {
            offer(new Request.ReadHistory(connectionId, reqId, chatId, beforeSequence, afterSequence, limit), echo);
        }
    }

    @Override
    public void onListDevices(final String reqId) {
        final FrameEcho echo = FrameEcho.ofRequest(reqId);
        if (admitted(echo)) {
            offer(new Request.ListDevices(connectionId, reqId), echo);
        }
    }

    @Override
    public void onRemoveDevice(final String reqId, final String device) {
        final FrameEcho echo = FrameEcho.ofRequest(reqId);
        if (admitted(echo)) {
            offer(new Request.RemoveDevice(connectionId, reqId, device), echo);
        }
    }

    @Override
    public void onHeartbeat(final String reqId, final String userId) {
        final FrameEcho echo = FrameEcho.ofRequest(reqId);
        if (!admitted(echo)) {
            return;
        }
        if (userId != null && !userId.equals(claims.userId())) {
            error(ErrorCode.FORBIDDEN, "this connection is of another user", echo, FrameEncoder.NOT_TOLD);
        } else {
            write(context.encoder().heartbeatAck(reqId, context.clock().epochMs()));
        }
    }

    @Override
    public void onRejected(final ErrorCode code, final String reason, final FrameEcho echo) {
        if (code != ErrorCode.BAD_FRAME) {
            if (admitted(echo)) {
                error(code, reason, echo, FrameEncoder.NOT_TOLD);
            }
        } else if (withinRate(echo)) {
            context.counters().increment(EdgeCounter.FRAMES_BAD);
            error(code, reason, echo, FrameEncoder.NOT_TOLD);
            if (++badFramesInRow >= SessionConfiguration.BAD_FRAMES_MAX) {
                close(CloseCode.BAD_FRAMES, "too many bad frames in a row");
            }
        }
    }

    private void offer(final Request request, final FrameEcho echo) {
        if (!context.gateway().offer(request)) {
            refuse(ErrorCode.UNAVAILABLE, RefusalTexts.sentence(ErrorCode.UNAVAILABLE, 0), echo,
                FrameEncoder.NOT_TOLD);
        }
    }

    /** Whether a well-formed frame other than CONNECT may pass; if not, it was answered. */
    private boolean admitted(final FrameEcho echo) {
        if (state == SessionState.AWAITING_CONNECT) {
            error(ErrorCode.UNAUTHENTICATED, "CONNECT has to come first", echo, FrameEncoder.NOT_TOLD);
            close(CloseCode.UNAUTHENTICATED, "CONNECT has to come first");
            return false;
        }
        if (!wellFormed(echo)) {
            return false;
        }
        if (state == SessionState.UNATTACHED) {
            error(ErrorCode.UNAVAILABLE, "not connected: repeat CONNECT", echo, FrameEncoder.NOT_TOLD);
            return false;
        }
        return state == SessionState.LIVE;
    }

    private boolean wellFormed(final FrameEcho echo) {
        badFramesInRow = 0;
        return withinRate(echo);
    }

    private boolean withinRate(final FrameEcho echo) {
        if (state == SessionState.CLOSING) {
            return false;
        }
        if (!frames.tryTake(nowMs())) {
            refuse(ErrorCode.RATE_LIMITED, "too many frames", echo, frames.waitMs());
            return false;
        }
        return true;
    }

    // ---- answers

    @Override
    public void onSent(
        final Request.Send request, final long msgId, final long sequence, final long timestampMs,
        final boolean duplicate) {
        inFlight.answered(request.position());
        write(context.encoder().sent(request.reqId(), request.chatId(), request.clientMsgId(), msgId, sequence,
            timestampMs, duplicate));
    }

    @Override
    public void onDone(final Request request) {
        if (request.reqId() != null) {
            write(context.encoder().ok(request.reqId()));
        }
    }

    @Override
    public void onRefused(
        final Request request, final RefusalCode refusal, final int detail, final long retryAfterMs) {
        final ErrorCode code = RefusalTexts.code(refusal);
        if (request instanceof Request.Send send) {
            inFlight.answered(send.position());
        }
        refuse(code, RefusalTexts.sentence(code, detail), Echoes.of(request),
            retryAfterMs > 0 ? retryAfterMs
                : code == ErrorCode.RATE_LIMITED ? ChatHolds.HOLD_MS : FrameEncoder.NOT_TOLD);
        if (request instanceof Request.Attach && state == SessionState.ATTACHING) {
            attachAsked = false;
            state(SessionState.UNATTACHED, "the shard gave no session");
            takeWaiting();
        }
    }

    @Override
    public void onAnswer(final Request request, final byte[] frame) {
        write(frame);
    }

    @Override
    public void onEntry(final byte[] frame, final long msgId) {
        if (state == SessionState.LIVE) {
            output.writeEntry(frame, msgId);
        }
    }

    @Override
    public void onPushedFrame(final byte[] frame) {
        if (state == SessionState.LIVE) {
            write(frame);
        }
    }

    @Override
    public void onRestarted() {
        restartAsked = false;
        output.restarted();
    }

    @Override
    public void onEnded(final SessionEnd reason) {
        if (state == SessionState.CLOSING) {
            return;
        }
        attachAsked = false;
        if (reason == SessionEnd.REMOVED) {
            goAway(GoAwayReason.REMOVED, FrameEncoder.NOT_TOLD, CloseCode.REMOVED, "the device was removed");
        } else {
            goAway(GoAwayReason.REPLACED, FrameEncoder.NOT_TOLD, CloseCode.REPLACED, "the device connected again");
        }
    }

    // ---- the way out

    private void goAway(final GoAwayReason reason, final long reconnectAfterMs, final int code, final String why) {
        write(context.encoder().goAway(reason, reconnectAfterMs));
        close(code, why);
    }

    private void refuse(final ErrorCode code, final String message, final FrameEcho echo, final long retryAfterMs) {
        error(code, message, echo, retryAfterMs);
        if (code == ErrorCode.RATE_LIMITED) {
            context.counters().increment(EdgeCounter.RATE_REFUSALS);
            if (refusals.add(nowMs())) {
                close(CloseCode.RATE_LIMITED, "too many refusals");
            }
        }
    }

    private void error(final ErrorCode code, final String message, final FrameEcho echo, final long retryAfterMs) {
        write(context.encoder().error(code, message, echo, retryAfterMs));
    }

    private void write(final FrameSink sink) {
        if (state != SessionState.CLOSING) {
            output.write(sink.array(), sink.length());
        }
    }

    private void write(final byte[] frame) {
        if (state != SessionState.CLOSING) {
            output.write(frame);
        }
    }

    private void close(final int code, final String reason) {
        if (state != SessionState.CLOSING) {
            state(SessionState.CLOSING, reason);
            cancelTimers();
            waiting.clear();
            output.close(code, reason);
        }
    }

    private void state(final SessionState next, final String reason) {
        state = next;
        stateReason = reason;
    }

    private long nowMs() {
        return context.clock().nowMs();
    }
}
