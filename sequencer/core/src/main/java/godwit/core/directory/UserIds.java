package godwit.core.directory;

import godwit.core.CoreLimits;
import godwit.core.IndexKey;
import godwit.core.state.Invariants;
import godwit.core.state.Names;
import godwit.core.state.RecordList;
import godwit.core.state.SlotIndex;
import godwit.core.state.Table;
import godwit.core.state.Tables;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * User ids interned: both the owners of chats and the owners of users speak of a user by its slot here. Counted apart are those
 * that connected and those that only a chat of this shard names, so that neither takes the other's room; those that other
 * shards told of are counted where their chat is.
 */
public final class UserIds {
    /** Heads the list of the keys' senders, which the owner of chats keeps. */
    public static final int SENDERS = 3;

    /** The reference of the id's bytes, the partition, and above that how many bytes they are. */
    private static final int NAME = 0;
    private static final int LENGTH_SHIFT = 16;
    private static final int LINK = 1;
    /** The user's record, and above that for what the id counts. */
    private static final int USER = 2;
    private static final int NAMED = 1;
    private static final int CONNECTED = 2;

    private final Table table;
    private final Names names;
    private final RecordList ofPartition;
    private final SlotIndex index = new SlotIndex();
    private final IndexKey indexKey;
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    /** No state, as they follow from the records. */
    private int named;
    private int connected;

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
        return id.capacity() > 0 && id.capacity() <= CoreLimits.ID_BYTES_MAX;
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** The ids of a partition, in the order of their first use. */
    public RecordList ofPartition() {
        return ofPartition;
    }

    /** How many of them connected at some time. */
    public int connectedCount() {
        return connected;
    }

    /** How many are only named, as members or creators of chats of this shard. */
    public int namedCount() {
        return named;
    }

    /** Whether the user of an id connected at some time. */
    public boolean isConnected(final int slot) {
        return table.high(slot, USER) == CONNECTED;
    }

    /** Whether an id connected or is named by a chat of this shard. */
    public boolean isCounted(final int slot) {
        return table.high(slot, USER) != 0;
    }

    /** The user of an id connects. */
    public void onConnected(final int slot) {
        if (!isConnected(slot)) {
            named -= isCounted(slot) ? 1 : 0;
            connected++;
            table.setHigh(slot, USER, CONNECTED);
        }
    }

    /** A chat of this shard names an id. */
    public void onNamed(final int slot) {
        if (!isCounted(slot)) {
            named++;
            table.setHigh(slot, USER, NAMED);
        }
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
        named = 0;
        connected = 0;
        for (int slot = 1; slot <= table.size(); slot++) {
            if (table.isLive(slot)) {
                named += isCounted(slot) && !isConnected(slot) ? 1 : 0;
                connected += isConnected(slot) ? 1 : 0;
                index.put(indexKey.hash(wrap(slot, view)), slot);
            }
        }
    }
}
