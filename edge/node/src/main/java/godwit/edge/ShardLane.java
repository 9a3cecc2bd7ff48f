package godwit.edge;

import godwit.edge.downlink.Downlink;
import godwit.edge.downlink.aeron.DeliverySubscription;
import godwit.edge.uplink.Uplink;
import godwit.edge.uplink.aeron.ClusterLink;
import org.agrona.CloseHelper;

/** An edge's way to one shard and back; a part of the duty cycle of {@link ShardAgent}, on its thread. */
final class ShardLane implements AutoCloseable {
    private final ClusterLink cluster;
    private final Uplink uplink;
    private final Downlink downlink;
    private final DeliverySubscription deliveries;
    private final Runnable onOffered;

    /**
     * A lane that is not connected yet.
     *
     * @param cluster    carries commands.
     * @param uplink     makes them.
     * @param downlink   hears the shard.
     * @param deliveries bring what it says.
     * @param onOffered  wakes the shard where it lives in this process.
     */
    ShardLane(
        final ClusterLink cluster, final Uplink uplink, final Downlink downlink, final DeliverySubscription deliveries,
        final Runnable onOffered) {
        this.cluster = cluster;
        this.uplink = uplink;
        this.downlink = downlink;
        this.deliveries = deliveries;
        this.onOffered = onOffered;
        cluster.tell(uplink);
    }

    /** The cycle begins: the time is told, and the connection to the cluster kept. */
    int begin(final long nowMs) {
        downlink.onTime(nowMs);
        return cluster.doWork(nowMs);
    }

    /** Takes what the shard said. */
    int poll() {
        return deliveries.poll();
    }

    /** Tells the shard what is to be told; then it is woken. */
    int offer(final long nowMs) {
        try {
            return uplink.doWork(nowMs);
        } finally {
            if (cluster.hasOffered()) {
                onOffered.run();
            }
        }
    }

    Downlink downlink() {
        return downlink;
    }

    boolean ready() {
        return uplink.ready();
    }

    int pendingCount() {
        return uplink.pendingCount();
    }

    String describe() {
        return cluster.describe();
    }

    @Override
    public void close() {
        uplink.close();
        CloseHelper.quietCloseAll(cluster, deliveries);
    }
}
