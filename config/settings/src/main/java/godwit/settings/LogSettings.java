package godwit.settings;

/**
 * The replicated log on disk.
 *
 * @param segmentBytes  its files; a power of two.
 * @param snapshotBytes growth of the log between two snapshots.
 * @param auditBytes    growth of the log between two published state hashes.
 * @param diskBytesMax  what it may take.
 */
public record LogSettings(int segmentBytes, long snapshotBytes, long auditBytes, long diskBytesMax) {
    static LogSettings of(final Values values) {
        return new LogSettings(
            values.integer(SequencerKeys.LOG_SEGMENT_BYTES),
            values.number(SequencerKeys.SNAPSHOT_LOG_BYTES),
            values.number(SequencerKeys.AUDIT_LOG_BYTES),
            values.number(JournalKeys.DISK_LOG_BYTES));
    }
}
