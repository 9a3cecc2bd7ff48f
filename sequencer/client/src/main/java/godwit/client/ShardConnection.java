package godwit.client;

import godwit.protocol.ProtocolLimits;
import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import io.aeron.exceptions.AeronException;
import io.aeron.logbuffer.Header;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NoOpIdleStrategy;

/**
 * The connection to one shard's cluster: comes about, follows new leaders, is lost, comes about again, never waiting for
 * anything. Single-threaded.
 */
public final class ShardConnection implements AutoCloseable {
    private static final long CONNECT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long NEW_LEADER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long RETRY_MIN_MS = 50;
    private static final long RETRY_MAX_MS = 1_000;
    private static final long KEEP_ALIVE_MS = 1_000;

    private final AeronCluster.Context context;
    private final ShardConnectionListener listener;
    private final ErrorHandler errors;
    private ShardConnectionState state = ShardConnectionState.AWAY;
    private String stateReason = "started";
    private AeronCluster.AsyncConnect connecting;
    private AeronCluster cluster;
    private LogRoom room;
    private long termId;
    private long nextAttemptMs = Long.MIN_VALUE;
    private long retryMs = RETRY_MIN_MS;
    private long nextKeepAliveMs = Long.MIN_VALUE;

    private ShardConnection(
        final AeronCluster.Context client, final ShardAddress address, final ShardConnectionListener listener,
        final ErrorHandler errors) {
        this.listener = listener;
        this.errors = errors;
        this.context = client
            .errorHandler(errors)
            .ingressChannel(address.ingressChannel())
            .ingressEndpoints(address.ingressEndpoints())
            .ingressStreamId(address.ingressStreamId())
            .isIngressExclusive(true)
            .egressChannel(address.egressChannel())
            .egressStreamId(address.egressStreamId())
            .egressListener(new Egress())
            .messageTimeoutNs(CONNECT_TIMEOUT_NS)
            .newLeaderTimeoutNs(NEW_LEADER_TIMEOUT_NS)
            .idleStrategy(NoOpIdleStrategy.INSTANCE);
    }

    /**
     * A connection that is not tried before its first duty cycle.
     *
     * @param aeron    client of the driver; stays open.
     * @param address  of the cluster.
     * @param listener hears how it fares, within the duty cycle.
     * @param errors   hears of what should not happen.
     * @return the connection.
     */
    public static ShardConnection over(
        final Aeron aeron, final ShardAddress address, final ShardConnectionListener listener,
        final ErrorHandler errors) {
        return new ShardConnection(
            new AeronCluster.Context().aeron(aeron).ownsAeronClient(false), address, listener, errors);
    }

    /**
     * A connection that has an Aeron client of its own while it is up.
     *
     * @param aeronDirectory of the driver.
     * @param address        of the cluster.
     * @param listener       hears how it fares, within the duty cycle.
     * @param errors         hears of what should not happen.
     * @return the connection.
     */
    public static ShardConnection in(
        final String aeronDirectory, final ShardAddress address, final ShardConnectionListener listener,
        final ErrorHandler errors) {
        return new ShardConnection(
            new AeronCluster.Context().aeronDirectoryName(aeronDirectory), address, listener, errors);
    }

    /**
     * One duty cycle.
     *
     * @param nowMs the time, monotonic.
     * @return how much was done.
     */
    public int doWork(final long nowMs) {
        return switch (state) {
            case AWAY -> attempt(nowMs);
            case CONNECTING -> proceed(nowMs);
            case CONNECTED -> serve(nowMs);
            case CLOSED -> 0;
        };
    }

    private int attempt(final long nowMs) {
        if (nowMs < nextAttemptMs) {
            return 0;
        }
        try {
            connecting = AeronCluster.asyncConnect(context.clone());
            state(ShardConnectionState.CONNECTING, "attempt begun");
        } catch (final AeronException e) {
            away(nowMs, e);
        }
        return 1;
    }

    private int proceed(final long nowMs) {
        try {
            cluster = connecting.poll();
        } catch (final RuntimeException e) {
            CloseHelper.quietClose(connecting);
            connecting = null;
            away(nowMs, e);
            return 1;
        }
        if (cluster == null) {
            return 0;
        }
        connecting = null;
        room = LogRoom.of(cluster.context().aeron().countersReader(), context.ingressStreamId());
        retryMs = RETRY_MIN_MS;
        termId = cluster.leadershipTermId();
        state(ShardConnectionState.CONNECTED, "connected");
        listener.onConnected();
        return 1;
    }

    private void away(final long nowMs, final RuntimeException cause) {
        nextAttemptMs = nowMs + retryMs;
        retryMs = Math.min(RETRY_MAX_MS, retryMs * 2);
        state(ShardConnectionState.AWAY, String.valueOf(cause.getMessage()));
    }

    private int serve(final long nowMs) {
        try {
            final int work = cluster.pollEgress() + cluster.pollStateChanges();
            if (nowMs >= nextKeepAliveMs) {
                nextKeepAliveMs = nowMs + KEEP_ALIVE_MS;
                cluster.sendKeepAlive();
            }
            if (cluster.isClosed()) {
                lose(nowMs, "the cluster's client is closed");
            }
            return work;
        } catch (final RuntimeException e) {
            errors.onError(e);
            lose(nowMs, String.valueOf(e.getMessage()));
            return 1;
        }
    }

    private void lose(final long nowMs, final String reason) {
        CloseHelper.quietClose(cluster);
        cluster = null;
        nextAttemptMs = nowMs + retryMs;
        state(ShardConnectionState.AWAY, reason);
        listener.onDisconnected();
    }

    /**
     * Offers one command, once.
     *
     * @param buffer holds it.
     * @param offset of its first byte.
     * @param length in bytes.
     * @return what became of it.
     */
    public OfferResult offer(final DirectBuffer buffer, final int offset, final int length) {
        if (state != ShardConnectionState.CONNECTED) {
            return OfferResult.AWAY;
        }
        if (length > ProtocolLimits.COMMAND_LENGTH_MAX) {
            errors.onError(new IllegalArgumentException("command too long length=" + length + " expected at most "
                + ProtocolLimits.COMMAND_LENGTH_MAX));
            return OfferResult.TOO_LONG;
        }
        if (!room.takes(buffer, offset)) {
            return OfferResult.BACK_PRESSURED;
        }
        final long result = cluster.offer(buffer, offset, length);
        if (result > 0) {
            return OfferResult.OFFERED;
        }
        // Not connected: its client waits for a new leader by itself, up to its time-out. Closed: the next cycle sees it.
        return result == Publication.BACK_PRESSURED || result == Publication.ADMIN_ACTION
            ? OfferResult.BACK_PRESSURED : OfferResult.AWAY;
    }

    /** The term of the leader that it leads to, or led to last. */
    public long termId() {
        return termId;
    }

    /** How far it has come. */
    public ShardConnectionState state() {
        return state;
    }

    /** How far it has come, and why, for people. */
    public String describe() {
        return state + ": " + stateReason;
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(connecting, cluster);
        connecting = null;
        cluster = null;
        state(ShardConnectionState.CLOSED, "closed");
    }

    private void state(final ShardConnectionState next, final String reason) {
        state = next;
        stateReason = reason;
    }

    /** The cluster's words to its client; answers of shards come elsewhere. */
    private final class Egress implements EgressListener {
        @Override
        public void onMessage(
            final long clusterSessionId, final long timestamp, final DirectBuffer buffer, final int offset,
            final int length, final Header header) {
            errors.onError(new IllegalStateException("a message came over the cluster's egress, length=" + length
                + ", expected none: deliveries have a stream of their own"));
        }

        @Override
        public void onNewLeader(
            final long clusterSessionId, final long leadershipTermId, final int leaderMemberId,
            final String ingressEndpoints) {
            termId = leadershipTermId;
            listener.onNewLeader();
        }
    }
}
