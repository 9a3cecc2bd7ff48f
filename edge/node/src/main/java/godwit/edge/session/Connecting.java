package godwit.edge.session;

import godwit.edge.auth.TokenClaims;
import godwit.edge.counters.EdgeCounter;
import godwit.edge.errors.ErrorCode;
import godwit.edge.errors.FrameEcho;
import godwit.edge.request.Connection;
import godwit.edge.request.Request;
import godwit.protocol.codecs.RefusalCode;
import java.util.Optional;

/**
 * Who one connection is: its CONNECT, the session that the shard gives for it, and later tokens. Single-threaded.
 */
final class Connecting {
    private final long connectionId;
    private final SessionContext context;
    private final Replies replies;
    private final Deadlines deadlines;
    private final SessionOutput output;
    private final Connection connection;
    private final String bearerToken;
    private TokenClaims claims;
    private String deviceId;
    private long sessionNumber;
    private boolean resumed;
    private boolean attachAsked;
    private boolean away;

    Connecting(
        final long connectionId, final SessionContext context, final Replies replies, final Deadlines deadlines,
        final SessionOutput output, final Connection connection, final String bearerToken) {
        this.connectionId = connectionId;
        this.context = context;
        this.replies = replies;
        this.deadlines = deadlines;
        this.output = output;
        this.connection = connection;
        this.bearerToken = bearerToken;
    }

    /** Whose connection it is; only when connected. */
    boolean isUser(final String userId) {
        return userId.equals(claims.userId());
    }

    /** A CONNECT that may pass. */
    void connect(final String reqId, final String token, final String device) {
        final FrameEcho echo = FrameEcho.ofRequest(reqId);
        final String offered = token == null ? bearerToken : token;
        final Optional<TokenClaims> verified =
            offered == null ? Optional.empty() : context.verifier().verify(offered, context.clock().epochMs());
        if (verified.isEmpty() || !verified.get().permitsDevice(device)) {
            context.counters().increment(EdgeCounter.TOKENS_REFUSED);
            replies.error(ErrorCode.UNAUTHENTICATED, "the token is not good", echo);
            if (!replies.is(SessionState.LIVE)) {
                replies.close(CloseCode.UNAUTHENTICATED, "the token is not good");
            }
        } else if (replies.is(SessionState.LIVE)) {
            renew(reqId, echo, verified.get(), device);
        } else {
            attach(reqId, verified.get(), device);
        }
    }

    private void renew(final String reqId, final FrameEcho echo, final TokenClaims fresh, final String device) {
        if (!fresh.userId().equals(claims.userId()) || !device.equals(deviceId)) {
            replies.error(ErrorCode.FORBIDDEN, "this connection is of another user or device", echo);
            return;
        }
        claims = fresh;
        connected(reqId);
        deadlines.token(claims.expiresAtMs());
    }

    private void attach(final String reqId, final TokenClaims fresh, final String device) {
        claims = fresh;
        deviceId = device;
        replies.state(SessionState.ATTACHING, "CONNECT with a good token");
        output.reading(false);
        deadlines.token(claims.expiresAtMs());
        final Request.Attach request =
            new Request.Attach(connectionId, reqId, claims.userId(), deviceId,
                context.clock().cameMs(), context.crossing().apply(connection));
        attachAsked = context.gateway().offer(request);
        if (!attachAsked) {
            connection.onRefused(request, RefusalCode.UNAVAILABLE, 0, 0);
        }
    }

    /** The shard gave a session. */
    void attached(final String reqId, final long session, final boolean isResumed) {
        sessionNumber = session;
        resumed = isResumed;
        replies.state(SessionState.LIVE, "the shard gave a session");
        connected(reqId);
        deadlines.watchToken();
    }

    /** The shard gave none. */
    void refused() {
        attachAsked = false;
        replies.state(SessionState.UNATTACHED, "the shard gave no session");
    }

    /** The shard ended the session by itself. */
    void ended() {
        attachAsked = false;
    }

    /** The edge sends the client elsewhere. */
    void sentAway() {
        away = true;
    }

    /** The connection closes: if the shard may know of it, it is told. */
    void closed() {
        if (attachAsked) {
            attachAsked = false;
            detach();
        }
    }

    private void detach() {
        if (!context.gateway().offer(new Request.Detach(connectionId, away))) {
            // Bounded queues may be full; a session that stays behind is told of by the first delivery to it.
            context.wheel().schedule(context.clock().nowMs() + SessionConfiguration.FULL_RETRY_MS, this::detach);
        }
    }

    private void connected(final String reqId) {
        replies.write(context.encoder().connected(
            reqId, claims.userId(), deviceId, sessionNumber, resumed, context.clock().epochMs()));
    }
}
