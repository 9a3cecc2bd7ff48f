package godwit.simulation.check;

/** What is worth checking only if it happens: among the seeds of a test each has to be seen. */
public enum Sight {
    /** A device had as much in flight as it may. */
    WINDOW_FULL,
    /** The same with the window that a shard has by default. */
    DEFAULT_WINDOW_FULL,
    /** A send was refused for now. */
    SEND_REFUSED,
    /** A page of history had entries only that were not in the table yet. */
    PAGE_NOT_STORED,
    /** A page of history had entries that were in the table, and entries that were not. */
    PAGE_OVER_THE_SEAM
}
