package godwit.journal.write;

/**
 * How many batches are under way at once: halved when Cassandra does not take one, one more after as many successes as
 * there are places. So an overload ends by itself, where repeating at the same pace would keep it up. Failures of
 * batches that left before the last halving belong to the same overload and count once. Single-threaded.
 */
final class InFlightLimit {
    private static final int LEAST = 1;

    private final int most;
    private int limit;
    private int successes;
    private long sends;
    private long cutAtSend;

    InFlightLimit(final int most) {
        this.most = most;
        this.limit = most;
    }

    /** At most so many now. */
    int get() {
        return limit;
    }

    /** One leaves; answers its number, to be named when it fails. */
    long onSend() {
        return ++sends;
    }

    /** One is stored. */
    void onStored() {
        if (limit < most && ++successes >= limit) {
            limit++;
            successes = 0;
        }
    }

    /** One is not stored. */
    void onFailed(final long send) {
        if (send > cutAtSend) {
            cutAtSend = sends;
            limit = Math.max(LEAST, limit / 2);
            successes = 0;
        }
    }
}
