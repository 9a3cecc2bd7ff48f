package godwit.edge.uplink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.fanout.Link;
import godwit.edge.fanout.Links;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which sessions something got lost before, and when the shard is asked to push to them from their cursors: many in one
 * command, none too often. Single-threaded.
 */
public final class Resyncs {
    private final CommandOffers commands;
    private final Links links;
    private final CycleTime time;
    private final EdgeCounters counters;
    private final SessionQueue waiting = new SessionQueue();
    private final Map<Link, Long> doneMs = new HashMap<>();
    private long nextMs;

    Resyncs(
        final CommandOffers commands, final Links links, final CycleTime time, final EdgeCounters counters) {
        this.commands = commands;
        this.links = links;
        this.time = time;
        this.counters = counters;
    }

    /** Something got lost before this session: the shard is asked to push from the cursors. */
    public void resync(final Link link) {
        final long nowMs = time.nowMs();
        final long last = doneMs.getOrDefault(link, nowMs - UplinkConfiguration.RESYNC_AGAIN_MS);
        resync(link, Math.max(nowMs, last + UplinkConfiguration.RESYNC_AGAIN_MS));
    }

    private void resync(final Link link, final long whenMs) {
        link.live().onResyncAsked();
        link.changesLost(time.nowMs());
        waiting.add(link, whenMs);
    }

    /** As {@link #resync}, after a while: what is missing could not be read now. */
    public void resyncLater(final Link link) {
        resync(link, time.nowMs() + UplinkConfiguration.RESYNC_LATER_MS);
    }

    /** Something got lost before all sessions. */
    public void resyncAll() {
        links.forEach(link -> {
            link.restart();
            if (link.session() != Link.NO_SESSION) {
                resync(link, time.nowMs());
            }
        });
    }

    /**
     * Commands may have got lost: of the sessions of which the shard was told that they follow no more it may think that
     * they do, and those that wait for a resync may wait for ever. They are asked for at once, however short ago that was done:
     * until the shard comes to it, they are handed nothing that it does not push to them.
     */
    void onCommandsLost() {
        links.forEach(link -> {
            final boolean isLost = link.live().onCommandsLost() | link.awaitsResync(time.nowMs());
            if (link.session() != Link.NO_SESSION && isLost) {
                resync(link, time.nowMs());
            }
        });
    }

    /**
     * Commands may have got lost, and no new leader asks for what is unacknowledged: what was acknowledged of entries that
     * were handed out by subscriptions, and is not known to the shard, has to come again to be acknowledged again.
     */
    void onConnectionLost() {
        onCommandsLost();
        links.forEach(link -> {
            if (link.session() != Link.NO_SESSION && link.live().onAcknowledgementsLost()) {
                resync(link, time.nowMs());
            }
        });
    }

    /** All sessions are over: attaching again pushes anyway. */
    void clear() {
        waiting.clear();
    }

    /** A link is gone. */
    void forget(final Link link) {
        waiting.remove(link);
        doneMs.remove(link);
    }

    int offer() {
        final long nowMs = time.nowMs();
        if (waiting.isEmpty() || nowMs < nextMs) {
            return 0;
        }
        final List<Link> batch = batch(nowMs);
        if (batch.isEmpty()) {
            return 0;
        }
        if (!commands.offer(commands.encoder().resync(batch))) {
            batch.forEach(link -> waiting.add(link, nowMs));
            return 0;
        }
        nextMs = nowMs + UplinkConfiguration.RESYNC_PACE_MS;
        batch.forEach(link -> {
            link.live().onResyncOffered();
            link.onResyncOffered(nowMs);
            link.changesAsked(nowMs);
            doneMs.put(link, nowMs);
        });
        counters.add(EdgeCounter.SESSIONS_RESYNCED, batch.size());
        return batch.size();
    }

    private List<Link> batch(final long nowMs) {
        final List<Link> batch = new ArrayList<>();
        Link link = waiting.poll(nowMs);
        while (link != null) {
            if (isLive(link)) {
                batch.add(link);
            }
            link = batch.size() < UplinkConfiguration.RESYNC_SESSIONS_MAX ? waiting.poll(nowMs) : null;
        }
        return batch;
    }

    /** A link that is gone keeps its session's number; whatever is kept for it here would stay for ever. */
    private boolean isLive(final Link link) {
        return link.session() != Link.NO_SESSION && links.ofSession(link.session()) == link;
    }

    /** Whether there are sessions of which the shard is still to be asked. */
    public boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** How many links something is kept of. */
    int count() {
        return doneMs.size() + waiting.count();
    }
}
