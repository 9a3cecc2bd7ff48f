package godwit.core.chats;

import godwit.core.state.Rings;
import java.util.Arrays;

/**
 * Finds a key among those of one sender's device: 16 bits of each stand side by side in a ring of the device's own, in the
 * order of its blocks, and behind them which block it is. Some cache lines in a row are looked through faster than a place in
 * an index of all keys is come by; what goes with the oldest costs nothing. Not state: made anew after a restore.
 */
final class KeyRings {
    /** Of no key: where the bits of one are 0. */
    private static final int NONE = 0;
    private static final int LANES = 4;
    private static final int LANE_BITS = 16;
    private static final int LANE_MASK = (1 << LANE_BITS) - 1;
    private static final long ONES = 0x0001_0001_0001_0001L;
    private static final long TOPS = 0x8000_8000_8000_8000L;
    private static final int PAGE_BITS = 12;
    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;

    private final Rings rings = new Rings();
    /** Of each sender's device the ring, and at which of its words the oldest block is. */
    private long[][] names = new long[4][];
    private int[][] heads = new int[4][];

    /** Forgets all. */
    void clear() {
        rings.clear();
        names = new long[4][];
        heads = new int[4][];
    }

    /** What stands for a key by its hash. */
    static int tag(final long hash) {
        final int tag = (int) (hash >>> Long.SIZE - LANE_BITS);
        return tag == NONE ? 1 : tag;
    }

    /** Whether a device has a ring. */
    boolean has(final int sender) {
        final int page = sender >>> PAGE_BITS;
        return page < names.length && names[page] != null && name(sender) != 0;
    }

    /** A device that has no keys gets a ring. */
    void open(final int sender) {
        final int page = sender >>> PAGE_BITS;
        if (page >= names.length) {
            names = Arrays.copyOf(names, Math.max(page + 1, names.length * 2));
            heads = Arrays.copyOf(heads, names.length);
        }
        if (names[page] == null) {
            names[page] = new long[PAGE_MASK + 1];
            heads[page] = new int[PAGE_MASK + 1];
        }
        names[page][sender & PAGE_MASK] = rings.allocate(1);
        heads[page][sender & PAGE_MASK] = 0;
    }

    /** A device has no keys any more. */
    void close(final int sender) {
        rings.giveBack(name(sender));
        names[sender >>> PAGE_BITS][sender & PAGE_MASK] = 0;
    }

    /** Puts a key at a place, counted from the first of the device's oldest block on. */
    void put(final int sender, final int place, final int block, final int tag) {
        final int number = place / LANES;
        if (number >= capacity(name(sender))) {
            grow(sender);
        }
        final long ring = name(sender);
        final int capacity = capacity(ring);
        final int at = head(sender) + number & capacity - 1;
        final int lane = place % LANES;
        final long tags = lane == 0 ? 0 : rings.get(ring, at);
        rings.set(ring, at, tags | (long) tag << lane * LANE_BITS);
        rings.set(ring, capacity + at, block);
    }

    /** The oldest key, at a place of the oldest block, goes; perhaps the block with it. */
    void removeOldest(final int sender, final int place, final boolean isBlockGone) {
        final long ring = name(sender);
        final int head = head(sender);
        if (isBlockGone) {
            rings.set(ring, head, 0);
            heads[sender >>> PAGE_BITS][sender & PAGE_MASK] = head + 1 & capacity(ring) - 1;
        } else {
            rings.set(ring, head, rings.get(ring, head) & ~((long) LANE_MASK << place * LANE_BITS));
        }
    }

    /** The first place from one on, and before another, where a wanted key may be; that other: there is none. */
    int seek(final int sender, final int from, final int to, final int tag) {
        final long ring = name(sender);
        final long[] words = rings.array(ring);
        final int base = Rings.from(ring);
        final int mask = capacity(ring) - 1;
        final int head = head(sender);
        final long wanted = tag * ONES;
        int place = from;
        while (place < to) {
            final long other = words[base + (head + place / LANES & mask)] ^ wanted;
            if ((other - ONES & ~other & TOPS) != 0) {
                final int found = lane(other, place % LANES);
                if (found < LANES) {
                    return Math.min(to, place / LANES * LANES + found);
                }
            }
            place = (place / LANES + 1) * LANES;
        }
        return to;
    }

    /** The first lane from one on that is 0. */
    private static int lane(final long word, final int from) {
        int lane = from;
        while (lane < LANES && (word >>> lane * LANE_BITS & LANE_MASK) != 0) {
            lane++;
        }
        return lane;
    }

    /** The block in which the key at a place stands. */
    int block(final int sender, final int place) {
        final long ring = name(sender);
        final int capacity = capacity(ring);
        return (int) rings.get(ring, capacity + (head(sender) + place / LANES & capacity - 1));
    }

    /** A ring twice as long, the oldest block first. */
    private void grow(final int sender) {
        final long old = name(sender);
        final int capacity = capacity(old);
        final int head = head(sender);
        final long ring = rings.allocate(Rings.sizeClass(old) + 1);
        for (int i = 0; i < capacity; i++) {
            final int at = head + i & capacity - 1;
            rings.set(ring, i, rings.get(old, at));
            rings.set(ring, 2 * capacity + i, rings.get(old, capacity + at));
        }
        rings.giveBack(old);
        names[sender >>> PAGE_BITS][sender & PAGE_MASK] = ring;
        heads[sender >>> PAGE_BITS][sender & PAGE_MASK] = 0;
    }

    /** How many blocks a ring has room for: half of its words are for their keys, half for their numbers. */
    private static int capacity(final long ring) {
        return Rings.length(ring) / 2;
    }

    private long name(final int sender) {
        return names[sender >>> PAGE_BITS][sender & PAGE_MASK];
    }

    private int head(final int sender) {
        return heads[sender >>> PAGE_BITS][sender & PAGE_MASK];
    }
}
