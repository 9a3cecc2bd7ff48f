package godwit.edge.uplink;

import godwit.edge.fanout.Link;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/**
 * Links that wait for something to be done for them, each once, in order, some not before a time. Single-threaded.
 */
final class SessionQueue {
    private record Waiting(Link link, long notBeforeMs) {
    }

    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final Set<Link> members = new HashSet<>();

    void add(final Link link, final long notBeforeMs) {
        if (members.add(link)) {
            queue.add(new Waiting(link, notBeforeMs));
        }
    }

    /** The next link whose time has come, or null. */
    Link poll(final long nowMs) {
        final Waiting head = queue.peek();
        if (head == null || head.notBeforeMs > nowMs) {
            return null;
        }
        queue.remove();
        members.remove(head.link);
        return head.link;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    void clear() {
        queue.clear();
        members.clear();
    }
}
