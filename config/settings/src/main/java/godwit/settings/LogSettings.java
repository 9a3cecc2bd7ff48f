package godwit.settings;

/**
 * The replicated log on disk.
 *
 * @param segmentBytes  its files; a power of two.
 * @param snapshotBytes growth of the log between two snapshots.
 * @param imageBytes    of a state so large an image is written before a snapshot.
 * @param auditBytes    growth of the log between two published state hashes.
 * @param diskBytesMax  what it may take.
 */
public record LogSettings(int segmentBytes, long snapshotBytes, long imageBytes, long auditBytes, long diskBytesMax) {
    /** Files that there must be room for beside two snapshots' growth. */
    static final long SEGMENTS_MIN = 4;

    static LogSettings of(final Values values) {
        return new LogSettings(
            values.integer(SequencerKeys.LOG_SEGMENT_BYTES),
            values.number(SequencerKeys.SNAPSHOT_LOG_BYTES),
            values.number(SequencerKeys.SNAPSHOT_IMAGE_BYTES),
            values.number(SequencerKeys.AUDIT_LOG_BYTES),
            values.number(JournalKeys.DISK_LOG_BYTES));
    }

    /** A shard's of so many: the disk is shared, and snapshots are taken so often that the log can be purged in time. */
    LogSettings shareOf(final int shards) {
        final long share = diskBytesMax / shards;
        return new LogSettings(segmentBytes,
            Math.max(1, Math.min(snapshotBytes, (share - SEGMENTS_MIN * segmentBytes) / 2)), imageBytes, auditBytes, share);
    }
}
