package godwit.edge;

import godwit.edge.accept.LoopMailbox;
import godwit.edge.request.Request;
import godwit.edge.uplink.ShardRouter;
import godwit.edge.uplink.ring.RequestRing;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;

/**
 * Owns everything about the shards on one thread: takes requests from the ring, offers commands, takes deliveries, hands
 * what is for connections to their event loops.
 */
final class ShardAgent implements Agent {
    private static final int REQUESTS_PER_CYCLE_MAX = 512;
    private static final long NS_PER_MS = 1_000_000;
    private static final long STEP_MS = 5;

    private final String name;
    private final List<ShardLane> lanes;
    private final ShardRouter router;
    private final RequestRing ring;
    private final LateTasks lateTasks;
    private final List<LoopMailbox> mailboxes;
    private final Runnable onEnded;
    private final Consumer<Request> onRequest = this::onRequest;
    private volatile boolean ready;
    private volatile int pendingCount;
    private volatile String clusterState = "";
    private long describedMs;
    private long nowMs;

    ShardAgent(
        final String name, final List<ShardLane> lanes, final ShardRouter router, final RequestRing ring,
        final LateTasks lateTasks, final List<LoopMailbox> mailboxes, final Runnable onEnded) {
        this.name = name;
        this.lanes = List.copyOf(lanes);
        this.router = router;
        this.ring = ring;
        this.lateTasks = lateTasks;
        this.mailboxes = mailboxes;
        this.onEnded = onEnded;
    }

    @Override
    public int doWork() {
        nowMs = System.nanoTime() / NS_PER_MS;
        int work = 0;
        for (final ShardLane lane : lanes) {
            work += lane.begin(nowMs);
        }
        work += ring.drain(onRequest, REQUESTS_PER_CYCLE_MAX);
        for (final ShardLane lane : lanes) {
            work += lane.poll();
        }
        work += lateTasks.drain();
        for (final ShardLane lane : lanes) {
            work += lane.offer(nowMs);
        }
        for (final LoopMailbox mailbox : mailboxes) {
            work += mailbox.flush();
        }
        publish();
        return work;
    }

    private void onRequest(final Request request) {
        if (request instanceof Request.Acknowledge acknowledge) {
            lanes.get(router.shardOf(acknowledge.connectionId())).downlink().onAcknowledge(acknowledge);
        } else {
            router.onRequest(request, nowMs);
        }
    }

    /** What other threads may know, without a volatile write when nothing changed. */
    private void publish() {
        final boolean nowReady = isEachReady();
        if (ready != nowReady) {
            ready = nowReady;
        }
        if (nowMs - describedMs >= STEP_MS) {
            describedMs = nowMs;
            int pending = 0;
            for (final ShardLane lane : lanes) {
                pending += lane.pendingCount();
            }
            pendingCount = pending;
            clusterState = describe();
        }
    }

    private boolean isEachReady() {
        for (final ShardLane lane : lanes) {
            if (!lane.ready()) {
                return false;
            }
        }
        return true;
    }

    private String describe() {
        if (lanes.size() == 1) {
            return lanes.get(0).describe();
        }
        final StringBuilder all = new StringBuilder();
        for (int shard = 0; shard < lanes.size(); shard++) {
            all.append(shard == 0 ? "shard " : "; shard ").append(shard).append(' ').append(lanes.get(shard).describe());
        }
        return all.toString();
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
        CloseHelper.quietCloseAll(lanes);
        onEnded.run();
    }

    @Override
    public String roleName() {
        return name;
    }
}
