package godwit.sequencer.pipeline;

/** What an output of the core is for. */
public enum OutputKind {
    /** A message for an edge. */
    DELIVERY,
    /** An edge's stream begins: the record is its channel. */
    EDGE_OPENED,
    /** An edge's stream ends. */
    EDGE_ENDED,
    /** A record for the spool. */
    JOURNAL,
    /** Entries to be read back from the spool for an edge. */
    REREAD,
    /** A message for another shard. */
    LINK,
    /** A message for an edge that may be lost, and came of no log entry. */
    TYPING,
    /** The same for another shard. */
    LINK_TYPING
}
