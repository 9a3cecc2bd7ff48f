package godwit.edge.counters;

/**
 * What an edge counts; ids are stable.
 */
public enum EdgeCounter {
    SOCKETS_ACCEPTED(1, "sockets accepted", "Sockets that were taken."),
    SOCKETS_REFUSED(2, "sockets refused", "Sockets over the bound, closed at once."),
    SESSIONS_ATTACHED(3, "sessions attached", "Connections that the shard gave a session."),
    FRAMES_IN(4, "frames in", "Text frames of clients."),
    FRAMES_OUT(5, "frames out", "Frames written to clients."),
    BYTES_OUT(6, "bytes out", "Bytes of frames written to clients, without WebSocket headers."),
    FRAMES_BAD(7, "frames bad", "Frames of clients that were answered by BAD_FRAME."),
    RATE_REFUSALS(8, "rate refusals", "Frames answered by RATE_LIMITED."),
    UNAVAILABLE_REFUSALS(9, "unavailable refusals", "Requests answered by UNAVAILABLE."),
    TOKENS_REFUSED(10, "tokens refused", "Tokens that were not good."),
    CLOSED_SILENT(11, "closed silent", "Connections closed after silence."),
    CLOSED_SLOW(12, "closed slow", "Connections closed because answers waited for a slow socket."),
    ENTRIES_PUSHED(13, "entries pushed", "Entries of chats handed to connections."),
    ENTRIES_DROPPED_SLOW(14, "entries dropped slow", "Entries dropped before a slow socket; they come again."),
    ENTRIES_STILL_QUEUED(15, "entries still queued", "Redeliveries dropped since the first copy waits for the socket."),
    REQUESTS(16, "requests", "Requests that connections made of the shard."),
    REQUESTS_REFUSED_FULL(17, "requests refused full", "Requests refused at the bound of waiting ones."),
    REQUESTS_TIMED_OUT(18, "requests timed out", "Requests that the shard did not answer in time."),
    REQUESTS_OFFERED_AGAIN(19, "requests offered again", "Requests offered again after a new leader or a gap."),
    ACKNOWLEDGEMENTS(20, "acknowledgements", "Acknowledgements of clients."),
    ACKNOWLEDGEMENTS_COALESCED(21, "acknowledgements coalesced", "Acknowledgements that another one covered."),
    ACKNOWLEDGEMENTS_DROPPED(22, "acknowledgements dropped", "Acknowledgements over the bound: their entries come again; of what was read, clients are told."),
    OFFERS_BACK_PRESSURED(23, "offers back-pressured", "Commands that the cluster's ingress did not take at once."),
    DELIVERY_FRAMES(24, "delivery frames", "Frames of the shard's stream."),
    DELIVERY_FRAMES_FOREIGN(25, "delivery frames foreign", "Frames for another edge."),
    DELIVERY_FRAMES_STALE(26, "delivery frames stale", "Frames of a leader that is none any more."),
    DELIVERY_FRAMES_REPEATED(27, "delivery frames repeated", "Frames that came twice."),
    DELIVERY_GAPS(28, "delivery gaps", "Times that frames were missing: all sessions were pushed again."),
    DELIVERY_UNKNOWN(29, "delivery unknown", "Messages of another schema, version or template, dropped."),
    ENTRIES_OUT_OF_ORDER(30, "entries out of order", "Entries that did not follow the last pushed one, dropped."),
    ANSWERS_UNKNOWN(31, "answers unknown", "Answers to requests that nobody waits for any more."),
    SESSIONS_RESYNCED(32, "sessions resynced", "Sessions that the shard was asked to push again."),
    SESSIONS_ATTACHED_AGAIN(33, "sessions attached again", "Sessions attached again after the edge's lease was lost."),
    EDGE_OPENS(34, "edge opens", "Leases that the shard gave."),
    CLUSTER_CONNECTS(35, "cluster connects", "Connections to the cluster that came about."),
    CLUSTER_DISCONNECTS(36, "cluster disconnects", "Connections to the cluster that were lost."),
    NEW_LEADERS(37, "new leaders", "Times that the cluster told of a new leader."),
    STORE_READS(38, "store reads", "Reads of entries that left the shard's memory."),
    STORE_FAILURES(39, "store failures", "Such reads that failed."),
    STORE_WAITS_TIMED_OUT(40, "store waits timed out", "Waits for such entries that were given up: they come again."),
    PARTITIONS_UNKNOWN(41, "partitions unknown", "Requests refused since a user's partition could not be found."),
    READS_REFUSED(42, "reads refused", "Requests for pages of connections that waited for too many already."),
    STORE_ENTRIES_MISSING(43, "store entries missing", "Entries that the store should have and has not."),
    WRITES_FAILED(44, "writes failed", "Connections closed because a frame could not be written."),
    READS_FAILED(45, "reads failed", "Connections closed because there was no memory to read into."),
    ENTRIES_DROPPED_FULL(46, "entries dropped full", "Times that all sockets held too much for an entry: it comes again."),
    CLOSED_FULL(47, "closed full", "Connections closed since all sockets together held too much."),
    CLOSED_HALF_MESSAGES(48, "closed half messages", "Connections closed since too much of unfinished messages was held."),
    CLOSED_FRAMES_WAITING(49, "closed frames waiting", "Connections closed since too many frames waited for CONNECTED."),
    REQUESTS_REFUSED_HELD(50, "requests refused held", "Requests refused since what is held for all was too much."),
    PRESENCE_ASKED(51, "presence asked", "Users whose presence a shard was asked for."),
    PRESENCE_ASKED_AGAIN(52, "presence asked again", "The same after a loss: a lease, a leader, a gap in the deliveries."),
    PRESENCE_TOLD(53, "presence told", "Times that a connection was told a user's presence."),
    TYPINGS(54, "typings", "Times that a shard was told that somebody types."),
    TYPINGS_SWALLOWED(55, "typings swallowed", "Such frames of clients that came too often, or when too much waited."),
    TYPINGS_LOST(56, "typings lost", "Such tellings that a shard did not take at once."),
    TYPINGS_DROPPED(57, "typings dropped", "Such tellings that a slow socket was spared."),
    DELIVERIES_SUBSCRIBED(58, "deliveries subscribed", "Entries for all connections that follow a chat, said once."),
    ENTRIES_SUBSCRIBED(59, "entries subscribed", "Entries handed to connections since they follow a chat."),
    SUBSCRIPTIONS_LAGGING(60, "subscriptions lagging", "Times that the shard was told that a connection follows a chat no more."),
    LOOK_UPS_TIMED_OUT(61, "look-ups timed out", "Acknowledgements given up before it was their turn to be looked up."),
    REQUESTS_REFUSED_UNANSWERED(62, "requests refused unanswered", "Requests of connections of which too many were unanswered already.");

    private final int id;
    private final String label;
    private final String sentence;

    EdgeCounter(final int id, final String label, final String sentence) {
        this.id = id;
        this.label = label;
        this.sentence = sentence;
    }

    /** Stable number. */
    public int id() {
        return id;
    }

    /** A few words in lower case. */
    public String label() {
        return label;
    }

    /** What it counts. */
    public String sentence() {
        return sentence;
    }
}
