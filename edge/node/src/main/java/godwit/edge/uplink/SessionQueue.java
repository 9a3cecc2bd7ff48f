package godwit.edge.uplink;

import godwit.edge.fanout.Link;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Links that wait for something to be done for them, each once, not before its time; the earliest first, and those of one
 * time in the order in which they came. Single-threaded.
 */
final class SessionQueue {
    private record Waiting(Link link, long notBeforeMs, long number) {
    }

    private final PriorityQueue<Waiting> queue = new PriorityQueue<>(
        Comparator.comparingLong(Waiting::notBeforeMs).thenComparingLong(Waiting::number));
    private final Map<Link, Waiting> members = new HashMap<>();
    private long added;

    /** Adds a link; one that waits already keeps the earlier of the two times. */
    void add(final Link link, final long notBeforeMs) {
        final Waiting known = members.get(link);
        if (known == null || known.notBeforeMs > notBeforeMs) {
            if (known != null) {
                queue.remove(known);
            }
            final Waiting waiting = new Waiting(link, notBeforeMs, ++added);
            members.put(link, waiting);
            queue.add(waiting);
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

    /** Takes a link out, if it waits. */
    void remove(final Link link) {
        final Waiting known = members.remove(link);
        if (known != null) {
            queue.remove(known);
        }
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    int count() {
        return members.size();
    }

    void clear() {
        queue.clear();
        members.clear();
    }
}
