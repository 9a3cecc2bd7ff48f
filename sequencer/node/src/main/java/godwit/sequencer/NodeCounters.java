package godwit.sequencer;

import java.util.concurrent.atomic.AtomicLongArray;

/** The node's counters. Any thread. */
public final class NodeCounters {
    private final AtomicLongArray values = new AtomicLongArray(NodeCounter.values().length);
    private final RefusedLinks refusedLinks = new RefusedLinks();

    /** One more. */
    public void increment(final NodeCounter counter) {
        values.incrementAndGet(counter.ordinal());
    }

    /** So many more. */
    public void add(final NodeCounter counter, final long count) {
        values.addAndGet(counter.ordinal(), count);
    }

    /** As it stands. */
    public long get(final NodeCounter counter) {
        return values.get(counter.ordinal());
    }

    /** Whose links stand still. */
    public RefusedLinks refusedLinks() {
        return refusedLinks;
    }
}
