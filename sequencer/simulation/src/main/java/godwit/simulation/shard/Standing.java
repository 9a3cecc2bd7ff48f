package godwit.simulation.shard;

/** What a member of a shard is. */
enum Standing {
    /** It never led in this life: nothing may leave it. */
    FOLLOWER,
    /** It leads. */
    LEADER,
    /** It led, and does no more: what it has not sent yet it may still send, too late. */
    FORMER_LEADER
}
