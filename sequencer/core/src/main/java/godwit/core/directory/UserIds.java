package godwit.core.directory;

import godwit.core.IndexKey;
import godwit.core.state.Invariants;
import godwit.core.state.Names;
import godwit.core.state.RecordList;
import godwit.core.state.SlotIndex;
import godwit.core.state.Table;
import godwit.core.state.Tables;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** User ids interned: both the owners of chats and the owners of users speak of a user by its slot here. */
public final class UserIds {
    /** Heads the list of the keys' senders, which the owner of chats keeps. */
    public static final int SENDERS = 3;
    /** The longest id. */
    public static final int LENGTH_MAX = 64;

    /** The reference of the id's bytes, the partition, and above that how many bytes they are. */
    private static final int NAME = 0;
    private static final int LENGTH_SHIFT = 16;
    private static final int LINK = 1;
    private static final int USER = 2;

    private final Table table;
    private final Names names;
    private final RecordList ofPartition;
    private final SlotIndex index = new SlotIndex();
    private final IndexKey indexKey;
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);

    /** Registers the table of ids. */
    public UserIds(
        final Tables registry, final Names names, final Partitions partitions, final IndexKey indexKey) {
        this.indexKey = indexKey;
        this.table = registry.table("userIds", 4);
        this.names = names;
        this.ofPartition = new RecordList(table, LINK, partitions.table(), Partitions.IDS);
    }

    /** Whether a buffer is as long as an id may be. */
    public static boolean isValid(final DirectBuffer id) {
        return id.capacity() > 0 && id.capacity() <= LENGTH_MAX;
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** The ids of a partition, in the order of their first use. */
    public RecordList ofPartition() {
        return ofPartition;
    }

    /** How many there are. */
    public int count() {
        return table.count();
    }

    /** The slot of an id; 0: not known. */
    public int find(final DirectBuffer id) {
        final long hash = indexKey.hash(id);
        int position = index.first(hash);
        while (position != SlotIndex.NULL_POSITION) {
            final int slot = index.slot(position);
            if (length(slot) == id.capacity() && names.equalBytes(name(slot), id)) {
                return slot;
            }
            position = index.next(position, hash);
        }
        return 0;
    }

    /** Interns an id that is not known yet. */
    public int add(final int partition, final DirectBuffer id) {
        Invariants.within("partition", partition, 0, Partitions.COUNT - 1);
        final int slot = table.allocate();
        final int name = names.put(id);
        table.set(slot, NAME, Table.pack(name, id.capacity() << LENGTH_SHIFT | partition));
        ofPartition.append(Partitions.slot(partition), slot);
        index.put(indexKey.hash(id), slot);
        return slot;
    }

    /** The reference of an id's bytes. */
    public int name(final int slot) {
        return table.low(slot, NAME);
    }

    /** Lets a view show an id's bytes. */
    public UnsafeBuffer wrap(final int slot, final UnsafeBuffer view) {
        return slot == 0 ? names.wrap(0, view) : names.wrap(name(slot), length(slot), view);
    }

    private int length(final int slot) {
        return table.high(slot, NAME) >>> LENGTH_SHIFT;
    }

    /** The partition of an id. */
    public int partition(final int slot) {
        return table.high(slot, NAME) & Partitions.COUNT - 1;
    }

    /** The user's record at the user's owner; 0: this shard does not own the user. */
    public int user(final int slot) {
        return table.low(slot, USER);
    }

    /** Says which record the user has. */
    public void user(final int slot, final int user) {
        table.setLow(slot, USER, user);
    }

    /** Makes the index anew after a snapshot was loaded. */
    public void reindex() {
        index.clear();
        for (int slot = 1; slot <= table.size(); slot++) {
            if (table.isLive(slot)) {
                index.put(indexKey.hash(wrap(slot, view)), slot);
            }
        }
    }
}
