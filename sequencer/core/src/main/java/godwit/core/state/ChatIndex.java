package godwit.core.state;

import java.util.Arrays;

/**
 * What a chat's id leads to, for both owners and for its entries at once: one look-up finds all of it, and a further one for
 * the same chat costs a comparison. And the direct chats of pairs. Not state: nothing iterates it in an order that shows, and
 * it is made anew after a restore.
 */
public final class ChatIndex {
    private static final int PAGE_BITS = 12;
    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;
    private static final int ID = 0;

    private final Table table;
    private final SlotIndex ids = new SlotIndex();
    private final SlotIndex pairs = new SlotIndex();
    private long[][] pages;
    private long latestId;
    private int latest;

    /** An empty index of a table whose first word is the chat's id, and whose records stay. */
    public ChatIndex(final Table table) {
        this.table = table;
        clear();
    }

    /** The table of chats. */
    public Table table() {
        return table;
    }

    /** Forgets all. */
    public void clear() {
        ids.clear();
        pairs.clear();
        pages = new long[4][];
        latest = 0;
    }

    /** The slot of a chat; 0: none. */
    public int find(final long chatId) {
        if (chatId == latestId && latest != 0) {
            return latest;
        }
        final long hash = hash(chatId);
        int position = ids.first(hash);
        while (position != SlotIndex.NULL_POSITION) {
            final int slot = ids.slot(position);
            if (table.get(slot, ID) == chatId) {
                latestId = chatId;
                latest = slot;
                return slot;
            }
            position = ids.next(position, hash);
        }
        return 0;
    }

    /** There is a chat. */
    public void put(final long chatId, final int slot) {
        ids.put(hash(chatId), slot);
    }

    /** A pair of interned ids has a direct chat. */
    public void putPair(final int first, final int second, final int slot) {
        pairs.put(pairHash(first, second), slot);
    }

    /** The place of the first chat that may be a pair's, or {@link SlotIndex#NULL_POSITION}. */
    public int firstOfPair(final int first, final int second) {
        return pairs.first(pairHash(first, second));
    }

    /** The place of the next one. */
    public int nextOfPair(final int position, final int first, final int second) {
        return pairs.next(position, pairHash(first, second));
    }

    /** The chat at such a place; the caller checks whose it is. */
    public int ofPair(final int position) {
        return pairs.slot(position);
    }

    /** The highest slot. */
    int size() {
        return table.size();
    }

    /** What is kept for the entries of a chat. */
    long entries(final int slot) {
        final int page = slot >>> PAGE_BITS;
        return page >= pages.length || pages[page] == null ? 0 : pages[page][slot & PAGE_MASK];
    }

    void entries(final int slot, final long word) {
        final int page = slot >>> PAGE_BITS;
        if (page >= pages.length) {
            pages = Arrays.copyOf(pages, Math.max(page + 1, pages.length * 2));
        }
        if (pages[page] == null) {
            pages[page] = new long[PAGE_MASK + 1];
        }
        pages[page][slot & PAGE_MASK] = word;
    }

    private static long hash(final long chatId) {
        return Bytes.hash(chatId, 1);
    }

    private static long pairHash(final int first, final int second) {
        return Bytes.hash(Math.min(first, second), Math.max(first, second));
    }
}
