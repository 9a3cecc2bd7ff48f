package godwit.edge.session;

import godwit.edge.request.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * The requests of one client that wait for an answer, of those that nothing else bounds: all but sends, pages,
 * subscriptions, and acknowledgements that want none. So many, or of so many bytes, may wait at once, that none takes what
 * is there for all; acknowledgements are counted apart, as more of them come at once. Single-threaded.
 */
final class Unanswered {
    private final int acknowledgementsMax;
    /** In the order in which they came, which is mostly that of their answers. */
    private final List<Request> requests = new ArrayList<>(0);
    private int acknowledgements;
    private long othersBytes;

    Unanswered(final int unackedMax) {
        acknowledgementsMax = Math.max(
            SessionConfiguration.UNANSWERED_ACKNOWLEDGEMENTS, SessionConfiguration.UNANSWERED_WINDOWS * unackedMax);
    }

    /** Whether one more may wait; if so, it does until it is {@link #answered}. What comes alone always may. */
    boolean tryTake(final Request request) {
        if (!isCounted(request)) {
            return true;
        }
        if (request instanceof Request.Acknowledge) {
            if (acknowledgements >= acknowledgementsMax) {
                return false;
            }
            acknowledgements++;
        } else {
            final int others = requests.size() - acknowledgements;
            final long bytes = othersBytes + request.heldBytes();
            if (others >= SessionConfiguration.UNANSWERED_MAX
                || others > 0 && bytes > SessionConfiguration.UNANSWERED_BYTES_MAX) {
                return false;
            }
            othersBytes = bytes;
        }
        requests.add(request);
        return true;
    }

    /** One waits no more, however it ended; of what does not wait nothing happens. */
    void answered(final Request request) {
        if (!isCounted(request)) {
            return;
        }
        final int index = indexOf(request);
        if (index < 0) {
            return;
        }
        requests.remove(index);
        if (request instanceof Request.Acknowledge) {
            acknowledgements--;
        } else {
            othersBytes -= request.heldBytes();
        }
    }

    /** Two that say the same are two. */
    private int indexOf(final Request request) {
        for (int i = 0; i < requests.size(); i++) {
            if (requests.get(i) == request) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isCounted(final Request request) {
        if (request instanceof Request.Acknowledge) {
            return request.reqId() != null;
        }
        return request instanceof Request.CreateChat || request instanceof Request.ChangeChat
            || request instanceof Request.RemoveDevice || request instanceof Request.SetPrivacy
            || request instanceof Request.PresenceUnsubscribe;
    }
}
