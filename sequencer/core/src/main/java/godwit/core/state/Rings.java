package godwit.core.state;

import java.util.Arrays;

/** Arrays of 2^n words of each n, taken and given back; many of one size stand in one array of the heap. No part of the state. */
public final class Rings {
    private static final int PIECE_BITS = 14;
    private static final int CLASSES = 30;
    private static final int CLASS_SHIFT = 32;
    private static final int CLASS_MASK = 0xff;
    /** So that no ring's name is 0, and whoever keeps other words in the same place knows it as one. */
    private static final long RING = Long.MIN_VALUE;

    private final long[][][] arrays = new long[CLASSES][][];
    private final int[] counts = new int[CLASSES];
    private final int[][] free = new int[CLASSES][];
    private final int[] freeCounts = new int[CLASSES];

    /** None yet. */
    public Rings() {
        clear();
    }

    /** Forgets all. */
    public void clear() {
        for (int of = 0; of < CLASSES; of++) {
            arrays[of] = new long[1][];
            counts[of] = 0;
            free[of] = new int[4];
            freeCounts[of] = 0;
        }
    }

    /** Takes one of 2^n words, all 0; what names it is negative. */
    public long allocate(final int of) {
        final int number = freeCounts[of] > 0 ? free[of][--freeCounts[of]] : counts[of]++;
        final int array = array(of, number);
        if (array >= arrays[of].length) {
            arrays[of] = Arrays.copyOf(arrays[of], array * 2);
        }
        if (arrays[of][array] == null) {
            arrays[of][array] = new long[Math.max(1 << of, 1 << PIECE_BITS)];
        }
        final int from = from(of, number);
        Arrays.fill(arrays[of][array], from, from + (1 << of), 0);
        return RING | (long) of << CLASS_SHIFT | number;
    }

    /** Gives one back. */
    public void giveBack(final long ring) {
        final int of = sizeClass(ring);
        if (freeCounts[of] == free[of].length) {
            free[of] = Arrays.copyOf(free[of], freeCounts[of] * 2);
        }
        free[of][freeCounts[of]++] = (int) ring;
    }

    /** The n of a ring's 2^n words. */
    public static int sizeClass(final long ring) {
        return (int) (ring >>> CLASS_SHIFT) & CLASS_MASK;
    }

    /** How many words it has. */
    public static int length(final long ring) {
        return 1 << sizeClass(ring);
    }

    /** The array in which its words stand, from {@link #from} on. */
    public long[] array(final long ring) {
        final int of = sizeClass(ring);
        return arrays[of][array(of, (int) ring)];
    }

    /** Where they begin. */
    public static int from(final long ring) {
        return from(sizeClass(ring), (int) ring);
    }

    /** The word at a number, which comes again after as many as there are. */
    public long get(final long ring, final long number) {
        return array(ring)[from(ring) + ((int) number & length(ring) - 1)];
    }

    /** Changes the word at a number. */
    public void set(final long ring, final long number, final long word) {
        array(ring)[from(ring) + ((int) number & length(ring) - 1)] = word;
    }

    private static int array(final int of, final int number) {
        return of >= PIECE_BITS ? number : number >>> PIECE_BITS - of;
    }

    private static int from(final int of, final int number) {
        return of >= PIECE_BITS ? 0 : number << of & (1 << PIECE_BITS) - 1;
    }
}
