package godwit.edge.uplink;

import godwit.edge.fanout.Link;
import godwit.edge.request.Connection;
import godwit.edge.request.Request;
import java.util.function.BiConsumer;

/**
 * Answers the request that met a bug, so that nobody waits for it and it takes no place any more; the first bug of a duty
 * cycle is thrown at its end, when all the others were served. Single-threaded.
 */
public final class Faults {
    private final RequestQueue requests;
    private final Refusals refusals;
    private PendingRequest underWay;
    private RuntimeException first;

    Faults(final RequestQueue requests, final Refusals refusals) {
        this.requests = requests;
        this.refusals = refusals;
    }

    /** Work begins that is on no request yet. */
    public void begin() {
        underWay = null;
    }

    /** It is on this one; null: still on none. */
    void workingOn(final PendingRequest pending) {
        underWay = pending == null ? underWay : pending;
    }

    /** The work broke off. */
    public void caught(final RuntimeException error) {
        if (underWay != null) {
            answer(underWay);
        }
        keep(error);
    }

    /** The work on a request that may not be pending broke off. */
    public void caught(final Request request, final Link link, final RuntimeException error) {
        final PendingRequest pending = requests.find(request);
        if (pending != null) {
            answer(pending);
        } else if (!(request instanceof Request.Detach || request instanceof Request.Restart
            || request instanceof Request.Seen || request instanceof Request.Typing)) {
            refusals.refuse(request, link, Connection.BROKEN, 0, 0);
        }
        keep(error);
    }

    /** What a store calls when it is done: whatever is thrown there would be lost. */
    public <T> BiConsumer<T, Throwable> guarded(final BiConsumer<T, Throwable> work) {
        return (result, failure) -> {
            begin();
            try {
                work.accept(result, failure);
            } catch (final RuntimeException e) {
                caught(e);
            }
        };
    }

    /** The same of work on a request that is not pending. */
    public <T> BiConsumer<T, Throwable> guarded(
        final Request request, final Link link, final BiConsumer<T, Throwable> work) {
        return (result, failure) -> {
            try {
                work.accept(result, failure);
            } catch (final RuntimeException e) {
                caught(request, link, e);
            }
        };
    }

    /** Throws the first one since the last time. */
    void raise() {
        for (RequestQueue.Broken broken = requests.takeBroken(); broken != null; broken = requests.takeBroken()) {
            answer(broken.pending());
            keep(broken.error());
        }
        final RuntimeException error = first;
        if (error != null) {
            first = null;
            throw error;
        }
    }

    private void answer(final PendingRequest pending) {
        if (requests.contains(pending)) {
            refusals.giveUp(pending, Connection.BROKEN, 0, 0);
        } else {
            refusals.refuse(pending.told, pending.link, Connection.BROKEN, 0, 0);
        }
    }

    private void keep(final RuntimeException error) {
        first = first == null ? error : first;
    }
}
