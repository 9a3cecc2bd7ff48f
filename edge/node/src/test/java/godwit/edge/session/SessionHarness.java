package godwit.edge.session;

import godwit.edge.auth.TokenClaims;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.inbound.FrameLimits;
import godwit.edge.inbound.FrameParser;
import godwit.edge.memory.ByteBudget;
import godwit.edge.outbound.ConnectionLimits;
import godwit.edge.outbound.FrameEncoder;
import godwit.edge.request.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One session with the time in the test's hand: frames and answers in, recorded frames, requests and closes out. */
final class SessionHarness implements SessionOutput {
    /** 1970 plus something, when the test begins. */
    static final long EPOCH_MS = 1_800_000_000_000L;

    final List<Request> requests = new ArrayList<>();
    final List<String> out = new ArrayList<>();
    final List<Throwable> bugs = new ArrayList<>();
    final EdgeClock clock = new EdgeClock();
    final HeartbeatWheel wheel;
    final Session session;
    final EdgeCounters counters = new EdgeCounters();
    final ByteBudget held;
    /** What may be held for connections on the way to the shard. */
    ByteBudget requestsHeld = ByteBudget.unbounded();
    boolean full;
    boolean broken;
    boolean dropping;
    boolean reading = true;
    long tokenTtlMs = 3_600_000;
    private long nowMs;

    SessionHarness() {
        this(SessionConfiguration.DEFAULT);
    }

    SessionHarness(final SessionConfiguration configuration) {
        this(configuration, ByteBudget.unbounded());
    }

    SessionHarness(final SessionConfiguration configuration, final ByteBudget held) {
        this.held = held;
        clock.update(0, EPOCH_MS);
        wheel = new HeartbeatWheel(0);
        session = new Session(1, new SessionContext(configuration, clock, wheel, new FrameParser(FrameLimits.DEFAULT),
            new FrameEncoder(ConnectionLimits.DEFAULT), this::verify, this::offer, connection -> connection,
            counters, bugs::add, held), this, null);
    }

    /** A token is "user", "user/device" or "bad". */
    private Optional<TokenClaims> verify(final CharSequence token, final long epochMs) {
        final String[] parts = token.toString().split("/");
        return parts[0].equals("bad") ? Optional.empty()
            : Optional.of(new TokenClaims(parts[0], parts.length > 1 ? parts[1] : null, epochMs + tokenTtlMs));
    }

    private boolean offer(final Request request) {
        if (broken) {
            throw new IllegalStateException("broken on purpose");
        }
        return !full && requestsHeld.tryTake(request.heldBytes()) && requests.add(request);
    }

    void at(final long newNowMs) {
        while (nowMs < newNowMs) {
            nowMs = Math.min(newNowMs, nowMs + 50);
            clock.update(TimeUnit.MILLISECONDS.toNanos(nowMs), EPOCH_MS + nowMs);
            wheel.poll(nowMs);
        }
    }

    void in(final String json) {
        session.onFrame(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    SessionHarness connect(final String token) {
        in("{'type':'CONNECT','token':'" + token + "','device_id':'phone'}");
        return this;
    }

    SessionHarness live() {
        connect("alice");
        session.onAttached(last(Request.Attach.class), 77, true);
        out.clear();
        requests.clear();
        return this;
    }

    void send(final String key) {
        in("{'type':'SEND_MESSAGE','chat_id':'0000000000007','msg_id':'" + key + "','text':'hi'}");
    }

    <T extends Request> T last(final Class<T> type) {
        return type.cast(requests.get(requests.size() - 1));
    }

    String lastOut() {
        return out.get(out.size() - 1);
    }

    @Override
    public void write(final byte[] bytes, final int length) {
        out.add(new String(bytes, 0, length, StandardCharsets.UTF_8));
    }

    @Override
    public void write(final byte[] frame) {
        write(frame, frame.length);
    }

    @Override
    public boolean writeEntry(final byte[] frame, final long msgId) {
        if (!dropping) {
            write(frame);
        }
        return !dropping;
    }

    @Override
    public void writeFleeting(final byte[] frame) {
        if (!dropping) {
            write(frame);
        }
    }

    @Override
    public void restarted() {
        out.add("restarted");
    }

    @Override
    public void reading(final boolean on) {
        reading = on;
    }

    @Override
    public void close(final int code, final String reason) {
        out.add("close " + code);
    }
}
