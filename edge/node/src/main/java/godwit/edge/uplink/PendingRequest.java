package godwit.edge.uplink;

import godwit.edge.fanout.Link;
import godwit.edge.request.Request;
import godwit.protocol.codecs.ReceiptStatus;

/**
 * A request that waits for its answer; an element of {@link PendingRequests}.
 */
public final class PendingRequest {
    final Request request;
    final Link link;
    final long correlationId;
    final long deadlineMs;
    /** The request that the connection knows of. */
    Request told;
    /** Pages that were searched before this one. */
    int searched;
    /** That it is found nowhere does not mean that it is not there: the store did not answer. */
    boolean storeAway;
    /** An entry that the store has, of which is asked whether it is of the asker's times in the chat; null: it is looked for. */
    Found found;
    PendingRequest previous;
    PendingRequest next;
    /** Waits for its link's session before it can be offered (again). */
    boolean parked;
    /** Attached again by the edge itself: the connection is not told. */
    boolean silent;
    /** Of the users that the command names, in its order. */
    int[] partitions;
    /** Not all of them are known yet. */
    boolean partitionsUnknown;
    /** Was to be offered while something was missing, and is to be offered when it is there. */
    boolean passed;
    /** Of a send: the unanswered ones of its connection to its chat next to it. */
    PendingRequest sendBefore;
    PendingRequest sendAfter;
    /** How often the shard refused it because of the one that it followed. */
    int earlierRefusals;
    long epochOffered;
    long sessionOffered;
    /** Of an acknowledgement, what its msg_id was resolved to. */
    long sequence;
    long messageOrdinal;
    long chatId;
    ReceiptStatus status;
    /** What was gathered of its answer takes so much. */
    long gatheredBytes;
    private Object page;

    /**
     * An acknowledged entry that was found in the store.
     *
     * @param sequence       of the entry.
     * @param messageOrdinal of the entry.
     * @param last           whether all else was searched before.
     */
    public record Found(long sequence, long messageOrdinal, boolean last) {
    }

    PendingRequest(final Request request, final Link link, final long correlationId, final long deadlineMs) {
        this.request = request;
        this.told = request;
        this.link = link;
        this.correlationId = correlationId;
        this.deadlineMs = deadlineMs;
    }

    /** Of an acknowledgement: what its msg_id was resolved to. */
    void acknowledges(
        final ReceiptStatus toldStatus, final long ofChatId, final long toSequence, final long ordinal) {
        status = toldStatus;
        chatId = ofChatId;
        sequence = toSequence;
        messageOrdinal = ordinal;
    }

    /** What was asked. */
    public Request request() {
        return request;
    }

    /** What the connection asked: another request than this one if it was made on its behalf. */
    public Request told() {
        return told;
    }

    /** Who asked. */
    public Link link() {
        return link;
    }

    /** The name under which it is answered. */
    public long correlationId() {
        return correlationId;
    }

    /** Pages that were searched before this one, of a search on behalf of another request. */
    public int searched() {
        return searched;
    }

    /** Whether the store did not answer before the shard's pages were searched. */
    public boolean storeAway() {
        return storeAway;
    }

    /** The entry of which it asks whether the asker may know of it, or null. */
    public Found found() {
        return found;
    }

    /** What was gathered of its answer, or null; whoever gathers knows the type. */
    public Object page() {
        return page;
    }

    /** Keeps what was gathered of its answer. */
    public void page(final Object newPage) {
        page = newPage;
    }
}
