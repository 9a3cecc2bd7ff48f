package godwit.simulation.fault;

import godwit.simulation.journal.Cassandra;

/** What can go wrong: the first two all the time, the rest at a moment, of which the last four are in some runs only. */
public enum Fault {
    /** Frames and commands are held back, get lost, come twice, or late. */
    ODD_LINES,
    /** Cassandra does not answer now and then, having done what it was told or not. */
    FAILING_WRITES,
    /** The leading member dies and comes back; where there are others, one of them takes over. */
    LEADER_DEATH,
    /** All members die at once, and nobody leads for long. */
    SHARD_AWAY,
    /** The leading member stands still, and goes on later as if it still led. */
    LEADER_PAUSE,
    /** A member that does not lead dies and comes back. */
    FOLLOWER_DEATH,
    /** The leading member leads no more, and all live on. */
    RESIGNATION,
    /** Those that do not lead fall behind for a while. */
    FOLLOWERS_LAG,
    /** Bytes come into the log that no edge would have sent. */
    POISON,
    /** What one shard tells another is lost for a while. */
    LINE_CUT,
    /** What two shards tell each other is lost for a while. */
    LINE_CUT_BOTH_WAYS,
    /** Some of all connections are cut one after the other, and come back in another order. */
    SWIZZLE,
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
    /** The same again and again within a second. */
    TAKE_OVER_STORM,
    /** Every socket breaks at once. */
    ALL_SOCKETS_CUT,
    /** The journal dies and comes back. */
    JOURNAL_DEATH,
    /** The journal's connection to the cluster breaks. */
    JOURNAL_LINK_CUT,
    /** Cassandra does not answer for a while. */
    CASSANDRA_AWAY,
    /** Many send and lose their connections before they are answered; they say it again to who comes from a snapshot. */
    SNAPSHOT_AMID_SENDS,
    /** An edge hears nothing of the shards, nor they of it, for longer than its lease, and its phones go elsewhere. */
    EDGE_CUT_OFF,
    /** What one shard tells another is held back, and comes all at once when it has been told anew. */
    LINE_HELD,
    /** An edge goes out of service in order, and sends its clients elsewhere; another takes its place. */
    EDGE_DRAIN
}
