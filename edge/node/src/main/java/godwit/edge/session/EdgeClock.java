package godwit.edge.session;

/**
 * The time as an event loop read it last: once for each event, passed down from there. Single-threaded.
 */
public final class EdgeClock {
    private static final long NS_PER_MS = 1_000_000;
    private static final long STANDSTILL_MS = 100;

    private long nowMs;
    private long tickMs;
    private long epochMs;

    /**
     * Reads the clocks.
     *
     * @param nanoTime   monotonic, for intervals.
     * @param newEpochMs since 1970, for tokens and for clients.
     */
    public void update(final long nanoTime, final long newEpochMs) {
        nowMs = nanoTime / NS_PER_MS;
        epochMs = newEpochMs;
    }

    /** Monotonic milliseconds. */
    public long nowMs() {
        return nowMs;
    }

    /** A moment at which the loop came to all that had come; there are several within 100 ms. */
    public void onTick() {
        tickMs = nowMs;
    }

    /**
     * Since when what is read now may have been there, in monotonic milliseconds: since now, or where the process stood still,
     * since before that.
     */
    public long cameMs() {
        return nowMs - tickMs > STANDSTILL_MS ? tickMs : nowMs;
    }

    /** Milliseconds since 1970. */
    public long epochMs() {
        return epochMs;
    }
}
