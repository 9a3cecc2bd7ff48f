package godwit.edge.counters;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The values of every {@link EdgeCounter}. Any thread.
 */
public final class EdgeCounters {
    private final AtomicLongArray values = new AtomicLongArray(EdgeCounter.values().length);

    /** Counts one. */
    public void increment(final EdgeCounter counter) {
        values.getAndIncrement(counter.ordinal());
    }

    /** Counts several. */
    public void add(final EdgeCounter counter, final long count) {
        values.getAndAdd(counter.ordinal(), count);
    }

    /** How many were counted. */
    public long get(final EdgeCounter counter) {
        return values.get(counter.ordinal());
    }
}
