package godwit.edge.fanout;

/**
 * The sequences of a chat's entries that a connection was handed by a subscription and did not acknowledge, ascending: a
 * ring that grows, up to what the shard allows of them. Single-threaded.
 */
final class HandedEntries {
    private static final int LENGTH_INITIAL = 4;
    private static final long[] NONE = new long[0];

    private long[] ring = NONE;
    private int first;
    private int count;

    int count() {
        return count;
    }

    /** The newest one, while there is any. */
    long last() {
        return ring[(first + count - 1) % ring.length];
    }

    /** One more, higher than those before. */
    void add(final long sequence) {
        if (count == ring.length) {
            grow();
        }
        ring[(first + count++) % ring.length] = sequence;
    }

    /** All up to a sequence are acknowledged; how many that were. */
    int removeUpTo(final long sequence) {
        final int before = count;
        while (count > 0 && ring[first] <= sequence) {
            first = first + 1 == ring.length ? 0 : first + 1;
            count--;
        }
        if (count == 0 && ring.length > LENGTH_INITIAL) {
            ring = NONE;
            first = 0;
        }
        return before - count;
    }

    private void grow() {
        final long[] grown = new long[Math.max(LENGTH_INITIAL, ring.length * 2)];
        for (int i = 0; i < count; i++) {
            grown[i] = ring[(first + i) % ring.length];
        }
        ring = grown;
        first = 0;
    }
}
