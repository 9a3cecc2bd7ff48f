package godwit.edge.session;

/**
 * Tells when so many refusals fell into a window of time. Takes no memory before the first. Single-threaded.
 */
final class RefusalWindow {
    private final int refusalsMax;
    private final long windowMs;
    private long[] timesMs;
    private int next;
    private long count;

    RefusalWindow(final int refusalsMax, final long windowMs) {
        this.refusalsMax = refusalsMax;
        this.windowMs = windowMs;
    }

    /** Counts one, and answers whether it is one too many. */
    boolean add(final long nowMs) {
        if (timesMs == null) {
            timesMs = new long[refusalsMax];
        }
        timesMs[next] = nowMs;
        next = (next + 1) % refusalsMax;
        count++;
        return count >= refusalsMax && nowMs - timesMs[next] < windowMs;
    }
}
