package godwit.perf.check;

import java.util.Arrays;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Numbers by index, both not negative, indexes dense for the most part. Made of pieces that are never copied: a long run
 * must not give the load's garbage collector anything to move. Not thread-safe.
 */
final class LongTable {
    static final long MISSING = -1;

    private static final int PIECE_BITS = 9;
    private static final int PIECE = 1 << PIECE_BITS;

    private final Long2ObjectHashMap<long[]> pieces = new Long2ObjectHashMap<>();
    private long count;

    long get(final long index) {
        final long[] piece = pieces.get(index >>> PIECE_BITS);
        return piece == null ? MISSING : piece[(int) index & PIECE - 1];
    }

    /** Sets a number and gives the one before. */
    long put(final long index, final long value) {
        long[] piece = pieces.get(index >>> PIECE_BITS);
        if (piece == null) {
            piece = new long[PIECE];
            Arrays.fill(piece, MISSING);
            pieces.put(index >>> PIECE_BITS, piece);
        }
        final long before = piece[(int) index & PIECE - 1];
        piece[(int) index & PIECE - 1] = value;
        count += before == MISSING ? 1 : 0;
        return before;
    }

    /** Indexes that have a number. */
    long count() {
        return count;
    }
}
