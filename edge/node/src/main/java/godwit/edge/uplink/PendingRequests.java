package godwit.edge.uplink;

import godwit.edge.request.Request;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Requests without an answer, in the order in which they came, and how far they were offered. Single-threaded.
 */
final class PendingRequests {
    private final Long2ObjectHashMap<PendingRequest> byCorrelation = new Long2ObjectHashMap<>();
    private PendingRequest first;
    private PendingRequest last;
    private PendingRequest nextToOffer;

    void add(final PendingRequest pending) {
        byCorrelation.put(pending.correlationId, pending);
        pending.previous = last;
        if (last == null) {
            first = pending;
        } else {
            last.next = pending;
        }
        last = pending;
        if (nextToOffer == null) {
            nextToOffer = pending;
        }
    }

    PendingRequest remove(final long correlationId) {
        final PendingRequest pending = byCorrelation.remove(correlationId);
        if (pending != null) {
            unlink(pending);
        }
        return pending;
    }

    PendingRequest get(final long correlationId) {
        return byCorrelation.get(correlationId);
    }

    boolean contains(final PendingRequest pending) {
        return byCorrelation.get(pending.correlationId) == pending;
    }

    /** The one that was made of a request, or null; a look through all of them. */
    PendingRequest find(final Request request) {
        PendingRequest pending = last;
        while (pending != null && pending.told != request) {
            pending = pending.previous;
        }
        return pending;
    }

    PendingRequest first() {
        return first;
    }

    /** The next one to be offered, or null. */
    PendingRequest nextToOffer() {
        return nextToOffer;
    }

    /** Whether each that came up to this one was offered, or is not to be. */
    boolean offeredUpTo(final long correlationId) {
        return nextToOffer == null || nextToOffer.correlationId > correlationId;
    }

    /** The next one was offered, or is not to be. */
    void passed() {
        nextToOffer = nextToOffer.next;
    }

    /** All are to be offered again, from the oldest. */
    int rewind() {
        int again = 0;
        for (PendingRequest p = first; p != nextToOffer; p = p.next) {
            again++;
        }
        nextToOffer = first;
        return again;
    }

    int count() {
        return byCorrelation.size();
    }

    private void unlink(final PendingRequest pending) {
        if (nextToOffer == pending) {
            nextToOffer = pending.next;
        }
        if (pending.previous == null) {
            first = pending.next;
        } else {
            pending.previous.next = pending.next;
        }
        if (pending.next == null) {
            last = pending.previous;
        } else {
            pending.next.previous = pending.previous;
        }
    }
}
