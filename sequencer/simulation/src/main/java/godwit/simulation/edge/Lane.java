package godwit.simulation.edge;

import godwit.edge.downlink.DeliveryAdapter;
import godwit.edge.downlink.Downlink;
import godwit.edge.fanout.Links;
import godwit.edge.uplink.Uplink;
import godwit.simulation.shard.Shard;
import godwit.simulation.world.Channel;
import java.util.function.BiFunction;
import org.agrona.concurrent.UnsafeBuffer;

/** An edge's way to one shard and back. */
final class Lane implements ShardLink.Listener {
    private static final long DELIVERY_DELAY_MAX_MS = 4;

    private final Edge edge;
    private final ShardLink shardLink;
    private final Uplink uplink;
    private final Downlink downlink;
    private final Channel<byte[]> deliveries;

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
        shardLink = new ShardLink(edge.clock(), edge.draw().split(), shard, edge.oddPerMille(), this);
        uplink = uplinks.apply(shardLink, links);
        downlink = downlinks.apply(links, uplink);
        final DeliveryAdapter adapter = new DeliveryAdapter(edge.edgeId(), downlink, edge.counters());
        deliveries = new Channel<>(edge.clock(), edge.draw().split(), DELIVERY_DELAY_MAX_MS,
            frame -> adapter.onFrame(new UnsafeBuffer(frame), 0, frame.length));
    }

    @Override
    public void onConnected() {
        if (edge.alive()) {
            uplink.onConnected();
        }
    }

    @Override
    public void onDisconnected() {
        if (edge.alive()) {
            uplink.onDisconnected();
        }
    }

    @Override
    public void onNewLeader() {
        if (edge.alive()) {
            uplink.onNewLeader();
        }
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
