package godwit.core.state;

import org.agrona.BitUtil;

/**
 * Finds slots by a 64-bit hash; the caller checks each candidate against its table. Not state: nothing iterates it, and it
 * is rebuilt from the tables after a restore. Open addressing, linear probing, half full at most.
 */
public final class SlotIndex {
    /** No (further) candidate. */
    public static final int NULL_POSITION = -1;

    private long[] hashes;
    private int[] slots;
    private int mask;
    private int count;

    /** An empty index. */
    public SlotIndex() {
        clear();
    }

    /** Forgets all. */
    public void clear() {
        hashes = new long[64];
        slots = new int[64];
        mask = 63;
        count = 0;
    }

    /** The place of the first candidate, or {@link #NULL_POSITION}. */
    public int first(final long hash) {
        return seek((int) hash & mask, hash);
    }

    /** The place of the next candidate after one, or {@link #NULL_POSITION}. */
    public int next(final int position, final long hash) {
        return seek((position + 1) & mask, hash);
    }

    /** The slot at a candidate's place. */
    public int slot(final int position) {
        return slots[position];
    }

    /** Adds a slot, which the index must not hold under that hash. */
    public void put(final long hash, final int slot) {
        if (++count * 2 > slots.length) {
            grow();
        }
        insert(hash, slot);
    }

    /** Takes a slot out, which must be there. */
    public void remove(final long hash, final int slot) {
        int position = first(hash);
        while (position != NULL_POSITION && slots[position] != slot) {
            position = next(position, hash);
        }
        Invariants.atLeast("position in index", position, 0);
        count--;
        close(position);
    }

    private int seek(final int from, final long hash) {
        int position = from;
        while (slots[position] != 0) {
            if (hashes[position] == hash) {
                return position;
            }
            position = (position + 1) & mask;
        }
        return NULL_POSITION;
    }

    private void insert(final long hash, final int slot) {
        int position = (int) hash & mask;
        while (slots[position] != 0) {
            position = (position + 1) & mask;
        }
        hashes[position] = hash;
        slots[position] = slot;
    }

    private void close(final int freed) {
        int hole = freed;
        int position = (hole + 1) & mask;
        while (slots[position] != 0) {
            final int home = (int) hashes[position] & mask;
            if (((position - home) & mask) >= ((position - hole) & mask)) {
                hashes[hole] = hashes[position];
                slots[hole] = slots[position];
                hole = position;
            }
            position = (position + 1) & mask;
        }
        slots[hole] = 0;
    }

    private void grow() {
        final long[] oldHashes = hashes;
        final int[] oldSlots = slots;
        final int capacity = BitUtil.findNextPositivePowerOfTwo(oldSlots.length * 2);
        hashes = new long[capacity];
        slots = new int[capacity];
        mask = capacity - 1;
        for (int i = 0; i < oldSlots.length; i++) {
            if (oldSlots[i] != 0) {
                insert(oldHashes[i], oldSlots[i]);
            }
        }
    }
}
