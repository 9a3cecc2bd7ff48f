package godwit.edge.uplink.aeron;

import godwit.client.ShardAddress;
import godwit.client.ShardConnection;
import godwit.client.ShardConnectionListener;
import godwit.client.TypingStream;
import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.uplink.CommandSink;
import godwit.edge.uplink.OfferResult;
import godwit.edge.uplink.Uplink;
import io.aeron.Aeron;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;

/**
 * An uplink's connection to its shard's cluster: commands out, how it fares in. Single-threaded.
 */
public final class ClusterLink implements CommandSink, ShardConnectionListener, AutoCloseable {
    private final ShardConnection connection;
    private final TypingStream typing;
    private final EdgeCounters counters;
    private Uplink uplink;
    private boolean offered;

    /**
     * A link that does not connect before its first duty cycle.
     *
     * @param aeron    client of the driver; stays open.
     * @param address  of the cluster.
     * @param typing   the way beside it; is closed with this.
     * @param counters counts.
     * @param errors   hears of what should not happen.
     */
    public ClusterLink(
        final Aeron aeron, final ShardAddress address, final TypingStream typing, final EdgeCounters counters,
        final ErrorHandler errors) {
        this.typing = typing;
        this.connection = ShardConnection.over(aeron, address, this, errors);
        this.counters = counters;
    }

    /** Names the uplink that is told how the connection fares; once, before the first duty cycle. */
    public void tell(final Uplink newUplink) {
        uplink = newUplink;
    }

    /**
     * One duty cycle.
     *
     * @param nowMs the time, monotonic.
     * @return how much was done.
     */
    public int doWork(final long nowMs) {
        typing.doWork();
        return connection.doWork(nowMs);
    }

    @Override
    public OfferResult offer(final DirectBuffer buffer, final int offset, final int length) {
        return switch (connection.offer(buffer, offset, length)) {
            case OFFERED -> offered();
            case BACK_PRESSURED -> OfferResult.BACK_PRESSURED;
            // Too long: reported as an error; none that keeps to the limits is, and its client is answered after its time.
            case AWAY, TOO_LONG -> OfferResult.AWAY;
        };
    }

    @Override
    public boolean offerTyping(final DirectBuffer buffer, final int offset, final int length) {
        return typing.offer(buffer, offset, length);
    }

    @Override
    public long termId() {
        return connection.termId();
    }

    private OfferResult offered() {
        offered = true;
        return OfferResult.OFFERED;
    }

    /** Whether commands are on their way since this was asked last. */
    public boolean hasOffered() {
        final boolean has = offered;
        offered = false;
        return has;
    }

    @Override
    public void onConnected() {
        counters.increment(EdgeCounter.CLUSTER_CONNECTS);
        uplink.onConnected();
    }

    @Override
    public void onDisconnected() {
        counters.increment(EdgeCounter.CLUSTER_DISCONNECTS);
        uplink.onDisconnected();
    }

    @Override
    public void onNewLeader() {
        counters.increment(EdgeCounter.NEW_LEADERS);
        uplink.onNewLeader();
    }

    /** How far it has come, and why, for people. */
    public String describe() {
        return connection.describe();
    }

    @Override
    public void close() {
        typing.close();
        connection.close();
    }
}
