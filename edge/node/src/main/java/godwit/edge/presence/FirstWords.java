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
    private long lookMs = Long.MIN_VALUE;

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
    boolean has(final String readerId, final String writerId, final long nowMs) {
        final Long heard = heardMs.get(new Pair(readerId, writerId));
        return heard != null && !isOver(heard, nowMs);
    }

    /** Forgets those of long ago, now and then. */
    void onTime(final long nowMs) {
        if (nowMs >= lookMs && !heardMs.isEmpty()) {
            lookMs = nowMs + PresenceLimits.FIRST_WORDS_PACE_MS;
            final Iterator<Long> oldest = heardMs.values().iterator();
            while (oldest.hasNext() && isOver(oldest.next(), nowMs)) {
                oldest.remove();
            }
        }
    }

    private static boolean isOver(final long heard, final long nowMs) {
        return heard + PresenceLimits.FIRST_WORDS_MS <= nowMs;
    }

    int count() {
        return heardMs.size();
    }
}
