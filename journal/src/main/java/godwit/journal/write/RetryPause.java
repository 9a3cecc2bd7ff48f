package godwit.journal.write;

import java.util.concurrent.TimeUnit;

/** How long to wait before what failed is tried again: doubled each time, up to a bound. */
final class RetryPause {
    private static final long SHORTEST_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int DOUBLINGS_MAX = 10;

    private RetryPause() {
    }

    static long afterNs(final int failures) {
        return Math.min(LONGEST_NS, SHORTEST_NS << Math.min(DOUBLINGS_MAX, failures));
    }
}
