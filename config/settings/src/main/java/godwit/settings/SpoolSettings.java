package godwit.settings;

/**
 * The spool on disk.
 *
 * @param segmentBytes its files; a power of two.
 * @param holdBackMs   log and spool are kept for so long after the journal passed them.
 * @param diskBytesMax what it may take.
 */
public record SpoolSettings(int segmentBytes, long holdBackMs, long diskBytesMax) {
    /** Files that there must be room for beside what waits for the journal. */
    static final long SEGMENTS_MIN = 4;

    static SpoolSettings of(final Values values) {
        return new SpoolSettings(
            values.integer(SequencerKeys.SPOOL_SEGMENT_BYTES),
            values.number(SequencerKeys.SPOOL_HOLD_BACK),
            values.number(JournalKeys.DISK_SPOOL_BYTES));
    }

    /** A shard's of so many: the disk is shared. */
    SpoolSettings shareOf(final int shards) {
        return new SpoolSettings(segmentBytes, holdBackMs, diskBytesMax / shards);
    }

    /** What may wait in it for the journal. */
    long unjournaledBytesMax() {
        return Math.max(1, diskBytesMax - SEGMENTS_MIN * segmentBytes);
    }
}
