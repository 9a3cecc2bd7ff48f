package godwit.edge.uplink;

/**
 * The edge's lease with its shard: when to ask for it, when to renew it, which epoch it has. Single-threaded.
 */
final class Lease {
    private static final long ANSWERED = Long.MIN_VALUE;
    private static final long FOR_EVER = Long.MAX_VALUE;
    private static final long NO_TERM = Long.MIN_VALUE;

    private LeaseState state = LeaseState.NONE;
    private long epoch;
    private long dueMs = Long.MIN_VALUE;
    private String reason = "started";
    /** When the first keep-alive left that nothing was heard after. */
    private long unansweredMs = ANSWERED;
    private long durationMs = FOR_EVER;
    /** When the first EdgeOpen left that nothing was heard after. */
    private long askedMs;
    /** When it was heard which term it is. */
    private long termMs = Long.MIN_VALUE;
    private long sentMs;
    private long renewedMs;
    private boolean doubtful;
    private long termId = NO_TERM;
    private boolean countsAnew;

    LeaseState state() {
        return state;
    }

    String reason() {
        return reason;
    }

    boolean open() {
        return state == LeaseState.OPEN;
    }

    long epoch() {
        return epoch;
    }

    /** EdgeOpen has to be sent. */
    boolean openDue(final long nowMs) {
        return state == LeaseState.NONE || state == LeaseState.OPENING && nowMs >= dueMs;
    }

    /** EdgeKeepAlive has to be sent. */
    boolean keepAliveDue(final long nowMs) {
        return state == LeaseState.OPEN && nowMs >= dueMs;
    }

    void openSent(final long nowMs) {
        if (state != LeaseState.OPENING) {
            askedMs = nowMs;
        }
        dueMs = nowMs + UplinkConfiguration.OPEN_RETRY_MS;
        state(LeaseState.OPENING, "EdgeOpen sent");
    }

    /** The time; what a term counts begins with the first after it was heard of. */
    void onTime(final long nowMs) {
        if (countsAnew) {
            countsAnew = false;
            termMs = nowMs;
            sentMs = nowMs;
            renewedMs = nowMs;
        }
    }

    /** Left out for long, by an edge that stood still or was cut off, it comes too late: the lease may be over already. */
    void keepAliveSent(final long nowMs) {
        dueMs = nowMs + UplinkConfiguration.KEEP_ALIVE_MS;
        doubtful |= nowMs - Math.min(sentMs, renewedMs) >= durationMs - UplinkConfiguration.KEEP_ALIVE_MS;
        sentMs = nowMs;
        if (unansweredMs == ANSWERED) {
            unansweredMs = nowMs;
        }
    }

    /** The shard said something to this edge, or what it was asked may be lost with a connection or a leader. */
    void heard() {
        unansweredMs = ANSWERED;
    }

    /**
     * This one's is the term that keep-alives come to. The time between two terms ends no lease, and how much of the time
     * before belongs to a term is not known.
     */
    void inTerm(final long newTermId) {
        if (newTermId != termId) {
            termId = newTermId;
            countsAnew = true;
            doubtful = false;
        }
    }

    /** The shard answered a keep-alive: the lease is not over. */
    void renewed(final long nowMs) {
        renewedMs = nowMs;
        doubtful = false;
    }

    /** The shard says how long a lease lasts that is not renewed; 0: it does not say. */
    void lasts(final long leaseMs) {
        durationMs = leaseMs > 0 ? leaseMs : FOR_EVER;
    }

    /** The shard answers no keep-alive any more: it has ended the lease, and with it the way of its refusals. */
    boolean unanswered(final long nowMs) {
        return state == LeaseState.OPEN && unansweredMs != ANSWERED
            && nowMs - unansweredMs >= (doubtful
                ? UplinkConfiguration.KEEP_ALIVE_DOUBTED_MS : UplinkConfiguration.KEEP_ALIVE_UNANSWERED_MS);
    }

    /**
     * The shard gave a lease, which lasts from some time after it was asked for: the answer may have been under way for long. An
     * epoch that is not higher is an answer that came twice.
     */
    boolean opened(final long newEpoch, final long nowMs) {
        if (newEpoch <= epoch || state == LeaseState.CLOSED) {
            return false;
        }
        epoch = newEpoch;
        unansweredMs = ANSWERED;
        dueMs = nowMs + UplinkConfiguration.KEEP_ALIVE_MS;
        onTime(nowMs);
        sentMs = Math.max(askedMs, termMs);
        renewed(sentMs);
        state(LeaseState.OPEN, "EdgeOpened");
        return true;
    }

    void lost(final String why) {
        state(LeaseState.NONE, why);
    }

    void closed() {
        state(LeaseState.CLOSED, "EdgeClose sent");
    }

    private void state(final LeaseState next, final String why) {
        state = next;
        reason = why;
    }
}
