package godwit.launch.up;

/**
 * How full a bounded folder is; falls back only well below where it rose, so that nobody is told the same thing twice.
 */
enum DiskLevel {
    /** Nothing to say. */
    LOW,
    /** Above 70 %: somebody should look. */
    HIGH,
    /** At its bound: the part takes no more until there is room. */
    FULL;

    private static final int HIGH_PERCENT = 70;
    private static final int BACK_PERCENT = 5;

    /** The level that follows. */
    DiskLevel next(final long bytes, final long bytesMax) {
        final double percent = 100.0 * bytes / bytesMax;
        if (percent >= threshold(FULL)) {
            return FULL;
        }
        return percent >= threshold(HIGH) ? HIGH : LOW;
    }

    private double threshold(final DiskLevel level) {
        final int rise = level == FULL ? 100 : HIGH_PERCENT;
        return compareTo(level) >= 0 ? rise - BACK_PERCENT : rise;
    }
}
