package godwit.edge.uplink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.fanout.Link;
import godwit.edge.memory.ByteBudget;
import godwit.edge.request.Request;
import godwit.protocol.codecs.RefusalCode;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets a few of a connection's acknowledgements of a shard's chats be looked up at once, the others wait in their order: a
 * device that comes back may acknowledge at once all that it got on its connection before. Those of another shard's chats
 * have their own turns: that one may be away. Single-threaded.
 */
final class LookUpTurns {
    /** Starts the look-up of one whose turn it is. */
    interface Start {
        /** Begins it, or refuses it. */
        void begin(Request.Acknowledge request, Link link, boolean storeAway);
    }

    private record Waiting(Request.Acknowledge request, boolean storeAway, long deadlineMs) {
    }

    private final UplinkConfiguration configuration;
    private final LookUps lookUps;
    private final Refusals refusals;
    private final Start start;
    private final CycleTime time;
    private final ByteBudget held;
    private final EdgeCounters counters;
    private final Map<Link, ArrayDeque<Waiting>> waiting = new HashMap<>();

    LookUpTurns(
        final UplinkConfiguration configuration, final LookUps lookUps, final Refusals refusals, final Start start,
        final CycleTime time, final ByteBudget held, final EdgeCounters counters) {
        this.configuration = configuration;
        this.lookUps = lookUps;
        this.refusals = refusals;
        this.start = start;
        this.time = time;
        this.held = held;
        this.counters = counters;
    }

    /**
     * One is to be looked up: now, if it is its turn.
     *
     * @param request   names the chat.
     * @param link      who acknowledges.
     * @param storeAway whether the store was asked, and did not answer.
     */
    void take(final Request.Acknowledge request, final Link link, final boolean storeAway) {
        final ArrayDeque<Waiting> before = waiting.get(link);
        if (before == null && isFree(link)) {
            start.begin(request, link, storeAway);
        } else if (before != null && before.size() >= configuration.unackedMax()) {
            counters.increment(EdgeCounter.READS_REFUSED);
            refusals.refuse(request, link, RefusalCode.RATE_LIMITED, 0, UplinkConfiguration.READS_RETRY_MS);
        } else if (!held.tryTake(request.heldBytes())) {
            counters.increment(EdgeCounter.REQUESTS_REFUSED_HELD);
            refusals.refuse(request, link, RefusalCode.UNAVAILABLE, 0, 0);
        } else {
            waiting.computeIfAbsent(link, of -> new ArrayDeque<>()).add(
                new Waiting(request, storeAway, time.nowMs() + configuration.requestTimeoutMs()));
        }
    }

    private boolean isFree(final Link link) {
        return lookUps.underWay(link) < UplinkConfiguration.LOOKUPS_OF_LINK_MAX;
    }

    /** Begins those whose turn came because others were done; how many. */
    int doWork(final Faults faults) {
        int work = 0;
        for (Link link = lookUps.takeDone(); link != null; link = lookUps.takeDone()) {
            while (waiting.containsKey(link) && isFree(link)) {
                next(link, faults);
                work++;
            }
        }
        return work;
    }

    private void next(final Link link, final Faults faults) {
        final Waiting next = poll(link);
        try {
            if (next.deadlineMs <= time.nowMs()) {
                counters.increment(EdgeCounter.LOOK_UPS_TIMED_OUT);
                refusals.refuse(next.request, link, RefusalCode.UNAVAILABLE, 0, 0);
            } else {
                start.begin(next.request, link, next.storeAway);
            }
        } catch (final RuntimeException e) {
            faults.caught(next.request, link, e);
        }
    }

    private Waiting poll(final Link link) {
        final ArrayDeque<Waiting> ofLink = waiting.get(link);
        final Waiting next = ofLink.remove();
        held.giveBack(next.request.heldBytes());
        if (ofLink.isEmpty()) {
            waiting.remove(link);
        }
        return next;
    }

    /** A connection is gone: nobody waits for what it said. */
    void forget(final Link link) {
        while (waiting.containsKey(link)) {
            poll(link);
        }
    }
}
