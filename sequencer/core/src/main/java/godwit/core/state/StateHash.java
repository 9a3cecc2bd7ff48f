package godwit.core.state;

/** A sum over all words of the state, each mixed with its place: kept up by differences, whatever the order of changes. */
public final class StateHash {
    private static final long PLACE = 0x9E3779B97F4A7C15L;
    private static final long FIRST = 0xBF58476D1CE4E5B9L;
    private static final long SECOND = 0x94D049BB133111EBL;

    private long value;

    /** The hash now. */
    public long value() {
        return value;
    }

    void reset() {
        value = 0;
    }

    void change(final long place, final long from, final long to) {
        final long key = place * PLACE;
        value += mix(key, to) - mix(key, from);
    }

    /** What a word adds at a place; 0 adds nothing anywhere. */
    static long word(final long place, final long word) {
        return mix(place * PLACE, word);
    }

    private static long mix(final long key, final long word) {
        if (word == 0) {
            return 0;
        }
        long h = (word ^ key) * FIRST;
        h = (h ^ (h >>> 32)) * SECOND;
        return h ^ (h >>> 29) ^ key;
    }
}
