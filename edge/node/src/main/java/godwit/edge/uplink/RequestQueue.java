package godwit.edge.uplink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.fanout.Link;
import godwit.edge.memory.ByteBudget;
import godwit.edge.request.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The requests that wait for an answer and their way to the cluster: in their order; all of them again, oldest first and
 * before anything newer, after a loss; some of them later, when a session or a partition is there. Single-threaded.
 */
final class RequestQueue {
    private static final int OFFERS_PER_CYCLE_MAX = 512;

    private final UplinkConfiguration configuration;
    private final CommandOffers commands;
    private final Lease lease;
    private final PartitionLookups partitions;
    private final LookUps lookUps;
    private final CycleTime time;
    private final ByteBudget held;
    private final EdgeCounters counters;
    private final PendingRequests requests = new PendingRequests();
    private final SendOrder sends = new SendOrder();
    private final ArrayDeque<PendingRequest> again = new ArrayDeque<>();
    private final Map<Link, List<PendingRequest>> parked = new HashMap<>();
    /** What nobody waits for when its connection is gone. */
    private final Map<Link, List<PendingRequest>> ofLinks = new HashMap<>();
    /** What links said of who may see their users, and has no answer, in its order. */
    private final Map<Link, ArrayDeque<PendingRequest>> privacies = new HashMap<>();
    private final ArrayDeque<Broken> broken = new ArrayDeque<>(0);
    private long lastCorrelationId;

    /** A request that met a bug where it was to be told the shard. */
    record Broken(PendingRequest pending, RuntimeException error) {
    }

    RequestQueue(
        final UplinkConfiguration configuration, final CommandOffers commands, final Lease lease,
        final PartitionLookups partitions, final LookUps lookUps, final CycleTime time, final ByteBudget held,
        final EdgeCounters counters) {
        this.configuration = configuration;
        this.commands = commands;
        this.lease = lease;
        this.partitions = partitions;
        this.lookUps = lookUps;
        this.time = time;
        this.held = held;
        this.counters = counters;
    }

    long nextCorrelationId() {
        return ++lastCorrelationId;
    }

    /** The latest one that was given. */
    long lastCorrelationId() {
        return lastCorrelationId;
    }

    /** Whether what came up to this one is on its way, as far as it can be. */
    boolean offeredUpTo(final long correlationId) {
        return requests.offeredUpTo(correlationId);
    }

    boolean isFull() {
        return requests.count() >= configuration.pendingMax();
    }

    /** Whether all that is held for connections is too much for another one. */
    boolean holdsTooMuch(final Request request) {
        return !held.hasRoom(request.heldBytes());
    }

    PendingRequest create(final Request request, final Link link) {
        return new PendingRequest(
            request, link, nextCorrelationId(), time.nowMs() + configuration.requestTimeoutMs());
    }

    /** A request begins to wait. */
    void add(final PendingRequest pending) {
        requests.add(pending);
        held.take(pending.request.heldBytes());
        if (pending.request instanceof Request.Send) {
            sends.add(pending);
        } else if (endsWithLink(pending)) {
            ofLinks.computeIfAbsent(pending.link, link -> new ArrayList<>(1)).add(pending);
            countPage(pending, 1);
        } else if (pending.request instanceof Request.SetPrivacy) {
            privacies.computeIfAbsent(pending.link, link -> new ArrayDeque<>(1)).add(pending);
        }
        partitions.lookUp(pending);
    }

    /** A request waits no more; null if it did not. */
    PendingRequest remove(final long correlationId) {
        final PendingRequest pending = requests.remove(correlationId);
        held.giveBack(pending == null ? 0 : pending.request.heldBytes());
        if (pending != null) {
            dropGathered(pending);
        }
        if (pending != null && pending.request instanceof Request.Send) {
            sends.remove(pending);
        } else if (pending != null && endsWithLink(pending)) {
            countPage(pending, -1);
            ofLinks.computeIfPresent(pending.link, (link, waiting) ->
                waiting.remove(pending) && waiting.isEmpty() ? null : waiting);
        } else if (pending != null && pending.request instanceof Request.SetPrivacy) {
            privacies.computeIfPresent(pending.link, (link, waiting) ->
                waiting.remove(pending) && waiting.isEmpty() ? null : waiting);
        }
        return pending;
    }

    /**
     * Of what a link said of who may see its user, what was said before something that is answered now: its answer is lost, or
     * it was not offered again.
     *
     * @return the oldest, which waits no more; null: none.
     */
    PendingRequest removeBefore(final PendingRequest answered) {
        final ArrayDeque<PendingRequest> waiting = answered.request instanceof Request.SetPrivacy
            ? privacies.get(answered.link) : null;
        return waiting != null && waiting.peek().correlationId < answered.correlationId
            ? remove(waiting.peek().correlationId) : null;
    }

    /** Whether it was offered already, and its link said something later of who may see its user: offered again, it would be done after that. */
    private boolean isSuperseded(final PendingRequest pending) {
        return pending.request instanceof Request.SetPrivacy && pending.epochOffered != 0
            && privacies.get(pending.link).peekLast() != pending;
    }

    /** The pages that look up acknowledgements take no place of those that the client asks for. */
    private void countPage(final PendingRequest pending, final int difference) {
        if (pending.told instanceof Request.Acknowledge) {
            lookUps.count(pending.link, difference);
        } else if (pending.request.reads()) {
            pending.link.read(difference);
        }
    }

    /**
     * Something of a request's answer is kept until the answer is whole.
     *
     * @return false: too much is held, with what waits for an answer. Half of it is for that alone.
     */
    boolean hold(final PendingRequest pending, final long bytes) {
        final boolean room = held.tryTake(bytes, held.bytesMax() / 2);
        pending.gatheredBytes += room ? bytes : 0;
        return room;
    }

    private void dropGathered(final PendingRequest pending) {
        pending.page(null);
        held.giveBack(pending.gatheredBytes);
        pending.gatheredBytes = 0;
    }

    private static boolean endsWithLink(final PendingRequest pending) {
        return pending.request.reads() || pending.request instanceof Request.Attach;
    }

    PendingRequest get(final long correlationId) {
        return requests.get(correlationId);
    }

    boolean contains(final PendingRequest pending) {
        return requests.contains(pending);
    }

    /** The oldest one if its time is over, or null. */
    PendingRequest expired(final long nowMs) {
        final PendingRequest oldest = requests.first();
        return oldest != null && oldest.deadlineMs <= nowMs ? oldest : null;
    }

    int count() {
        return requests.count();
    }

    /** All are offered again, from the oldest. */
    void offerAgain() {
        again.clear();
        counters.add(EdgeCounter.REQUESTS_OFFERED_AGAIN, requests.rewind());
    }

    /** One is offered again, as soon as it can be. */
    void offerAgain(final PendingRequest pending) {
        if (pending.request.fenced() && pending.link.session() == Link.NO_SESSION
            && !(pending.request instanceof Request.Attach)) {
            park(pending);
        } else {
            again.add(pending);
        }
    }

    /**
     * One was refused for its session: it is offered again in the link's next one. Said again in the old one it would be
     * refused, and said, as fast as the shard answers.
     */
    void offerInNextSession(final PendingRequest pending) {
        if (pending.link.session() == Link.NO_SESSION) {
            park(pending);
        } else {
            again.add(pending);
        }
    }

    /** What a link's requests waited for is there: its session. */
    void unpark(final Link link) {
        final List<PendingRequest> waiting = parked.remove(link);
        if (waiting != null) {
            waiting.forEach(pending -> pending.parked = false);
            again.addAll(waiting);
        }
    }

    /**
     * A link is gone: nobody waits for its pages or for a session, which another edge may have given its client by now, and
     * what waits for a session will never have one. What else it asked for is told the shard still, and answered.
     */
    void forget(final Link link) {
        final List<PendingRequest> waiting = new ArrayList<>(ofLinks.getOrDefault(link, List.of()));
        waiting.addAll(Objects.requireNonNullElse(parked.remove(link), List.of()));
        waiting.forEach(pending -> remove(pending.correlationId));
    }

    private void park(final PendingRequest pending) {
        if (pending.link.isGone()) {
            remove(pending.correlationId);
        } else if (!pending.parked) {
            pending.parked = true;
            parked.computeIfAbsent(pending.link, link -> new ArrayList<>()).add(pending);
        }
    }

    /** The next of those that met a bug, or null. */
    Broken takeBroken() {
        return broken.poll();
    }

    /** The pending one that was made of a request, or null; a look through all of them. */
    PendingRequest find(final Request request) {
        return requests.find(request);
    }

    /** Offers as many as the cluster takes. */
    int offer() {
        int work = 0;
        PendingRequest pending = again.peek();
        while (pending != null && (!requests.contains(pending) || offerOrPass(pending))) {
            again.remove();
            work++;
            pending = again.peek();
        }
        return again.isEmpty() ? work + offerNew() : work;
    }

    private int offerNew() {
        int work = 0;
        PendingRequest pending = requests.nextToOffer();
        while (pending != null && work < OFFERS_PER_CYCLE_MAX && offerOrPass(pending)) {
            if (requests.nextToOffer() == pending) {
                requests.passed();
            }
            work++;
            pending = requests.nextToOffer();
        }
        return work;
    }

    /** Offers one, or lets those behind it pass while something is missing; false: the cluster takes nothing now. */
    private boolean offerOrPass(final PendingRequest pending) {
        final boolean attach = pending.request instanceof Request.Attach;
        if (isSuperseded(pending)) {
            return true;
        }
        if (pending.partitionsUnknown) {
            pending.passed = true;
            return true;
        }
        if (pending.request.fenced() && !attach && pending.link.session() == Link.NO_SESSION) {
            park(pending);
            return true;
        }
        pending.epochOffered = lease.epoch();
        pending.sessionOffered = pending.link.session();
        dropGathered(pending);
        final int length;
        try {
            length = commands.encoder().request(pending, time.nowMs());
        } catch (final RuntimeException e) {
            // Offered once more it would break off again, and hold up all that is behind it.
            broken.add(new Broken(pending, e));
            return true;
        }
        if (!commands.offer(length)) {
            return false;
        }
        if (attach) {
            pending.link.attachOffered(time.nowMs());
        }
        return true;
    }

    /** What it was passed for is known now. */
    void onPartitionsKnown(final PendingRequest pending) {
        if (pending.passed && requests.contains(pending)) {
            pending.passed = false;
            again.add(pending);
        }
    }
}
