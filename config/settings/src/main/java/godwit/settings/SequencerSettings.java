package godwit.settings;

/**
 * What a shard's node is told.
 *
 * @param durability               when a message counts as accepted.
 * @param leaderHeartbeatTimeoutMs a leader silent for so long is replaced.
 * @param outputSlots              size of the output ring; a power of two.
 * @param log                      the replicated log's files, snapshots and audits.
 * @param spool                    the spool's files.
 * @param core                     the state machine's limits.
 */
public record SequencerSettings(
    Durability durability,
    long leaderHeartbeatTimeoutMs,
    int outputSlots,
    LogSettings log,
    SpoolSettings spool,
    CoreSettings core) {

    static SequencerSettings of(final Values values) {
        return new SequencerSettings(
            values.get(SequencerKeys.DURABILITY),
            values.number(SequencerKeys.LEADER_HEARTBEAT_TIMEOUT),
            values.integer(SequencerKeys.OUTPUT_SLOTS),
            LogSettings.of(values),
            SpoolSettings.of(values),
            CoreSettings.of(values));
    }
}
