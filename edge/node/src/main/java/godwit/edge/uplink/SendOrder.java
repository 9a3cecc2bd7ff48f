package godwit.edge.uplink;

import godwit.edge.request.Request;
import java.util.HashMap;
import java.util.Map;

/**
 * Which unanswered send of a connection to a chat comes before which, so that each can name the one that it follows, and
 * those behind a refused one are refused with it. Single-threaded.
 */
final class SendOrder {
    private record Way(long connectionId, long chatId) {
    }

    private final Map<Way, PendingRequest> last = new HashMap<>();

    /** A send came; it follows those that came before it on its way. */
    void add(final PendingRequest pending) {
        final PendingRequest before = last.put(way(pending), pending);
        pending.sendBefore = before;
        if (before != null) {
            before.sendAfter = pending;
        }
    }

    /** A send was answered, or given up. */
    void remove(final PendingRequest pending) {
        final PendingRequest before = pending.sendBefore;
        final PendingRequest after = pending.sendAfter;
        if (before != null) {
            before.sendAfter = after;
        }
        if (after != null) {
            after.sendBefore = before;
        } else if (before != null) {
            last.put(way(pending), before);
        } else {
            last.remove(way(pending));
        }
        pending.sendBefore = null;
        pending.sendAfter = null;
    }

    private static Way way(final PendingRequest pending) {
        final Request.Send send = (Request.Send) pending.request;
        return new Way(send.connectionId(), send.chatId());
    }
}
