package godwit.sequencer.cluster;

/**
 * Whether log and spool have room, by what was measured last and what was written since. Full at the bound of either,
 * and again not full only well below it. One thread.
 */
final class DiskBound {
    private static final int BACK_PERCENT = 95;

    private final long logBytesMax;
    private final long spoolBytesMax;
    private long logBytes;
    private long logPosition;
    private long spoolBytes;
    private long spoolPosition;
    private boolean full;

    DiskBound(final long logBytesMax, final long spoolBytesMax) {
        this.logBytesMax = logBytesMax;
        this.spoolBytesMax = spoolBytesMax;
    }

    /** What both take, and where both ended then. */
    void measured(
        final long nowLogBytes, final long nowLogPosition, final long nowSpoolBytes, final long nowSpoolPosition) {
        logBytes = nowLogBytes;
        logPosition = nowLogPosition;
        spoolBytes = nowSpoolBytes;
        spoolPosition = nowSpoolPosition;
    }

    /** Both end here now; answers whether either is full. */
    boolean isFull(final long nowLogPosition, final long nowSpoolPosition) {
        final int percent = full ? BACK_PERCENT : 100;
        full = isOver(logBytes + nowLogPosition - logPosition, logBytesMax, percent)
            || isOver(spoolBytes + nowSpoolPosition - spoolPosition, spoolBytesMax, percent);
        return full;
    }

    private static boolean isOver(final long bytes, final long bytesMax, final int percent) {
        return bytes >= bytesMax / 100.0 * percent;
    }
}
