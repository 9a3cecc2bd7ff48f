package godwit.core.chats;

import godwit.core.ChatView;
import godwit.core.directory.Partitions;
import godwit.core.state.Bytes;
import godwit.core.state.Invariants;
import godwit.core.state.Names;
import godwit.core.state.RecordList;
import godwit.core.state.SlotIndex;
import godwit.core.state.Table;
import godwit.core.state.Tables;
import org.agrona.DirectBuffer;

/** The chats that this shard owns. */
public final class Chats {
    static final int MEMBERS = 2;

    private static final int ID = 0;
    private static final int LAST_SEQUENCE = 1;
    private static final int LINK = 3;
    private static final int CREATOR = 4;
    private static final int NAMES = 5;
    private static final int VERSION = 6;
    private static final int MEMBER_COUNT = 7;
    private static final int PAIR_HASH = 8;

    private final Table table;
    private final Names names;
    private final RecordList ofPartition;
    private final SlotIndex byId = new SlotIndex();
    private final SlotIndex byPair = new SlotIndex();

    /** Registers the table of chats. */
    public Chats(final Tables registry, final Names names, final Partitions partitions) {
        this.table = registry.table("chats", 9);
        this.names = names;
        this.ofPartition = new RecordList(table, LINK, partitions.table(), Partitions.CHATS);
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** The chats of a partition, the oldest first. */
    public RecordList ofPartition() {
        return ofPartition;
    }

    /** How many there are. */
    int count() {
        return table.count();
    }

    /** A chat by its id; 0: none. */
    public int find(final long chatId) {
        final long hash = idHash(chatId);
        int position = byId.first(hash);
        while (position != SlotIndex.NULL_POSITION) {
            final int slot = byId.slot(position);
            if (id(slot) == chatId) {
                return slot;
            }
            position = byId.next(position, hash);
        }
        return 0;
    }

    /** The direct chat of two members; 0: none. */
    int findDirect(final int first, final int second, final Members members) {
        final long hash = pairHash(first, second);
        int position = byPair.first(hash);
        while (position != SlotIndex.NULL_POSITION) {
            final int slot = byPair.slot(position);
            if (members.find(slot, first) != 0 && members.find(slot, second) != 0) {
                return slot;
            }
            position = byPair.next(position, hash);
        }
        return 0;
    }

    /** A new direct chat, whose two members are to be added next. */
    int addDirect(
        final long chatId, final int creator, final int other, final DirectBuffer clientChatId,
        final DirectBuffer title) {
        final int slot = table.allocate();
        table.set(slot, ID, chatId);
        table.set(slot, CREATOR, Table.pack(creator, ChatView.DIRECT));
        table.set(slot, NAMES, Table.pack(names.put(title), names.put(clientChatId)));
        table.set(slot, PAIR_HASH, pairHash(creator, other));
        ofPartition.append(Partitions.slot(Partitions.ofChat(chatId)), slot);
        byId.put(idHash(chatId), slot);
        byPair.put(pairHash(creator, other), slot);
        return slot;
    }

    /** The chat's id. */
    public long id(final int slot) {
        return table.get(slot, ID);
    }

    /** Its kind. */
    int kind(final int slot) {
        return table.high(slot, CREATOR);
    }

    /** Its creator's interned id. */
    int creator(final int slot) {
        return table.low(slot, CREATOR);
    }

    /** The reference of its title. */
    public int title(final int slot) {
        return table.low(slot, NAMES);
    }

    /** The reference of its creator's key. */
    public int clientChatId(final int slot) {
        return table.high(slot, NAMES);
    }

    /** Its version. */
    long version(final int slot) {
        return table.get(slot, VERSION);
    }

    /** How many members it has. */
    int memberCount(final int slot) {
        return (int) table.get(slot, MEMBER_COUNT);
    }

    void memberAdded(final int slot) {
        table.add(slot, MEMBER_COUNT, 1);
    }

    /** The last entry's number. */
    public long lastSequence(final int slot) {
        return table.get(slot, LAST_SEQUENCE);
    }

    /** The next entry has this number. */
    void lastSequence(final int slot, final long sequence) {
        Invariants.same("sequence", sequence, lastSequence(slot) + 1);
        table.set(slot, LAST_SEQUENCE, sequence);
    }

    /** Makes the indexes anew after a snapshot was loaded. */
    public void reindex() {
        byId.clear();
        byPair.clear();
        for (int slot = 1; slot <= table.size(); slot++) {
            if (table.isLive(slot)) {
                byId.put(idHash(id(slot)), slot);
                byPair.put(table.get(slot, PAIR_HASH), slot);
            }
        }
    }

    private static long idHash(final long chatId) {
        return Bytes.hash(chatId, 2);
    }

    private static long pairHash(final int first, final int second) {
        return Bytes.hash(Math.min(first, second), Math.max(first, second));
    }
}
