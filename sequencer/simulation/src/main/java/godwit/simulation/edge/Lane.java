package godwit.simulation.edge;

import godwit.edge.downlink.DeliveryAdapter;
import godwit.edge.downlink.Downlink;
import godwit.edge.fanout.Links;
import godwit.edge.uplink.Uplink;
import godwit.simulation.shard.Shard;
import godwit.simulation.world.Channel;
import godwit.simulation.world.SimulationFailure;
import java.util.function.BiFunction;
import org.agrona.concurrent.UnsafeBuffer;

/** An edge's way to one shard and back. */
final class Lane implements ShardLink.Listener {
    private static final long DELIVERY_DELAY_MAX_MS = 4;
    /**
     * Within so much time of a leader that is there, a connection to it and no loss everything that waits is answered: a loss
     * is noticed with the next frame, which a keep-alive brings after a second, and a lease that is over after as long.
     */
    static final long ANSWERED_MS = 2_500;

    /**
     * So long an edge that comes to another leader may take a lease for good that is over: how much of the time before belonged
     * to a term it cannot know, and of a keep-alive that stays unanswered it has to wait for 5 s, until it is due for 1 s. None
     * of its keep-alives counts that leaves while it is cut off.
     */
    private static final long LEASE_BELIEVED_MS = 6_000;
    /** But not longer: then it has been in the term for a lease's time, and doubts by itself. */
    private static final long LEASE_DOUBTED_MS = 10_000;

    private final Edge edge;
    private final ShardLink shardLink;
    private final Uplink uplink;
    private final Downlink downlink;
    private final Channel<byte[]> deliveries;
    private final Shard shard;
    private long disturbedMs;
    private long termId;
    private long inTermMs;
    private long cutOffMs;
    private boolean isTermNews;

    /**
     * A lane that connects soon.
     *
     * @param edge      whose.
     * @param shard     to which.
     * @param links     the edge's connections with the shard's sessions.
     * @param uplinks   makes the edge's uplink to a shard, over a link.
     * @param downlinks makes the downlink beside it.
     */
    Lane(
        final Edge edge, final Shard shard, final Links links, final BiFunction<ShardLink, Links, Uplink> uplinks,
        final BiFunction<Links, Uplink, Downlink> downlinks) {
        this.edge = edge;
        this.shard = shard;
        shardLink = new ShardLink(edge.clock(), edge.draw().split(), shard, edge.oddPerMille(), this);
        uplink = uplinks.apply(shardLink, links);
        downlink = downlinks.apply(links, uplink);
        final DeliveryAdapter adapter = new DeliveryAdapter(edge.edgeId(), downlink, edge.counters());
        deliveries = new Channel<>(edge.clock(), edge.draw().split(), DELIVERY_DELAY_MAX_MS,
            frame -> adapter.onFrame(new UnsafeBuffer(frame), 0, frame.length));
    }

    @Override
    public void onConnected() {
        inTerm();
        if (edge.alive()) {
            uplink.onConnected();
        }
    }

    @Override
    public void onDisconnected() {
        disturb(edge.clock().nowMs());
        if (edge.alive()) {
            uplink.onDisconnected();
        }
    }

    @Override
    public void onNewLeader() {
        inTerm();
        if (edge.alive()) {
            uplink.onNewLeader();
        }
    }

    private void inTerm() {
        disturb(edge.clock().nowMs());
        isTermNews |= termId != shard.termId();
        termId = shard.termId();
    }

    private boolean believesInALeaseThatIsOver(final long nowMs) {
        return nowMs - inTermMs <= LEASE_DOUBTED_MS && nowMs - Math.max(inTermMs, cutOffMs) <= LEASE_BELIEVED_MS
            && !shard.hasLease(edge.edgeId());
    }

    /** A duty cycle of the uplink: what it gives up now cannot have been answered. */
    void doWork(final long nowMs) {
        if (isTermNews) {
            // One that stood still when it was told hears of it now.
            isTermNews = false;
            inTermMs = nowMs;
        }
        if (edge.isCutOff()) {
            cutOffMs = nowMs;
        }
        if (!shard.isPrompt() || !uplink.ready() || edge.isCutOff() || believesInALeaseThatIsOver(nowMs)) {
            disturb(nowMs);
        }
        final long before = edge.givenUp();
        uplink.doWork(nowMs);
        if (edge.givenUp() > before && nowMs - disturbedMs > ANSWERED_MS) {
            throw new SimulationFailure("edge " + edge.edgeId() + " gave up what shard " + shard.number()
                + " could answer, undisturbed since ms=" + disturbedMs);
        }
    }

    /** Something happens by which answers may be late, or lost, until this time. */
    void disturb(final long untilMs) {
        disturbedMs = Math.max(disturbedMs, untilMs);
    }

    ShardLink shardLink() {
        return shardLink;
    }

    Uplink uplink() {
        return uplink;
    }

    Downlink downlink() {
        return downlink;
    }

    Channel<byte[]> deliveries() {
        return deliveries;
    }
}
