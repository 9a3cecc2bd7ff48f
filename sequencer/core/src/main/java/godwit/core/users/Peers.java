package godwit.core.users;

import godwit.core.CoreCommands;
import godwit.core.state.Invariants;
import godwit.core.state.RecordList;
import godwit.core.state.Table;
import godwit.core.state.Tables;

/** The members of a chat and their marks, as the owner of other members knows them; of wide chats some members without marks. */
public final class Peers {
    private static final int OWNER = 0;
    private static final int LINK = 1;
    private static final int DELIVERED = 2;
    private static final int READ = 3;
    private static final int DELIVERED_MSG_ID = 4;
    private static final int READ_MSG_ID = 5;
    private static final int CHANGE = 6;
    private static final int NAMED_MAX = 25;

    private final Table table;
    private final RecordList ofFeed;

    /** Registers the table of peers. */
    public Peers(final Tables registry, final Feeds feeds) {
        this.table = registry.table("peers", 7);
        this.ofFeed = new RecordList(table, LINK, feeds.table(), Feeds.PEERS);
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** The peers of a feed, in the order in which they joined. */
    public RecordList ofFeed() {
        return ofFeed;
    }

    /** A member of that interned id; 0: none. */
    public int find(final int feed, final int id) {
        int slot = ofFeed.first(feed);
        while (slot != 0 && id(slot) != id) {
            slot = ofFeed.next(slot);
        }
        return slot;
    }

    /** A member joined, of whom no marks are known yet; one that is known already is left as it is. */
    public int add(final int feed, final int id) {
        final int known = find(feed, id);
        if (known != 0) {
            return known;
        }
        final int slot = table.allocate();
        table.set(slot, OWNER, Table.pack(feed, id));
        ofFeed.append(feed, slot);
        return slot;
    }

    /** A member left. */
    public void remove(final int feed, final int id) {
        final int slot = find(feed, id);
        if (slot != 0) {
            ofFeed.remove(feed, slot);
            table.free(slot);
        }
    }

    /** Forgets all. */
    public void clear(final int feed) {
        while (ofFeed.first(feed) != 0) {
            final int slot = ofFeed.first(feed);
            ofFeed.remove(feed, slot);
            table.free(slot);
        }
    }

    /** Whether of a wide chat more members may be named. */
    public boolean isShort(final int feed) {
        int count = 0;
        for (int slot = ofFeed.first(feed); slot != 0 && count < NAMED_MAX; slot = ofFeed.next(slot)) {
            count++;
        }
        return count < NAMED_MAX;
    }

    /** The chat is wide: nobody's marks are known, and of its members only some are named. */
    public void shorten(final int feed) {
        int kept = 0;
        int slot = ofFeed.first(feed);
        while (slot != 0) {
            final int next = ofFeed.next(slot);
            if (kept++ < NAMED_MAX) {
                for (int word = DELIVERED; word <= CHANGE; word++) {
                    table.set(slot, word, 0);
                }
            } else {
                ofFeed.remove(feed, slot);
                table.free(slot);
            }
            slot = next;
        }
    }

    /** The interned id. */
    public int id(final int slot) {
        return table.high(slot, OWNER);
    }

    /** How far the member received. */
    public long delivered(final int slot) {
        return table.get(slot, DELIVERED);
    }

    /** How far the member read. */
    public long read(final int slot) {
        return table.get(slot, READ);
    }

    /** The id of the entry up to which the member received; 0: not known. */
    public long deliveredMsgId(final int slot) {
        return table.get(slot, DELIVERED_MSG_ID);
    }

    /** The id of the entry up to which the member read; 0: not known. */
    public long readMsgId(final int slot) {
        return table.get(slot, READ_MSG_ID);
    }

    /** The stamp of the last receipt. */
    public long change(final int slot) {
        return table.get(slot, CHANGE);
    }

    /** The member received so far. */
    public void delivered(final int slot, final long sequence, final long msgId, final long change) {
        Invariants.atLeast("peer delivered", sequence, delivered(slot));
        table.set(slot, DELIVERED, sequence);
        table.set(slot, DELIVERED_MSG_ID, msgId);
        table.set(slot, CHANGE, change);
    }

    /** The member read so far. */
    public void read(final int slot, final long sequence, final long msgId, final long change) {
        Invariants.atLeast("peer read", sequence, read(slot));
        table.set(slot, READ, sequence);
        table.set(slot, READ_MSG_ID, msgId);
        table.set(slot, CHANGE, change);
    }

    /** The least that all but one received; {@link CoreCommands#NULL_VALUE}: there is no other. */
    public long leastDelivered(final int feed, final int exceptId) {
        long least = CoreCommands.NULL_VALUE;
        for (int slot = ofFeed.first(feed); slot != 0; slot = ofFeed.next(slot)) {
            if (id(slot) != exceptId && (least == CoreCommands.NULL_VALUE || delivered(slot) < least)) {
                least = delivered(slot);
            }
        }
        return least;
    }

    /** The least that all but one read; {@link CoreCommands#NULL_VALUE}: there is no other. */
    public long leastRead(final int feed, final int exceptId) {
        long least = CoreCommands.NULL_VALUE;
        for (int slot = ofFeed.first(feed); slot != 0; slot = ofFeed.next(slot)) {
            if (id(slot) != exceptId && (least == CoreCommands.NULL_VALUE || read(slot) < least)) {
                least = read(slot);
            }
        }
        return least;
    }
}
