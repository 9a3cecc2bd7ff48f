package godwit.core.state;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Records of a fixed number of 64-bit words in dense slots from 1 (0 is "none"). Every change of a word, of the free
 * list and of the size goes through here and into the state's hash.
 * <p>
 * A live record's word 0 is never 0; a free one is all 0. Free slots are taken last in, first out.
 */
public final class Table {
    /** So few that a chunk of the widest records is no humongous object in a heap of half a gigabyte. */
    private static final int CHUNK_BITS = 11;
    private static final int CHUNK_MASK = (1 << CHUNK_BITS) - 1;
    private static final long LOW = 0xFFFF_FFFFL;

    private final int id;
    private final String name;
    private final int words;
    private final long base;
    private final long freeBase;
    private long[][] chunks = new long[4][];
    private int[] free = new int[16];
    private int freeCount;
    private int size;
    private boolean isFixed;
    /** The table's part of the state's hash. */
    private long hash;
    /** What changed since an image took it; null: none is written. No part of the state, nor is the next. */
    private Marks marks;
    /** Free slots before this one of the list are as an image has them. */
    private int freeKept;

    Table(final int id, final String name, final int words) {
        this.id = id;
        this.name = name;
        this.words = words;
        base = (long) id << 48;
        freeBase = (long) (id + 128) << 48;
    }

    /** The table's number in snapshots. */
    public int id() {
        return id;
    }

    /** What its records are. */
    public String name() {
        return name;
    }

    /** Words of a record. */
    public int words() {
        return words;
    }

    /** The highest slot ever taken. */
    public int size() {
        return size;
    }

    /** How many records live. */
    public int count() {
        return size - freeCount;
    }

    /** How many slots are free below {@link #size}. */
    public int freeCount() {
        return freeCount;
    }

    /** A free slot, the one to be taken last first. */
    public int freeSlot(final int index) {
        return free[index];
    }

    /** A new record, all 0; its word 0 must be set next. */
    public int allocate() {
        final int slot;
        if (freeCount > 0) {
            slot = free[--freeCount];
            freeKept = Math.min(freeKept, freeCount);
            hash -= StateHash.word(freeBase + freeCount + 1, slot);
        } else {
            slot = size + 1;
            resize(slot);
        }
        Invariants.same(name, get(slot, 0), 0);
        return slot;
    }

    /** Gives a record back. */
    public void free(final int slot) {
        final long[] chunk = chunks[slot >>> CHUNK_BITS];
        final int first = (slot & CHUNK_MASK) * words;
        Invariants.present(name, chunk[first]);
        long gone = 0;
        for (int word = 0; word < words; word++) {
            gone += StateHash.word(base + (long) slot * words + word, chunk[first + word]);
            chunk[first + word] = 0;
        }
        hash -= gone;
        mark(slot);
        pushFree(slot);
    }

    /** Whether a slot holds a record. */
    public boolean isLive(final int slot) {
        return slot > 0 && slot <= size && get(slot, 0) != 0;
    }

    /** Whether all words of a record are 0. */
    public boolean isBlank(final int slot) {
        boolean blank = true;
        for (int word = 0; word < words && blank; word++) {
            blank = get(slot, word) == 0;
        }
        return blank;
    }

    /** A word. */
    public long get(final int slot, final int word) {
        return chunks[slot >>> CHUNK_BITS][(slot & CHUNK_MASK) * words + word];
    }

    /** Changes a word. */
    public void set(final int slot, final int word, final long value) {
        final long[] chunk = chunks[slot >>> CHUNK_BITS];
        final int index = (slot & CHUNK_MASK) * words + word;
        final long old = chunk[index];
        chunk[index] = value;
        hash += StateHash.change(base + (long) slot * words + word, old, value);
        mark(slot);
    }

    private void mark(final int slot) {
        if (marks != null) {
            marks.mark(slot);
        }
    }

    /** Adds to a word; the new value. */
    public long add(final int slot, final int word, final long delta) {
        final long value = get(slot, word) + delta;
        set(slot, word, value);
        return value;
    }

    /** The lower half of a word. */
    public int low(final int slot, final int word) {
        return (int) get(slot, word);
    }

    /** The upper half of a word. */
    public int high(final int slot, final int word) {
        return (int) (get(slot, word) >>> 32);
    }

    /** Changes the lower half of a word. */
    public void setLow(final int slot, final int word, final int value) {
        set(slot, word, (get(slot, word) & ~LOW) | (value & LOW));
    }

    /** Changes the upper half of a word. */
    public void setHigh(final int slot, final int word, final int value) {
        set(slot, word, (get(slot, word) & LOW) | ((long) value << 32));
    }

    /** Two halves as one word. */
    public static long pack(final int low, final int high) {
        return (low & LOW) | ((long) high << 32);
    }

    /** An image begins: all records and free slots are to be written, and whatever changes from here on. */
    public void watch() {
        marks = new Marks();
        marks.extend(size);
        marks.markAll(size);
        freeKept = 0;
    }

    /** The image is there, or is given up. */
    public void unwatch() {
        marks = null;
    }

    /** The first record from one on, and before another, that is to be written into the image; that other: none. */
    public int nextMarked(final int from, final int to) {
        return marks.next(from, to);
    }

    /** The image has a record as it is now. */
    public void unmark(final int slot) {
        marks.clear(slot);
    }

    /** The image has so many of the free slots, the one to be taken last first, as they are now. */
    public int freeKept() {
        return freeKept;
    }

    /** The image has so many free slots now. */
    public void freeKept(final int count) {
        freeKept = count;
    }

    /** Copies a record's words, little-endian. */
    public void copyTo(final int slot, final MutableDirectBuffer target, final int offset) {
        final long[] chunk = chunks[slot >>> CHUNK_BITS];
        final int first = (slot & CHUNK_MASK) * words;
        for (int word = 0; word < words; word++) {
            target.putLong(offset + word * Long.BYTES, chunk[first + word], LITTLE_ENDIAN);
        }
    }

    /** Forgets everything, before a snapshot is loaded. */
    void reset() {
        hash = 0;
        chunks = new long[4][];
        free = new int[16];
        freeCount = 0;
        size = 0;
        marks = null;
        freeKept = 0;
    }

    /** How many slots and free ones there are in a snapshot that is loaded now. The hash is the registry's to make anew. */
    public void restoreSize(final int ofAll, final int ofFree) {
        Invariants.within(name + " free", ofFree, 0, ofAll);
        resize(ofAll);
        free = new int[Math.max(free.length, ofFree)];
        freeCount = ofFree;
    }

    /** Puts a record's words back, as {@link #copyTo} wrote them: the last time counts. */
    public void restore(final int slot, final DirectBuffer source, final int offset) {
        Invariants.within(name, slot, 1, size);
        final long[] chunk = chunks[slot >>> CHUNK_BITS];
        final int first = (slot & CHUNK_MASK) * words;
        for (int word = 0; word < words; word++) {
            chunk[first + word] = source.getLong(offset + word * Long.BYTES, LITTLE_ENDIAN);
        }
    }

    /** Puts a free slot back at its place in the list, if the list is still so long. */
    public void restoreFree(final int index, final int slot) {
        Invariants.within(name + " free", slot, 1, size);
        if (index < freeCount) {
            free[index] = slot;
        }
    }

    /** Whether all records are there from the start and none is ever free; then a record of 0 is one too. */
    public boolean isFixed() {
        return isFixed;
    }

    /** Says that all records are there from the start. */
    public void setFixed() {
        isFixed = true;
    }

    /** Makes a fixed table at least so large. */
    public void extend(final int newSize) {
        if (newSize > size) {
            resize(newSize);
        }
    }

    /** The table's part of the hash, kept up with each change. */
    long hash() {
        return hash;
    }

    /** Makes that part anew, after a snapshot was loaded past it. */
    void rehash() {
        hash = recompute();
    }

    /** The same, from its words anew. */
    long recompute() {
        long sum = StateHash.word(base, size);
        for (int slot = 1; slot <= size; slot++) {
            final long[] chunk = chunks[slot >>> CHUNK_BITS];
            final int first = (slot & CHUNK_MASK) * words;
            for (int word = 0; word < words; word++) {
                sum += StateHash.word(base + (long) slot * words + word, chunk[first + word]);
            }
        }
        for (int i = 0; i < freeCount; i++) {
            sum += StateHash.word(freeBase + i + 1, free[i]);
        }
        return sum;
    }

    private void pushFree(final int slot) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = slot;
        hash += StateHash.word(freeBase + freeCount, slot);
    }

    private void resize(final int newSize) {
        final int last = newSize >>> CHUNK_BITS;
        if (last >= chunks.length) {
            chunks = Arrays.copyOf(chunks, Math.max(last + 1, chunks.length * 2));
        }
        for (int chunk = last; chunk >= 0 && chunks[chunk] == null; chunk--) {
            chunks[chunk] = new long[words << CHUNK_BITS];
        }
        if (marks != null) {
            marks.extend(newSize);
        }
        hash += StateHash.change(base, size, newSize);
        size = newSize;
    }
}
