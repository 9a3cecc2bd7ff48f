package godwit.edge.downlink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;

/**
 * Judges the frames of a shard's delivery stream by their stamps. Single-threaded.
 */
final class DeliveryStream {
    /** What a frame is. */
    enum Verdict {
        /** The next one. */
        NEXT,
        /** To be used, but what came before it is not known: a gap, or a new leader. */
        AFTER_LOSS,
        /** Not to be used. */
        DROP
    }

    private static final long NO_TERM = -1;

    private final long edgeId;
    private final EdgeCounters counters;
    private long termId = NO_TERM;
    private long nextSequence = 1;

    DeliveryStream(final long edgeId, final EdgeCounters counters) {
        this.edgeId = edgeId;
        this.counters = counters;
    }

    Verdict judge(final long frameEdgeId, final long frameTermId, final long frameSequence) {
        counters.increment(EdgeCounter.DELIVERY_FRAMES);
        if (frameEdgeId != edgeId) {
            return drop(EdgeCounter.DELIVERY_FRAMES_FOREIGN);
        }
        if (frameTermId < termId) {
            return drop(EdgeCounter.DELIVERY_FRAMES_STALE);
        }
        if (frameTermId > termId) {
            final boolean first = termId == NO_TERM;
            termId = frameTermId;
            nextSequence = frameSequence + 1;
            return first && frameSequence == 1 ? Verdict.NEXT : Verdict.AFTER_LOSS;
        }
        if (frameSequence < nextSequence) {
            return drop(EdgeCounter.DELIVERY_FRAMES_REPEATED);
        }
        final boolean gap = frameSequence > nextSequence;
        nextSequence = frameSequence + 1;
        if (gap) {
            counters.increment(EdgeCounter.DELIVERY_GAPS);
        }
        return gap ? Verdict.AFTER_LOSS : Verdict.NEXT;
    }

    private Verdict drop(final EdgeCounter why) {
        counters.increment(why);
        return Verdict.DROP;
    }
}
