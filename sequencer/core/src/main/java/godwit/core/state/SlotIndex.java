package godwit.core.state;

import java.util.Arrays;

/**
 * Finds slots by a 64-bit hash; the caller checks each candidate against its table. Not state: nothing iterates it, and it
 * is rebuilt from the tables after a restore.
 * <p>
 * Extendible hashing: a directory of small segments, each of open addressing with linear probing. A full segment is split
 * into two, so that growing costs a small piece of work and of memory whenever it happens, and never a new table at once.
 */
public final class SlotIndex {
    /** No (further) candidate. */
    public static final int NULL_POSITION = -1;

    private static final int SEGMENT_BITS = 8;
    private static final int SEGMENT_MASK = (1 << SEGMENT_BITS) - 1;
    private static final int SEGMENT_COUNT_MAX = 160;
    private static final int PAGE_BITS = 14;
    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;
    private static final int TAG_BITS = 32;
    /** What so many bits cannot tell apart gets further segments behind the first. */
    private static final int SPLITS_MAX = 22;
    private static final int SPLITS_SHIFT = 16;
    private static final int COUNT_MASK = (1 << SPLITS_SHIFT) - 1;

    /** The words of all segments, one after the other: the hash's upper half and the slot; 0: none. */
    private long[][] pages;
    /** Of each segment how many words it holds, and how often it was split off. */
    private int[] segments;
    /** Of each segment the one behind it; 0: none. */
    private int[] behind;
    private int segmentCount;
    private final long[] words = new long[SEGMENT_MASK + 1];
    private int[] directory;
    private int directoryBits;

    /** An empty index. */
    public SlotIndex() {
        clear();
    }

    /** Forgets all. */
    public void clear() {
        pages = new long[4][];
        segments = new int[16];
        behind = new int[16];
        segmentCount = 0;
        directory = new int[] {addSegment(1), addSegment(1)};
        directoryBits = 1;
    }

    /** The place of the first candidate, or {@link #NULL_POSITION}. */
    public int first(final long hash) {
        final int tag = tag(hash);
        return seek(directory[tag >>> TAG_BITS - directoryBits], tag & SEGMENT_MASK, tag);
    }

    /** The place of the next candidate after one, or {@link #NULL_POSITION}. */
    public int next(final int position, final long hash) {
        return seek(position >>> SEGMENT_BITS, position + 1 & SEGMENT_MASK, tag(hash));
    }

    /** Looks at where a hash's candidates are, so that it is on its way from memory; what it returns says nothing. */
    public long look(final long hash) {
        final int tag = tag(hash);
        final int segment = directory[tag >>> TAG_BITS - directoryBits];
        return page(segment)[base(segment) + (tag & SEGMENT_MASK)];
    }

    /** The slot at a candidate's place. */
    public int slot(final int position) {
        return (int) pages[position >>> PAGE_BITS][position & PAGE_MASK];
    }

    /** Adds a slot, which the index must not hold under that hash. */
    public void put(final long hash, final int slot) {
        final int tag = tag(hash);
        int segment = directory[tag >>> TAG_BITS - directoryBits];
        while (isFull(segment)) {
            if (splits(segment) < SPLITS_MAX) {
                split(segment, tag);
                segment = directory[tag >>> TAG_BITS - directoryBits];
            } else {
                segment = behind(segment);
            }
        }
        insert(segment, word(tag, slot));
    }

    /** Takes a slot out, which must be there. */
    public void remove(final long hash, final int slot) {
        int position = first(hash);
        while (position != NULL_POSITION && slot(position) != slot) {
            position = next(position, hash);
        }
        Invariants.atLeast("position in index", position, 0);
        close(position);
        segments[position >>> SEGMENT_BITS]--;
    }

    private int seek(final int from, final int offset, final int tag) {
        int segment = from;
        int at = offset;
        while (true) {
            final long[] page = page(segment);
            final int base = base(segment);
            long word = page[base + at];
            while (word != 0) {
                if (tag(word) == tag) {
                    return (segment << SEGMENT_BITS) + at;
                }
                at = at + 1 & SEGMENT_MASK;
                word = page[base + at];
            }
            if (behind[segment] == 0) {
                return NULL_POSITION;
            }
            segment = behind[segment];
            at = tag & SEGMENT_MASK;
        }
    }

    private void insert(final int segment, final long word) {
        final long[] page = page(segment);
        final int base = base(segment);
        int at = tag(word) & SEGMENT_MASK;
        while (page[base + at] != 0) {
            at = at + 1 & SEGMENT_MASK;
        }
        page[base + at] = word;
        segments[segment]++;
    }

    private void close(final int position) {
        final long[] page = pages[position >>> PAGE_BITS];
        final int base = position & PAGE_MASK & ~SEGMENT_MASK;
        int hole = position & SEGMENT_MASK;
        int at = hole + 1 & SEGMENT_MASK;
        while (page[base + at] != 0) {
            final int home = tag(page[base + at]) & SEGMENT_MASK;
            if ((at - home & SEGMENT_MASK) >= (at - hole & SEGMENT_MASK)) {
                page[base + hole] = page[base + at];
                hole = at;
            }
            at = at + 1 & SEGMENT_MASK;
        }
        page[base + hole] = 0;
    }

    /** The words whose next bit is set move to a segment of their own. */
    private void split(final int segment, final int tag) {
        final int splits = splits(segment) + 1;
        if (splits > directoryBits) {
            extendDirectory();
        }
        final int upper = addSegment(splits);
        final long[] page = page(segment);
        final int base = base(segment);
        System.arraycopy(page, base, words, 0, words.length);
        Arrays.fill(page, base, base + SEGMENT_MASK + 1, 0);
        segments[segment] = splits << SPLITS_SHIFT;
        for (final long word : words) {
            if (word != 0) {
                insert((tag(word) >>> TAG_BITS - splits & 1) == 0 ? segment : upper, word);
            }
        }
        final int length = 1 << directoryBits - splits;
        final int from = (tag >>> TAG_BITS - directoryBits & -(2 * length)) + length;
        Arrays.fill(directory, from, from + length, upper);
    }

    private int behind(final int segment) {
        if (behind[segment] == 0) {
            final int added = addSegment(SPLITS_MAX);
            behind[segment] = added;
        }
        return behind[segment];
    }

    private void extendDirectory() {
        final int[] extended = new int[directory.length * 2];
        for (int i = 0; i < extended.length; i++) {
            extended[i] = directory[i / 2];
        }
        directory = extended;
        directoryBits++;
    }

    private int addSegment(final int splits) {
        final int segment = segmentCount++;
        if (segment == segments.length) {
            segments = Arrays.copyOf(segments, segment * 2);
            behind = Arrays.copyOf(behind, segment * 2);
        }
        final int page = segment >>> PAGE_BITS - SEGMENT_BITS;
        if (page == pages.length) {
            pages = Arrays.copyOf(pages, page * 2);
        }
        if (pages[page] == null) {
            pages[page] = new long[PAGE_MASK + 1];
        }
        segments[segment] = splits << SPLITS_SHIFT;
        return segment;
    }

    private long[] page(final int segment) {
        return pages[segment >>> PAGE_BITS - SEGMENT_BITS];
    }

    private static int base(final int segment) {
        return segment << SEGMENT_BITS & PAGE_MASK;
    }

    private boolean isFull(final int segment) {
        return (segments[segment] & COUNT_MASK) >= SEGMENT_COUNT_MAX;
    }

    private int splits(final int segment) {
        return segments[segment] >>> SPLITS_SHIFT;
    }

    private static long word(final int tag, final int slot) {
        return (long) tag << TAG_BITS | slot;
    }

    private static int tag(final long hash) {
        return (int) (hash >>> TAG_BITS);
    }
}
