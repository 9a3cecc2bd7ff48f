package godwit.core.state;

/**
 * Finds a chat's entries by their sequence: of each chat a ring of its own, as long as the chat has entries in memory, in
 * which an entry's place is its sequence's. What leaves in the order in which all came is not taken out: the number under
 * which one came says whether it is there still. Only what leaves before older ones is. Not state; made anew after a restore.
 */
public final class EntryRings {
    private static final long NUMBER_MASK = Integer.MAX_VALUE;
    private static final int SWEPT_PER_CALL = 64;
    private static final int ITEMS_SWEPT_PER_CALL = 1024;

    private final ChatIndex chats;
    /** An item is an entry's number and its slot; a chat's word is an item, 0, or names a ring and is negative. */
    private final Rings rings = new Rings();
    private Numbered entries;
    private long added;
    /** The oldest that is here has this number. */
    private long removed;
    /** How many of the numbers above are of entries that left before older ones. */
    private long gaps;
    private int swept;

    /** Says which entry has a slot. */
    public interface Numbered {
        /** The chat of the entry of a slot. */
        long chatId(int slot);

        /** The sequence of the entry of a slot. */
        long sequence(int slot);
    }

    /** Empty rings of the chats of an index. */
    public EntryRings(final ChatIndex chats) {
        this.chats = chats;
        clear();
    }

    /** Says who has the entries; once, while the parts are put together. */
    public void entries(final Numbered known) {
        entries = known;
    }

    /** Forgets all; the index of chats was made anew. */
    public void clear() {
        rings.clear();
        added = 0;
        removed = 0;
        gaps = 0;
        swept = 0;
    }

    /** The slot that may hold an entry; the caller checks it. 0: the entry is not here. */
    public int find(final long chatId, final long sequence) {
        final long item = itemOf(chatId, sequence);
        return isHere(item) ? (int) item : 0;
    }

    /** Looks at where an entry is to stand, so that it is on its way from memory; what it returns says nothing. */
    public long look(final long chatId, final long sequence) {
        return itemOf(chatId, sequence);
    }

    /** An entry came, the newest of all. */
    public void add(final long chatId, final long sequence, final int slot) {
        final int place = chats.find(chatId);
        Invariants.present("chat of entry", place);
        final long item = (added++ & NUMBER_MASK) << 32 | slot;
        long word = chats.entries(place);
        while (isHere(word < 0 ? rings.get(word, sequence) : word)) {
            word = grow(word);
            chats.entries(place, word);
        }
        if (word < 0) {
            rings.set(word, sequence, item);
        } else {
            chats.entries(place, item);
        }
    }

    /** The oldest entry of all is gone; the slot of the one that is now, 0: there is none. */
    public void removeOldest(final int next) {
        removed++;
        if (gaps == 0) {
            return;
        }
        final long number = next == 0 ? added : itemOf(entries.chatId(next), entries.sequence(next)) >>> 32;
        final long passed = number - removed & NUMBER_MASK;
        Invariants.within("gaps among entries", passed, 0, gaps);
        removed += passed;
        gaps -= passed;
    }

    /** An entry is gone before an older one. */
    public void remove(final long chatId, final long sequence) {
        final int place = chats.find(chatId);
        final long word = chats.entries(place);
        Invariants.holds(isHere(itemOf(chatId, sequence)), "entry is in no ring: expected it there");
        if (word < 0) {
            rings.set(word, sequence, 0);
        } else {
            chats.entries(place, 0);
        }
        gaps++;
    }

    private long itemOf(final long chatId, final long sequence) {
        final int place = chats.find(chatId);
        final long word = place == 0 ? 0 : chats.entries(place);
        return word < 0 ? rings.get(word, sequence) : word;
    }

    /** Some time passed: rings of which nothing is here any more are given back, a few at a time. */
    public void sweep() {
        int items = 0;
        for (int i = 0; i < SWEPT_PER_CALL && i < chats.size() && items < ITEMS_SWEPT_PER_CALL; i++) {
            swept = swept >= chats.size() ? 1 : swept + 1;
            final long word = chats.entries(swept);
            if (word < 0) {
                items += Rings.length(word);
                if (isEmpty(word)) {
                    chats.entries(swept, 0);
                    rings.giveBack(word);
                }
            }
        }
    }

    private boolean isEmpty(final long word) {
        final int length = Rings.length(word);
        boolean empty = true;
        for (int i = 0; i < length && empty; i++) {
            empty = !isHere(rings.get(word, i));
        }
        return empty;
    }

    /** Numbers are told apart for 2^31 entries; an item older than that is taken for one that is here, and then checked. */
    private boolean isHere(final long item) {
        return item != 0 && ((item >>> 32) - removed & NUMBER_MASK) < added - removed;
    }

    /** A ring twice as long, with all that is here. */
    private long grow(final long word) {
        final long ring = rings.allocate(word < 0 ? Rings.sizeClass(word) + 1 : 1);
        final int length = word < 0 ? Rings.length(word) : 1;
        for (int i = 0; i < length; i++) {
            final long item = word < 0 ? rings.get(word, i) : word;
            final long sequence = isHere(item) ? entries.sequence((int) item) : i + 1;
            if ((sequence & length - 1) == i) {
                rings.set(ring, sequence, item);
            }
        }
        if (word < 0) {
            rings.giveBack(word);
        }
        return ring;
    }
}
