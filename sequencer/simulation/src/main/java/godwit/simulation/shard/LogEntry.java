package godwit.simulation.shard;

/**
 * An entry of the replicated log.
 *
 * @param kind        what it is.
 * @param timestampUs by the cluster's clock.
 * @param termId      the leadership term.
 * @param command     its bytes; of a command only.
 */
record LogEntry(Kind kind, long timestampUs, long termId, byte[] command) {
    enum Kind {
        /** Of an edge, the journal, or a node. */
        COMMAND,
        /** The shard's timer. */
        TIMER,
        /** A leadership term begins. */
        TERM,
        /** Every member takes a snapshot. */
        SNAPSHOT
    }
}
