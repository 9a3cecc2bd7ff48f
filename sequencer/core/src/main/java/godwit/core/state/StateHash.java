package godwit.core.state;

/**
 * A sum over all words of the state, each times an odd number that belongs to its place: kept up by differences, whatever the
 * order of changes, and in each table for its own words, so that a change waits for no other table's. One word that differs
 * always shows; two or more stay hidden with a chance of about 2^-62, since the numbers look drawn. A word's upper half is
 * laid over its lower first, or it would move the sum's upper bits only.
 */
final class StateHash {
    private static final long PLACE = 0x9E3779B97F4A7C15L;
    private static final long FACTOR = 0xBF58476D1CE4E5B9L;

    private StateHash() {
    }

    /** What the sum grows by when a word becomes another. */
    static long change(final long place, final long from, final long to) {
        return (fold(to) - fold(from)) * factor(place);
    }

    /** What a word adds at a place; 0 adds nothing anywhere. */
    static long word(final long place, final long word) {
        return fold(word) * factor(place);
    }

    private static long fold(final long word) {
        return word ^ (word >>> 32);
    }

    private static long factor(final long place) {
        final long mixed = place * PLACE;
        return (mixed ^ (mixed >>> 32)) * FACTOR | 1;
    }
}
