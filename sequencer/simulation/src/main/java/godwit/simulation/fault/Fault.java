package godwit.simulation.fault;

import godwit.simulation.journal.Cassandra;

/** What can go wrong at a moment; losses, delays and repetitions go on beside these all the time. */
public enum Fault {
    /** The leading member dies and comes back. */
    LEADER_DEATH,
    /** The same, and nobody leads for long. */
    SHARD_AWAY,
    /** What one shard tells another is lost for a while. */
    LINE_CUT,
    /** What two shards tell each other is lost for a while. */
    LINE_CUT_BOTH_WAYS,
    /** The leading member dies and comes back, and the clock of the next one stands elsewhere. */
    CLOCK_STEP,
    /** A snapshot is taken. */
    SNAPSHOT,
    /** An edge's connection to the cluster breaks for a moment. */
    EDGE_LINK_CUT,
    /** An edge cannot reach the cluster for longer than its lease, while its phones can reach it. */
    EDGE_PARTITION,
    /** An edge dies; another takes its place. */
    EDGE_DEATH,
    /** An edge stands still, perhaps for longer than its lease. */
    EDGE_PAUSE,
    /** A socket breaks. */
    SOCKET_CUT,
    /** A phone reads nothing for a while. */
    SOCKET_STALL,
    /** A phone reads on and acknowledges nothing for a while. */
    PHONE_SILENCE,
    /** A phone dies and comes back with what it stored. */
    PHONE_CRASH,
    /** A phone connects anew while its old connection stands. */
    TAKE_OVER,
    /** The journal dies and comes back. */
    JOURNAL_DEATH,
    /** The journal's connection to the cluster breaks. */
    JOURNAL_LINK_CUT,
    /** Cassandra does not answer for a while. */
    CASSANDRA_AWAY
}
