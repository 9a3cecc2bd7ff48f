package godwit.core.state;

import java.util.Arrays;

/**
 * What a chat's id leads to, for both owners and for its entries at once: one look-up finds all of it, and a further one for
 * the same chat costs a comparison. Not state: nothing iterates it in an order that shows, and it is made anew after a
 * restore.
 */
public final class ChatIndex {
    private static final int PAGE_BITS = 12;
    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;
    private static final int WORDS = 3;
    private static final int ID = 0;
    private static final int SLOTS = 1;
    private static final int ENTRIES = 2;
    private static final long LOW = 0xFFFF_FFFFL;

    private final SlotIndex index = new SlotIndex();
    private long[][] pages;
    private int size;
    private long latestId;
    private int latest;

    /** An empty index. */
    public ChatIndex() {
        clear();
    }

    /** Forgets all. */
    public void clear() {
        index.clear();
        pages = new long[4][];
        size = 0;
        latest = 0;
    }

    /** The slot of the chat at its owner; 0: not owned here. */
    public int chat(final long chatId) {
        final int place = find(chatId);
        return place == 0 ? 0 : (int) get(place, SLOTS);
    }

    /** The slot of the chat's feed; 0: none. */
    public int feed(final long chatId) {
        final int place = find(chatId);
        return place == 0 ? 0 : (int) (get(place, SLOTS) >>> 32);
    }

    /** The chat's owner has it here. */
    public void putChat(final long chatId, final int slot) {
        final int place = place(chatId);
        set(place, SLOTS, get(place, SLOTS) & ~LOW | slot);
    }

    /** The chat has a feed here. */
    public void putFeed(final long chatId, final int slot) {
        final int place = place(chatId);
        set(place, SLOTS, get(place, SLOTS) & LOW | (long) slot << 32);
    }

    /** The highest place. */
    int size() {
        return size;
    }

    /** The place of a chat; 0: none. */
    int find(final long chatId) {
        if (chatId == latestId && latest != 0) {
            return latest;
        }
        final long hash = hash(chatId);
        int position = index.first(hash);
        while (position != SlotIndex.NULL_POSITION) {
            final int place = index.slot(position);
            if (get(place, ID) == chatId) {
                latestId = chatId;
                latest = place;
                return place;
            }
            position = index.next(position, hash);
        }
        return 0;
    }

    /** What is kept for the chat's entries at a place. */
    long entries(final int place) {
        return get(place, ENTRIES);
    }

    void entries(final int place, final long word) {
        set(place, ENTRIES, word);
    }

    private int place(final long chatId) {
        final int known = find(chatId);
        if (known != 0) {
            return known;
        }
        final int place = ++size;
        final int page = place >>> PAGE_BITS;
        if (page == pages.length) {
            pages = Arrays.copyOf(pages, page * 2);
        }
        if (pages[page] == null) {
            pages[page] = new long[WORDS << PAGE_BITS];
        }
        set(place, ID, chatId);
        index.put(hash(chatId), place);
        return place;
    }

    private long get(final int place, final int word) {
        return pages[place >>> PAGE_BITS][(place & PAGE_MASK) * WORDS + word];
    }

    private void set(final int place, final int word, final long value) {
        pages[place >>> PAGE_BITS][(place & PAGE_MASK) * WORDS + word] = value;
    }

    private static long hash(final long chatId) {
        return Bytes.hash(chatId, 1);
    }
}
