package godwit.sequencer.pipeline;

import godwit.core.Targets;

/**
 * So many of a delivery's targets as one record names: more go into further records, or with a long body they would not
 * fit a frame. Reused; the service's thread.
 */
final class TargetChunk {
    /** Targets of a record: 17 KiB at most, as much as makes a frame worth sending. */
    static final int TARGETS_MAX = 1_000;

    private Targets targets;
    private int from;
    private int to;

    /** Begins with the first of these; null: there are none, which still makes a record. */
    void first(final Targets all) {
        targets = all;
        from = 0;
        to = Math.min(TARGETS_MAX, all == null ? 0 : all.count());
    }

    /** Goes on to the next; false when there are no more. */
    boolean next() {
        if (targets == null || to == targets.count()) {
            targets = null;
            return false;
        }
        from = to;
        to = Math.min(from + TARGETS_MAX, targets.count());
        return true;
    }

    /** Whether no more follow. */
    boolean isLast() {
        return targets == null || to == targets.count();
    }

    int count() {
        return to - from;
    }

    long session(final int index) {
        return targets.session(from + index);
    }

    long previousSequence(final int index) {
        return targets.previousSequence(from + index);
    }

    boolean isLive(final int index) {
        return targets.isLive(from + index);
    }
}
