package godwit.edge.session;

/**
 * Limits a rate: so many at once, refilled so fast. Single-threaded.
 */
final class TokenBucket {
    private static final long MS_PER_SECOND = 1_000;

    private final int perSecond;
    private final long burstMilli;
    /** Thousandths, so that one millisecond refills exactly {@code perSecond} of them. */
    private long milli;
    private long refilledMs;

    TokenBucket(final int perSecond, final int burst, final long nowMs) {
        this.perSecond = perSecond;
        this.burstMilli = burst * MS_PER_SECOND;
        this.milli = burstMilli;
        this.refilledMs = nowMs;
    }

    boolean tryTake(final long nowMs) {
        if (nowMs > refilledMs) {
            milli = Math.min(burstMilli, milli + (nowMs - refilledMs) * perSecond);
            refilledMs = nowMs;
        }
        if (milli < MS_PER_SECOND) {
            return false;
        }
        milli -= MS_PER_SECOND;
        return true;
    }

    /** What was taken was not used after all. */
    void giveBack() {
        milli = Math.min(burstMilli, milli + MS_PER_SECOND);
    }

    /** How long until one can be taken. */
    long waitMs() {
        return Math.max(1, (MS_PER_SECOND - milli + perSecond - 1) / perSecond);
    }
}
