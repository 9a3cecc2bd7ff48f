package godwit.settings;

/**
 * What a shard's node is told.
 *
 * @param durability               when a message counts as accepted.
 * @param cluster                  time-outs and sessions.
 * @param outputSlots              size of the output ring; a power of two.
 * @param log                      the replicated log's files, snapshots and audits.
 * @param spool                    the spool's files.
 * @param core                     the state machine's limits.
 */
public record SequencerSettings(
    Durability durability,
    ClusterSettings cluster,
    int outputSlots,
    LogSettings log,
    SpoolSettings spool,
    CoreSettings core) {

    static SequencerSettings of(final Values values) {
        return new SequencerSettings(
            values.get(SequencerKeys.DURABILITY),
            ClusterSettings.of(values),
            values.integer(SequencerKeys.OUTPUT_SLOTS),
            LogSettings.of(values),
            SpoolSettings.of(values),
            CoreSettings.of(values));
    }

    /**
     * What one of several shards of a process is told: its share of the disk, and snapshots so often that they fit into it.
     *
     * @param shards how many there are.
     * @return the settings of each; throws {@link SettingsException} when a share is too small.
     */
    public SequencerSettings shareOf(final int shards) {
        final SequencerSettings share =
            new SequencerSettings(durability, cluster, outputSlots, log.shareOf(shards), spool.shareOf(shards),
                core.unjournaledIn(spool.shareOf(shards).unjournaledBytesMax()));
        Relations.checkShare(share, shards);
        return share;
    }
}
