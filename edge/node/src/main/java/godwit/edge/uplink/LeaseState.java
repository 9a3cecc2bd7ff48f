package godwit.edge.uplink;

/**
 * How the edge stands with its shard.
 */
enum LeaseState {
    /** There is no lease, and nobody was asked for one. */
    NONE,
    /** EdgeOpen was sent; until it is answered nothing else is. */
    OPENING,
    /** There is a lease; it is renewed once a second. */
    OPEN,
    /** EdgeClose was sent; nothing follows. */
    CLOSED
}
