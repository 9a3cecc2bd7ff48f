package godwit.sequencer.spool;

import java.util.Arrays;

/**
 * Where in the spool some of its records begin, sparse and bounded: when full, every other entry goes and the spacing
 * doubles. Written by the spool stage, read by whoever reads the spool back.
 */
final class SpoolIndex {
    private static final int ENTRIES_MAX = 16_384;
    private static final int SPACING_MIN = 64;

    private final long[] sequences = new long[ENTRIES_MAX];
    private final long[] positions = new long[ENTRIES_MAX];
    private int count;
    private int spacing = SPACING_MIN;

    /** The record with this output sequence begins at this position or after it. */
    synchronized void add(final long outputSequence, final long position) {
        if (count > 0 && outputSequence - sequences[count - 1] < spacing) {
            return;
        }
        if (count == ENTRIES_MAX) {
            thin();
        }
        sequences[count] = outputSequence;
        positions[count++] = position;
    }

    /** A position at or before the record's, or the given one when none is known. */
    synchronized long positionBefore(final long outputSequence, final long otherwise) {
        int index = Arrays.binarySearch(sequences, 0, count, outputSequence);
        index = index >= 0 ? index : -index - 2;
        return index < 0 ? otherwise : positions[index];
    }

    /** Nothing below that position is there any more. */
    synchronized void purgeBelow(final long position) {
        int keep = 0;
        while (keep < count && positions[keep] < position) {
            keep++;
        }
        System.arraycopy(sequences, keep, sequences, 0, count - keep);
        System.arraycopy(positions, keep, positions, 0, count - keep);
        count -= keep;
    }

    /** The highest position whose records all are at or below the output sequence, or -1. */
    synchronized long positionPassed(final long outputSequence) {
        final long position = positionBefore(outputSequence, -1);
        return count == 0 ? -1 : position;
    }

    private void thin() {
        for (int i = 0; i < count / 2; i++) {
            sequences[i] = sequences[2 * i];
            positions[i] = positions[2 * i];
        }
        count /= 2;
        spacing *= 2;
    }
}
