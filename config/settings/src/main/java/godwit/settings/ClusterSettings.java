package godwit.settings;

/**
 * How a shard's members and clients wait for each other.
 *
 * @param sessionsMax                edges, the journal and the node itself, at once.
 * @param sessionTimeoutMs           a client silent for so long has lost its session.
 * @param leaderHeartbeatIntervalMs  between two heartbeats of a leader.
 * @param leaderHeartbeatTimeoutMs   a leader silent for so long is replaced.
 * @param startupCanvassMs           a start waits for other members at most so long.
 * @param terminationTimeoutMs       a stop waits for the service at most so long.
 */
public record ClusterSettings(
    int sessionsMax,
    long sessionTimeoutMs,
    long leaderHeartbeatIntervalMs,
    long leaderHeartbeatTimeoutMs,
    long startupCanvassMs,
    long terminationTimeoutMs) {
    static ClusterSettings of(final Values values) {
        return new ClusterSettings(
            values.integer(SequencerKeys.CLUSTER_SESSIONS),
            values.number(SequencerKeys.CLUSTER_SESSION_TIMEOUT),
            values.number(SequencerKeys.LEADER_HEARTBEAT_INTERVAL),
            values.number(SequencerKeys.LEADER_HEARTBEAT_TIMEOUT),
            values.number(SequencerKeys.STARTUP_CANVASS),
            values.number(SequencerKeys.TERMINATION_TIMEOUT));
    }
}
