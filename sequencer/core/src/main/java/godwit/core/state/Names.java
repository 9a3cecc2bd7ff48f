package godwit.core.state;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Short byte strings (ids, keys, titles) in size classes; each has one owner, which holds its reference. A record's words
 * hold length and hash of the bytes, so the bytes are in the state's hash too.
 */
public final class Names {
    /** The longest string. */
    public static final int LENGTH_MAX = 1024;

    private static final int[] CLASS_LENGTHS = {16, 32, 64, 256, LENGTH_MAX};
    private static final int CHUNK_BITS = 16;
    private static final int CHUNK_LENGTH = 1 << CHUNK_BITS;
    private static final int SLOT_BITS = 28;
    private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;
    private static final int LENGTH = 0;
    private static final int HASH = 1;

    private final Table[] tables = new Table[CLASS_LENGTHS.length];
    private final UnsafeBuffer[][] chunks = new UnsafeBuffer[CLASS_LENGTHS.length][0];

    /** Registers one table for each size class. */
    public Names(final Tables registry) {
        for (int i = 0; i < tables.length; i++) {
            tables[i] = registry.table("names" + CLASS_LENGTHS[i], 2);
        }
    }

    /** Keeps a string of 1 to {@link #LENGTH_MAX} bytes; 0 for an empty one. */
    public int put(final DirectBuffer name) {
        final int length = name.capacity();
        if (length == 0) {
            return 0;
        }
        final int sizeClass = sizeClass(length);
        final int slot = tables[sizeClass].allocate();
        ensureChunk(sizeClass, slot);
        chunk(sizeClass, slot).putBytes(offset(sizeClass, slot), name, 0, length);
        tables[sizeClass].set(slot, LENGTH, length);
        tables[sizeClass].set(slot, HASH, Bytes.hash(name));
        return ((sizeClass) << SLOT_BITS) | slot;
    }

    /** Forgets a string; 0: nothing. */
    public void free(final int ref) {
        if (ref != 0) {
            tables[ref >>> SLOT_BITS].free(ref & SLOT_MASK);
        }
    }

    /** A string's length; 0 for reference 0. */
    public int length(final int ref) {
        return ref == 0 ? 0 : (int) tables[ref >>> SLOT_BITS].get(ref & SLOT_MASK, LENGTH);
    }

    /** A string's hash as {@link Bytes#hash} has it. */
    public long hash(final int ref) {
        return tables[ref >>> SLOT_BITS].get(ref & SLOT_MASK, HASH);
    }

    /** Lets a view show a string; of reference 0 an empty one. */
    public UnsafeBuffer wrap(final int ref, final UnsafeBuffer view) {
        if (ref == 0) {
            view.wrap(0, 0);
        } else {
            final int sizeClass = ref >>> SLOT_BITS;
            view.wrap(chunk(sizeClass, ref & SLOT_MASK), offset(sizeClass, ref & SLOT_MASK), length(ref));
        }
        return view;
    }

    /** The same of a string whose length is known. */
    public UnsafeBuffer wrap(final int ref, final int length, final UnsafeBuffer view) {
        view.wrap(chunk(ref >>> SLOT_BITS, ref & SLOT_MASK), offset(ref >>> SLOT_BITS, ref & SLOT_MASK), length);
        return view;
    }

    /** Whether a kept string equals another that is known to be as long. */
    public boolean equalBytes(final int ref, final DirectBuffer other) {
        final int sizeClass = ref >>> SLOT_BITS;
        final int slot = ref & SLOT_MASK;
        return Bytes.equal(chunk(sizeClass, slot), offset(sizeClass, slot), other, 0, other.capacity());
    }

    /** Whether a kept string equals another whose hash is known. */
    public boolean equal(final int ref, final long hash, final DirectBuffer other) {
        final int sizeClass = ref >>> SLOT_BITS;
        final int slot = ref & SLOT_MASK;
        return tables[sizeClass].get(slot, HASH) == hash
            && tables[sizeClass].get(slot, LENGTH) == other.capacity()
            && Bytes.equal(chunk(sizeClass, slot), offset(sizeClass, slot), other, 0, other.capacity());
    }

    /** Whether a kept string, or none, equals another. */
    public boolean equal(final int ref, final DirectBuffer other) {
        if (ref == 0) {
            return other.capacity() == 0;
        }
        final int sizeClass = ref >>> SLOT_BITS;
        final int slot = ref & SLOT_MASK;
        return tables[sizeClass].get(slot, LENGTH) == other.capacity()
            && Bytes.equal(chunk(sizeClass, slot), offset(sizeClass, slot), other, 0, other.capacity());
    }

    /** The order of two strings by their bytes, unsigned: negative, 0 or positive. */
    public static int compare(final DirectBuffer first, final DirectBuffer second) {
        final int length = Math.min(first.capacity(), second.capacity());
        for (int i = 0; i < length; i++) {
            final int difference = (first.getByte(i) & 0xff) - (second.getByte(i) & 0xff);
            if (difference != 0) {
                return difference;
            }
        }
        return first.capacity() - second.capacity();
    }

    /** Puts a string's bytes back while a snapshot is loaded, after its record. */
    public void restore(final int ref, final DirectBuffer buffer, final int offset, final int length) {
        final int sizeClass = ref >>> SLOT_BITS;
        final int slot = ref & SLOT_MASK;
        Invariants.within("name size class", sizeClass, 0, tables.length - 1);
        Invariants.within("name length", length, 1, CLASS_LENGTHS[sizeClass]);
        Invariants.same("name length", tables[sizeClass].get(slot, LENGTH), length);
        ensureChunk(sizeClass, slot);
        chunk(sizeClass, slot).putBytes(offset(sizeClass, slot), buffer, offset, length);
    }

    /** Checks that every string is still what its hash says. */
    public void verify() {
        for (int sizeClass = 0; sizeClass < tables.length; sizeClass++) {
            final Table table = tables[sizeClass];
            for (int slot = 1; slot <= table.size(); slot++) {
                if (table.isLive(slot)) {
                    final int length = (int) table.get(slot, LENGTH);
                    Invariants.holds(hasChunk(sizeClass, slot), "name has no bytes: expected " + length);
                    Invariants.same("hash of name", Bytes.hash(chunk(sizeClass, slot), offset(sizeClass, slot), length),
                        table.get(slot, HASH));
                }
            }
        }
    }

    /** At most so many bytes are kept. */
    public long bytes() {
        long bytes = 0;
        for (int i = 0; i < tables.length; i++) {
            bytes += (long) tables[i].count() * CLASS_LENGTHS[i];
        }
        return bytes;
    }

    /** The size class that a table of the register holds; -1: none. */
    public int sizeClassOf(final Table table) {
        for (int i = 0; i < tables.length; i++) {
            if (tables[i] == table) {
                return i;
            }
        }
        return -1;
    }

    /** The table that holds a string's record. */
    public Table table(final int ref) {
        return tables[ref >>> SLOT_BITS];
    }

    /** The slot of a string's record. */
    public static int slot(final int ref) {
        return ref & SLOT_MASK;
    }

    /** The reference of a record of a size class. */
    public static int ref(final int sizeClass, final int slot) {
        return (sizeClass << SLOT_BITS) | slot;
    }

    private static int sizeClass(final int length) {
        for (int i = 0; i < CLASS_LENGTHS.length; i++) {
            if (length <= CLASS_LENGTHS[i]) {
                return i;
            }
        }
        throw new IllegalStateException("name length=" + length + " expected at most " + LENGTH_MAX);
    }

    private void ensureChunk(final int sizeClass, final int slot) {
        final int index = chunkIndex(sizeClass, slot);
        if (index >= chunks[sizeClass].length) {
            chunks[sizeClass] = Arrays.copyOf(chunks[sizeClass], Math.max(index + 1, chunks[sizeClass].length * 2));
        }
        if (chunks[sizeClass][index] == null) {
            chunks[sizeClass][index] = new UnsafeBuffer(new byte[CHUNK_LENGTH]);
        }
    }

    private boolean hasChunk(final int sizeClass, final int slot) {
        final int index = chunkIndex(sizeClass, slot);
        return index < chunks[sizeClass].length && chunks[sizeClass][index] != null;
    }

    private UnsafeBuffer chunk(final int sizeClass, final int slot) {
        return chunks[sizeClass][chunkIndex(sizeClass, slot)];
    }

    private static int chunkIndex(final int sizeClass, final int slot) {
        return (int) ((long) slot * CLASS_LENGTHS[sizeClass] >>> CHUNK_BITS);
    }

    private static int offset(final int sizeClass, final int slot) {
        return slot * CLASS_LENGTHS[sizeClass] & CHUNK_LENGTH - 1;
    }
}
