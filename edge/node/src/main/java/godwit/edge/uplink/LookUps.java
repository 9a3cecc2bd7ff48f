package godwit.edge.uplink;

import godwit.edge.fanout.Link;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * What is under way to look up acknowledgements of a shard's chats: its pages, and readings of the store. Single-threaded.
 */
final class LookUps {
    private final Map<Link, Integer> underWay = new HashMap<>();
    private final ArrayDeque<Link> done = new ArrayDeque<>();

    /** One more of a link, or one less. */
    void count(final Link link, final int difference) {
        final int now = underWay(link) + difference;
        if (now == 0) {
            underWay.remove(link);
        } else {
            underWay.put(link, now);
        }
        if (difference < 0) {
            done.add(link);
        }
    }

    /** How many there are of a link. */
    int underWay(final Link link) {
        return underWay.getOrDefault(link, 0);
    }

    /** The next link of which one was done since it was asked last, perhaps several times; null: none. */
    Link takeDone() {
        return done.poll();
    }
}
