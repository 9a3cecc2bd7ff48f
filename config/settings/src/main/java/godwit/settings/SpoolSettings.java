package godwit.settings;

/**
 * The spool on disk.
 *
 * @param segmentBytes its files; a power of two.
 * @param holdBackMs   log and spool are kept for so long after the journal passed them.
 * @param diskBytesMax what it may take.
 */
public record SpoolSettings(int segmentBytes, long holdBackMs, long diskBytesMax) {
    static SpoolSettings of(final Values values) {
        return new SpoolSettings(
            values.integer(SequencerKeys.SPOOL_SEGMENT_BYTES),
            values.number(SequencerKeys.SPOOL_HOLD_BACK),
            values.number(JournalKeys.DISK_SPOOL_BYTES));
    }
}
