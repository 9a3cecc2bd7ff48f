package godwit.settings;

/**
 * How settings must go together: each of them within its range may still be wrong beside another.
 */
final class Relations {
    /** JSON's longest way to write a byte of text is an escape of six characters. */
    private static final int ESCAPE_FACTOR = 6;
    private static final int ENVELOPE_BYTES = 1024;
    /** The least that settings allow a log to grow between two snapshots, and a spool to keep for the journal. */
    private static final long SHARE_BYTES_MIN = 1 << 20;

    private Relations() {
    }

    static void check(final Settings settings) {
        edge(settings.edge());
        disk(settings.sequencer());
        cluster(settings.sequencer().cluster());
    }

    /** What is left for one of several shards must still be enough. */
    static void checkShare(final SequencerSettings share, final int shards) {
        need(share.log().snapshotBytes() >= SHARE_BYTES_MIN, "disk.log-bytes=" + share.log().diskBytesMax() * shards
            + " expected more for shards=" + shards + ", of each " + LogSettings.SEGMENTS_MIN
            + " times sequencer.log-segment-bytes=" + share.log().segmentBytes() + " and twice " + SHARE_BYTES_MIN);
        need(share.core().unjournaledBytesMax() >= SHARE_BYTES_MIN, "disk.spool-bytes="
            + share.spool().diskBytesMax() * shards + " expected more for shards=" + shards + ", of each "
            + SpoolSettings.SEGMENTS_MIN + " times sequencer.spool-segment-bytes=" + share.spool().segmentBytes()
            + " and " + SHARE_BYTES_MIN);
    }

    private static void cluster(final ClusterSettings cluster) {
        need(cluster.leaderHeartbeatTimeoutMs() >= 3 * cluster.leaderHeartbeatIntervalMs(),
            "sequencer.leader-heartbeat-timeout=" + cluster.leaderHeartbeatTimeoutMs()
                + "ms expected at least 3 times sequencer.leader-heartbeat-interval="
                + cluster.leaderHeartbeatIntervalMs() + "ms");
    }

    private static void edge(final EdgeSettings edge) {
        final ClientLimits limits = edge.limits();
        need(edge.times().silenceMs() > edge.times().heartbeatMs(),
            "edge.silence=" + edge.times().silenceMs() + "ms expected more than edge.heartbeat="
                + edge.times().heartbeatMs() + "ms");
        need(limits.frameBytesMax() >= ESCAPE_FACTOR * limits.textBytesMax() + ENVELOPE_BYTES,
            "edge.frame-bytes=" + limits.frameBytesMax() + " expected at least " + ESCAPE_FACTOR
                + " times edge.text-bytes=" + limits.textBytesMax() + " and 1KiB");
    }

    private static void disk(final SequencerSettings sequencer) {
        final LogSettings log = sequencer.log();
        final SpoolSettings spool = sequencer.spool();
        need(log.diskBytesMax() >= LogSettings.SEGMENTS_MIN * log.segmentBytes() + 2 * log.snapshotBytes(),
            "disk.log-bytes=" + log.diskBytesMax() + " expected at least 4 times sequencer.log-segment-bytes="
                + log.segmentBytes() + " and twice sequencer.snapshot-log-bytes=" + log.snapshotBytes());
        need(spool.diskBytesMax() >= sequencer.core().unjournaledBytesMax() + SpoolSettings.SEGMENTS_MIN * spool.segmentBytes(),
            "disk.spool-bytes=" + spool.diskBytesMax() + " expected at least sequencer.unjournaled-bytes="
                + sequencer.core().unjournaledBytesMax() + " and 4 times sequencer.spool-segment-bytes="
                + spool.segmentBytes());
    }

    private static void need(final boolean holds, final String message) {
        if (!holds) {
            throw new SettingsException(message);
        }
    }
}
