package godwit.edge.uplink;

import godwit.edge.fanout.Link;
import godwit.edge.request.Request;

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
    PendingRequest previous;
    PendingRequest next;
    /** Waits for its link's session before it can be offered (again). */
    boolean parked;
    /** Attached again by the edge itself: the connection is not told. */
    boolean silent;
    long epochOffered;
    long sessionOffered;
    /** Of an acknowledgement, what its msg_id was resolved to. */
    long sequence;
    long senderOrdinal;
    long chatId;
    private Object page;

    PendingRequest(final Request request, final Link link, final long correlationId, final long deadlineMs) {
        this.request = request;
        this.told = request;
        this.link = link;
        this.correlationId = correlationId;
        this.deadlineMs = deadlineMs;
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

    /** What was gathered of its answer, or null; whoever gathers knows the type. */
    public Object page() {
        return page;
    }

    /** Keeps what was gathered of its answer. */
    public void page(final Object newPage) {
        page = newPage;
    }
}
