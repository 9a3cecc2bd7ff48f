package godwit.sequencer;

/** What a node counts. The name is the metric's; counted from the process's start. */
public enum NodeCounter {
    /** Log entries given to the core. */
    ENTRIES("entries", "log entries given to the core"),
    /** Entries of another schema or a newer version, skipped. */
    UNKNOWN_SCHEMA("entries_unknown_schema", "log entries of another schema or a newer version, skipped"),
    /** Entries with a template that this version does not know, skipped. */
    UNKNOWN_TEMPLATE("entries_unknown_template", "log entries of an unknown template, skipped"),
    /** Entries that end before their message does, skipped. */
    MALFORMED("entries_malformed", "log entries that could not be read, skipped"),
    /** Entries longer than a command may be, skipped. */
    TOO_LONG("entries_too_long", "log entries longer than a command may be, skipped"),
    /** Batches of other shards of which an unreadable message and all behind it were skipped. */
    LINKS_CUT("link_batches_cut",
        "batches of other shards of which an unreadable message and all behind it were skipped"),
    /** Idempotency keys forgotten for want of room. */
    KEYS_FORGOTTEN("keys_forgotten",
        "idempotency keys forgotten because the shard had as many as it may: a retry of theirs is a message anew"),
    /** Times the core waited for a free slot of the output ring. */
    OUTPUT_STALLS("output_stalls", "times the core waited for a free slot of the output ring"),
    /** Times that somebody typed, told by an edge or another shard. */
    TYPINGS("typings", "times that an edge or another shard told that somebody types"),
    /** Such messages that could not be read. */
    TYPINGS_SKIPPED("typings_skipped", "messages about typing that could not be read"),
    /** Such tellings that were dropped for want of room: they are worth no wait. */
    TYPINGS_DROPPED("typings_dropped", "tellings about typing dropped because an edge, a shard or the output ring was busy"),
    /** Frames sent to edges. */
    FRAMES_SENT("egress_frames", "frames sent to edges"),
    /** Messages in these frames. */
    DELIVERIES_SENT("egress_deliveries", "deliveries sent to edges"),
    /** Frames that had to wait because an edge did not keep up. */
    FRAMES_PARKED("egress_frames_parked", "frames that waited because an edge did not keep up"),
    /** Streams to edges that could not be opened: their channel is no good. */
    CHANNELS_REFUSED("egress_channels_refused", "streams to edges that could not be opened"),
    /** Frames dropped because too many waited: the edge sees a gap and asks again. */
    FRAMES_DROPPED("egress_frames_dropped", "frames dropped because too many waited for an edge"),
    /** Records for other shards. */
    LINK_RECORDS("link_records", "records for other shards"),
    /** Commands with such records that were sent. */
    LINK_BATCHES("link_batches", "commands with records for other shards that were sent"),
    /** Such commands that had to wait. */
    LINK_BATCHES_PARKED("link_batches_parked", "commands that waited because another shard did not take them"),
    /** Such commands dropped: what is in them is told again. */
    LINK_BATCHES_DROPPED("link_batches_dropped", "commands dropped because too many waited for another shard"),
    /** Journal records appended to the spool. */
    RECORDS_SPOOLED("spool_records", "journal records appended to the spool"),
    /** Journal records that the spool had already, after a restart. */
    RECORDS_SKIPPED("spool_records_skipped", "journal records that the spool had already"),
    /** Entries read back from the spool for an edge. */
    ENTRIES_REREAD("spool_entries_reread", "entries read back from the spool for an edge"),
    /** Starts that found the spool damaged and cut it. */
    SPOOLS_CUT("spool_cut", "starts that found the spool damaged or torn and cut it"),
    /** Recordings whose half-written end a start cut off. */
    ENDS_CUT("recordings_cut", "recordings whose half-written end a start cut off"),
    /** Recordings of interrupted snapshots that a start purged. */
    SNAPSHOTS_PURGED("snapshots_interrupted", "recordings of interrupted or unusable snapshots that a start purged"),
    /** Requests to read the spool back that were refused because too many waited. */
    REREADS_REFUSED("spool_rereads_refused", "requests to read the spool back that were refused"),
    /** Requests to read the spool back that failed: the disk, a damaged record, or what is no longer there. */
    REREADS_FAILED("spool_rereads_failed", "requests to read the spool back that failed"),
    /** Snapshots taken. */
    SNAPSHOTS("snapshots", "snapshots taken"),
    /** Times that the log or the spool reached its bound. */
    FULL("disk_full", "times the log or the spool reached its bound: commands are turned away until there is room"),
    /** State hashes published. */
    AUDITS("audits", "state hashes published"),
    /** Errors that Aeron reported. */
    ERRORS("errors", "errors reported by Aeron's parts");

    private final String label;
    private final String sentence;

    NodeCounter(final String label, final String sentence) {
        this.label = label;
        this.sentence = sentence;
    }

    /** The metric's name, without prefix. */
    public String label() {
        return label;
    }

    /** What it counts. */
    public String sentence() {
        return sentence;
    }
}
