package godwit.edge.presence;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who lately may have become a contact of whom, as this edge pushed it: so that a client may be told first, and subscribe
 * then. Bounded in time and number. Single-threaded.
 */
final class FirstWords {
    private final Map<Pair, Long> heardMs = new LinkedHashMap<>();

    private record Pair(String readerId, String writerId) {
    }

    /** One was pushed the first word of another, or a direct chat that the other created. */
    void add(final String readerId, final String writerId, final long nowMs) {
        final Pair pair = new Pair(readerId, writerId);
        // Out and in again, so that the oldest is the first.
        heardMs.remove(pair);
        if (heardMs.size() >= PresenceLimits.FIRST_WORDS_MAX) {
            heardMs.remove(heardMs.keySet().iterator().next());
        }
        heardMs.put(pair, nowMs);
    }

    /** Whether that was lately. */
    boolean has(final String readerId, final String writerId) {
        return heardMs.containsKey(new Pair(readerId, writerId));
    }

    void onTime(final long nowMs) {
        final Iterator<Long> oldest = heardMs.values().iterator();
        while (oldest.hasNext() && oldest.next() + PresenceLimits.FIRST_WORDS_MS <= nowMs) {
            oldest.remove();
        }
    }

    int count() {
        return heardMs.size();
    }
}
