package godwit.edge;

import godwit.edge.accept.LoopMailbox;
import godwit.edge.downlink.Downlink;
import godwit.edge.downlink.aeron.DeliverySubscription;
import godwit.edge.request.Request;
import godwit.edge.uplink.Uplink;
import godwit.edge.uplink.aeron.ClusterLink;
import godwit.edge.uplink.ring.RequestRing;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;

/**
 * Owns everything about one shard on one thread: takes requests from the ring, offers commands, takes deliveries, hands
 * what is for connections to their event loops.
 */
final class ShardAgent implements Agent {
    private static final int REQUESTS_PER_CYCLE_MAX = 512;
    private static final long NS_PER_MS = 1_000_000;
    private static final long STEP_MS = 5;

    private final ClusterLink cluster;
    private final RequestRing ring;
    private final Uplink uplink;
    private final Downlink downlink;
    private final DeliverySubscription deliveries;
    private final LateTasks lateTasks;
    private final List<LoopMailbox> mailboxes;
    private final Runnable onOffered;
    private final Runnable onEnded;
    private final Consumer<Request> onRequest = this::onRequest;
    private volatile boolean ready;
    private volatile int pendingCount;
    private volatile String clusterState = "";
    private long describedMs;
    private long nowMs;

    ShardAgent(
        final ClusterLink cluster, final RequestRing ring, final Uplink uplink, final Downlink downlink,
        final DeliverySubscription deliveries, final LateTasks lateTasks, final List<LoopMailbox> mailboxes,
        final Runnable onOffered, final Runnable onEnded) {
        this.cluster = cluster;
        this.ring = ring;
        this.uplink = uplink;
        this.downlink = downlink;
        this.deliveries = deliveries;
        this.lateTasks = lateTasks;
        this.mailboxes = mailboxes;
        this.onOffered = onOffered;
        this.onEnded = onEnded;
        cluster.tell(uplink);
    }

    @Override
    public int doWork() {
        nowMs = System.nanoTime() / NS_PER_MS;
        downlink.onTime(nowMs);
        int work = cluster.doWork(nowMs);
        work += ring.drain(onRequest, REQUESTS_PER_CYCLE_MAX);
        work += deliveries.poll();
        work += lateTasks.drain();
        work += uplink.doWork(nowMs);
        for (final LoopMailbox mailbox : mailboxes) {
            work += mailbox.flush();
        }
        if (work > 0) {
            onOffered.run();
        }
        publish();
        return work;
    }

    private void onRequest(final Request request) {
        if (request instanceof Request.Acknowledge acknowledge) {
            downlink.onAcknowledge(acknowledge);
        } else {
            uplink.onRequest(request, nowMs);
        }
    }

    /** What other threads may know, without a volatile write when nothing changed. */
    private void publish() {
        if (ready != uplink.ready()) {
            ready = uplink.ready();
        }
        if (nowMs - describedMs >= STEP_MS) {
            describedMs = nowMs;
            pendingCount = uplink.pendingCount();
            clusterState = cluster.describe();
        }
    }

    boolean ready() {
        return ready;
    }

    int pendingCount() {
        return pendingCount;
    }

    String clusterState() {
        return clusterState;
    }

    @Override
    public void onClose() {
        ready = false;
        uplink.close();
        CloseHelper.quietCloseAll(cluster, deliveries);
        onEnded.run();
    }

    @Override
    public String roleName() {
        return "edge-shard-0";
    }
}
