package godwit.settings;

import java.util.List;

/**
 * The settings of a shard around its state machine: log, snapshots, spool.
 */
final class SequencerKeys {
    static final Key<Durability> DURABILITY = Key.choice("sequencer.durability", Durability.class, "durable",
        "SENT after a majority has the message on disk (durable) or in memory (replicated).");
    static final Key<Long> LEADER_HEARTBEAT_TIMEOUT = Key.duration(
        "sequencer.leader-heartbeat-timeout", "200ms", "1min", "500ms",
        "A leader silent for so long is replaced by an election.");
    static final Key<Long> LEADER_HEARTBEAT_INTERVAL = Key.duration(
        "sequencer.leader-heartbeat-interval", "10ms", "10s", "50ms",
        "Between two heartbeats of a leader; a busy machine delays some, so ten fit into the time-out.");
    static final Key<Long> CLUSTER_SESSIONS = Key.count("sequencer.cluster-sessions", 8, 4096, 64,
        "Clients of a shard at once: edges, the journal, the node itself; one more is turned away and tries again.");
    static final Key<Long> CLUSTER_SESSION_TIMEOUT = Key.duration(
        "sequencer.cluster-session-timeout", "2s", "10min", "10s",
        "A client of a shard silent for so long has lost its session.");
    static final Key<Long> STARTUP_CANVASS = Key.duration(
        "sequencer.startup-canvass", "100ms", "5min", "2s",
        "A start waits at most so long for the shard's other members before it elects without them.");
    static final Key<Long> TERMINATION_TIMEOUT = Key.duration(
        "sequencer.termination-timeout", "100ms", "1min", "2s",
        "A stop waits at most so long for the state machine.");
    static final Key<Long> OUTPUT_SLOTS = Key.powerOfTwo("sequencer.output-slots", 256, 1 << 20, 4096,
        "Outputs of the state machine between it and the slowest stage behind it.");
    static final Key<Long> SNAPSHOT_LOG_BYTES = Key.bytes(
        "sequencer.snapshot-log-bytes", "1MiB", "16GiB", "256MiB",
        "A snapshot is taken whenever the log grew by so much.");
    static final Key<Long> SNAPSHOT_IMAGE_BYTES = Key.bytes(
        "sequencer.snapshot-image-bytes", "1MiB", "1TiB", "32MiB",
        "Of a state of that size an image is written before a snapshot, so that the shard stands still for what changed only.");
    static final Key<Long> LOG_SEGMENT_BYTES = Key.segment(
        "sequencer.log-segment-bytes", "1MiB", "1GiB", "16MiB",
        "The log is kept and purged in files of this size.");
    static final Key<Long> SPOOL_SEGMENT_BYTES = Key.segment(
        "sequencer.spool-segment-bytes", "1MiB", "1GiB", "16MiB",
        "The spool for the journal is kept and purged in files of this size.");
    static final Key<Long> SPOOL_HOLD_BACK = Key.duration("sequencer.spool-hold-back", "0ms", "7d", "10min",
        "Log and spool are kept for so long after the journal passed them: Cassandra acknowledges before its own disk.");
    static final Key<Long> AUDIT_LOG_BYTES = Key.bytes("sequencer.audit-log-bytes", "64KiB", "16GiB", "16MiB",
        "A hash of the whole state is published whenever the log grew by so much.");

    static final List<Key<?>> ALL = List.of(
        DURABILITY, LEADER_HEARTBEAT_TIMEOUT, LEADER_HEARTBEAT_INTERVAL, CLUSTER_SESSIONS,
        CLUSTER_SESSION_TIMEOUT, STARTUP_CANVASS, TERMINATION_TIMEOUT, OUTPUT_SLOTS, SNAPSHOT_LOG_BYTES,
        SNAPSHOT_IMAGE_BYTES, LOG_SEGMENT_BYTES,
        SPOOL_SEGMENT_BYTES, SPOOL_HOLD_BACK, AUDIT_LOG_BYTES);

    private SequencerKeys() {
    }
}
