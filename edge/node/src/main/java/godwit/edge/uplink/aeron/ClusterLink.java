package godwit.edge.uplink.aeron;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.uplink.CommandSink;
import godwit.edge.uplink.OfferResult;
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
public final class ClusterLink implements CommandSink, EgressListener, AutoCloseable {
    private static final long CONNECT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long NEW_LEADER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long RETRY_MIN_MS = 50;
    private static final long RETRY_MAX_MS = 1_000;
    private static final long KEEP_ALIVE_MS = 1_000;

    private final AeronCluster.Context context;
    private final EdgeCounters counters;
    private final ErrorHandler errors;
    private ClusterLinkState state = ClusterLinkState.AWAY;
    private String stateReason = "started";
    private AeronCluster.AsyncConnect connecting;
    private AeronCluster cluster;
    private Listener listener;
    private long nextAttemptMs = Long.MIN_VALUE;
    private long retryMs = RETRY_MIN_MS;
    private long nextKeepAliveMs;

    /** Hears how the connection fares. */
    public interface Listener {
        /** There is one. */
        void onConnected();

        /** It is lost. */
        void onDisconnected();

        /** The cluster has a new leader. */
        void onNewLeader();
    }

    /**
     * A link that does not connect before its first duty cycle.
     *
     * @param aeron    client of the driver; stays open.
     * @param address  of the cluster.
     * @param counters counts.
     * @param errors   hears of what should not happen.
     */
    public ClusterLink(
        final Aeron aeron, final ClusterAddress address, final EdgeCounters counters, final ErrorHandler errors) {
        this.counters = counters;
        this.errors = errors;
        this.context = new AeronCluster.Context()
            .aeron(aeron)
            .ownsAeronClient(false)
            .errorHandler(errors)
            .ingressChannel(address.ingressChannel())
            .ingressEndpoints(address.ingressEndpoints())
            .ingressStreamId(address.ingressStreamId())
            .isIngressExclusive(true)
            .egressChannel(address.egressChannel())
            .egressStreamId(address.egressStreamId())
            .egressListener(this)
            .messageTimeoutNs(CONNECT_TIMEOUT_NS)
            .newLeaderTimeoutNs(NEW_LEADER_TIMEOUT_NS)
            .idleStrategy(NoOpIdleStrategy.INSTANCE);
    }

    /** Names who hears how the connection fares; once, before the first duty cycle. */
    public void listener(final Listener newListener) {
        listener = newListener;
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
        nextAttemptMs = nowMs + retryMs;
        retryMs = Math.min(RETRY_MAX_MS, retryMs * 2);
        try {
            connecting = AeronCluster.asyncConnect(context.clone());
            state(ClusterLinkState.CONNECTING, "attempt begun");
        } catch (final AeronException e) {
            state(ClusterLinkState.AWAY, e.getMessage());
        }
        return 1;
    }

    private int proceed(final long nowMs) {
        try {
            cluster = connecting.poll();
        } catch (final RuntimeException e) {
            CloseHelper.quietClose(connecting);
            connecting = null;
            nextAttemptMs = nowMs + retryMs;
            state(ClusterLinkState.AWAY, String.valueOf(e.getMessage()));
            return 1;
        }
        if (cluster == null) {
            return 0;
        }
        connecting = null;
        retryMs = RETRY_MIN_MS;
        state(ClusterLinkState.CONNECTED, "connected");
        counters.increment(EdgeCounter.CLUSTER_CONNECTS);
        listener.onConnected();
        return 1;
    }

    private int serve(final long nowMs) {
        try {
            final int work = cluster.pollEgress() + cluster.pollStateChanges();
            if (nowMs >= nextKeepAliveMs) {
                nextKeepAliveMs = nowMs + KEEP_ALIVE_MS;
                cluster.sendKeepAlive();
            }
            if (cluster.isClosed()) {
                lose("the cluster's client is closed");
            }
            return work;
        } catch (final RuntimeException e) {
            errors.onError(e);
            lose(String.valueOf(e.getMessage()));
            return 1;
        }
    }

    private void lose(final String reason) {
        counters.increment(EdgeCounter.CLUSTER_DISCONNECTS);
        CloseHelper.quietClose(cluster);
        cluster = null;
        state(ClusterLinkState.AWAY, reason);
        listener.onDisconnected();
    }

    @Override
    public OfferResult offer(final DirectBuffer buffer, final int offset, final int length) {
        if (state != ClusterLinkState.CONNECTED) {
            return OfferResult.AWAY;
        }
        final long result = cluster.offer(buffer, offset, length);
        if (result > 0) {
            return OfferResult.OFFERED;
        }
        if (result == Publication.BACK_PRESSURED || result == Publication.ADMIN_ACTION) {
            return OfferResult.BACK_PRESSURED;
        }
        // Not connected: its client waits for a new leader by itself, up to its time-out. Closed: the next cycle sees it.
        return OfferResult.AWAY;
    }

    /** Whether there is a connection. */
    public boolean connected() {
        return state == ClusterLinkState.CONNECTED;
    }

    /** How far it has come, and why, for people. */
    public String describe() {
        return state + ": " + stateReason;
    }

    @Override
    public void onMessage(
        final long clusterSessionId, final long timestamp, final DirectBuffer buffer, final int offset,
        final int length, final Header header) {
        counters.increment(EdgeCounter.DELIVERY_UNKNOWN);
    }

    @Override
    public void onNewLeader(
        final long clusterSessionId, final long leadershipTermId, final int leaderMemberId,
        final String ingressEndpoints) {
        counters.increment(EdgeCounter.NEW_LEADERS);
        listener.onNewLeader();
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(connecting, cluster);
        state(ClusterLinkState.CLOSED, "closed");
    }

    private void state(final ClusterLinkState next, final String reason) {
        state = next;
        stateReason = reason;
    }
}
