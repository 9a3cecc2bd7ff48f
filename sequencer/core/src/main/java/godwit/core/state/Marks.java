package godwit.core.state;

import java.util.Arrays;

/** A bit for each record of a table: whether it changed since it was last written into an image. No part of the state. */
final class Marks {
    /** So short that a piece is no humongous object. */
    private static final int PIECE_BITS = 18;
    private static final int PIECE_MASK = (1 << PIECE_BITS) - 1;
    private static final int WORD_BITS = 6;
    private static final int PIECE_WORDS = 1 << PIECE_BITS - WORD_BITS;

    private long[][] pieces = new long[0][];

    /** Room for slots up to one. */
    void extend(final int slot) {
        final int last = slot >>> PIECE_BITS;
        if (last >= pieces.length) {
            final int from = pieces.length;
            pieces = Arrays.copyOf(pieces, last + 1);
            for (int i = from; i < pieces.length; i++) {
                pieces[i] = new long[PIECE_WORDS];
            }
        }
    }

    /** Marks all slots from 1 up to one. */
    void markAll(final int last) {
        for (int slot = 1; slot <= last; slot++) {
            if ((slot & 63) == 0 && last - slot >= 63) {
                pieces[slot >>> PIECE_BITS][(slot & PIECE_MASK) >>> WORD_BITS] = -1;
                slot += 63;
            } else {
                mark(slot);
            }
        }
    }

    void mark(final int slot) {
        pieces[slot >>> PIECE_BITS][(slot & PIECE_MASK) >>> WORD_BITS] |= 1L << slot;
    }

    void clear(final int slot) {
        pieces[slot >>> PIECE_BITS][(slot & PIECE_MASK) >>> WORD_BITS] &= ~(1L << slot);
    }

    /** The first marked slot from one on that is below another; that other: there is none. */
    int next(final int from, final int to) {
        int slot = from;
        while (slot < to) {
            final long word = pieces[slot >>> PIECE_BITS][(slot & PIECE_MASK) >>> WORD_BITS] >>> slot;
            if (word != 0) {
                return Math.min(to, slot + Long.numberOfTrailingZeros(word));
            }
            slot = (slot | 63) + 1;
        }
        return to;
    }
}
