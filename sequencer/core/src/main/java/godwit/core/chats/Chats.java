package godwit.core.chats;

import godwit.core.ChatView;
import godwit.core.IndexKey;
import godwit.core.directory.Partitions;
import godwit.core.numbers.ShardContext;
import godwit.core.state.Bytes;
import godwit.core.state.ChatIndex;
import godwit.core.state.Invariants;
import godwit.core.state.Names;
import godwit.core.state.RecordList;
import godwit.core.state.SlotIndex;
import godwit.core.state.Table;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The chats that this shard owns. */
public final class Chats {
    /** Heads the list of members. */
    static final int MEMBERS = 2;
    /** Heads the list of other shards that members are on. */
    public static final int DESTINATIONS = 6;
    /** Heads the list of former members. */
    static final int FORMERS = 10;

    private static final int ID = 0;
    private static final int LAST_SEQUENCE = 1;
    private static final int LINK = 7;
    private static final int CREATOR = 3;
    private static final int NAMES = 8;
    private static final int VERSION = 9;
    private static final int COUNTS = 5;
    private static final int MESSAGES = 4;
    private static final int FORMER_COUNT = 11;
    private static final int WORDS = 12;
    private static final int KIND_MASK = 0xff;
    private static final int WIDE = 0x100;

    private final Table table;
    private final Names names;
    private final IndexKey indexKey;
    private final RecordList ofPartition;
    private final ChatIndex byId;
    private final SlotIndex byPair = new SlotIndex();
    private final SlotIndex byKey = new SlotIndex();
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);

    /** Registers the table of chats. */
    public Chats(final ShardContext shard, final Partitions partitions) {
        this.table = shard.registry().table("chats", WORDS);
        this.names = shard.names();
        this.indexKey = shard.indexKey();
        this.byId = shard.chatIndex();
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
        return byId.chat(chatId);
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

    /** The group that a creator made under a key; 0: none. */
    int findGroup(final int creator, final DirectBuffer key) {
        final long hash = keyHash(creator, key);
        int position = byKey.first(hash);
        while (position != SlotIndex.NULL_POSITION) {
            final int slot = byKey.slot(position);
            if (creator(slot) == creator && names.equal(clientChatId(slot), key)) {
                return slot;
            }
            position = byKey.next(position, hash);
        }
        return 0;
    }

    /** A new direct chat, whose two members are to be added next. */
    int addDirect(
        final long chatId, final int creator, final int other, final DirectBuffer clientChatId,
        final DirectBuffer title) {
        final int slot = add(chatId, ChatView.DIRECT, creator, clientChatId, title);
        byPair.put(pairHash(creator, other), slot);
        return slot;
    }

    /** A new group, whose members are to be added next. */
    int addGroup(final long chatId, final int creator, final DirectBuffer clientChatId, final DirectBuffer title) {
        final int slot = add(chatId, ChatView.GROUP, creator, clientChatId, title);
        if (clientChatId.capacity() > 0) {
            byKey.put(keyHash(creator, clientChatId), slot);
        }
        return slot;
    }

    private int add(
        final long chatId, final int kind, final int creator, final DirectBuffer clientChatId,
        final DirectBuffer title) {
        final int slot = table.allocate();
        table.set(slot, ID, chatId);
        table.set(slot, CREATOR, Table.pack(creator, kind));
        table.set(slot, NAMES, Table.pack(names.put(title), names.put(clientChatId)));
        ofPartition.append(Partitions.slot(Partitions.ofChat(chatId)), slot);
        byId.putChat(chatId, slot);
        return slot;
    }

    /** The chat's id. */
    public long id(final int slot) {
        return table.get(slot, ID);
    }

    /** Its kind. */
    public int kind(final int slot) {
        return table.high(slot, CREATOR) & KIND_MASK;
    }

    /** Whether it has so many members that receipts are not pushed: decided by the last change of its members. */
    public boolean isWide(final int slot) {
        return (table.high(slot, CREATOR) & WIDE) != 0;
    }

    /** Says whether it has so many members. */
    void isWide(final int slot, final boolean wide) {
        table.setHigh(slot, CREATOR, kind(slot) | (wide ? WIDE : 0));
    }

    /** Its creator's interned id. */
    public int creator(final int slot) {
        return table.low(slot, CREATOR);
    }

    /** The reference of its title. */
    public int title(final int slot) {
        return table.low(slot, NAMES);
    }

    /** Its title is another. */
    void title(final int slot, final DirectBuffer title) {
        names.free(title(slot));
        table.setLow(slot, NAMES, names.put(title));
    }

    /** The reference of its creator's key. */
    public int clientChatId(final int slot) {
        return table.high(slot, NAMES);
    }

    /** Its version. */
    public long version(final int slot) {
        return table.get(slot, VERSION);
    }

    /** It changed; the new version. */
    long nextVersion(final int slot) {
        return table.add(slot, VERSION, 1);
    }

    /** How many members it has. */
    public int memberCount(final int slot) {
        return table.low(slot, COUNTS);
    }

    /** How many of them are administrators. */
    int adminCount(final int slot) {
        return table.high(slot, COUNTS);
    }

    /** So many members more, and so many administrators. */
    void onMembers(final int slot, final int moreMembers, final int moreAdmins) {
        final int count = memberCount(slot) + moreMembers;
        final int admins = adminCount(slot) + moreAdmins;
        Invariants.within("administrators", admins, 0, count);
        table.set(slot, COUNTS, Table.pack(count, admins));
    }

    /** How many former members are remembered. */
    int formerCount(final int slot) {
        return (int) table.get(slot, FORMER_COUNT);
    }

    void onFormers(final int slot, final int more) {
        table.add(slot, FORMER_COUNT, more);
    }

    /** How many of its entries are messages. */
    public long messages(final int slot) {
        return table.get(slot, MESSAGES);
    }

    /** One message more; its number. */
    long nextMessage(final int slot) {
        return table.add(slot, MESSAGES, 1);
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

    /** Makes the indexes anew after a snapshot was loaded, but for that of all chats, which was cleared; members are there. */
    public void reindex(final Members members) {
        byPair.clear();
        byKey.clear();
        for (int slot = 1; slot <= table.size(); slot++) {
            if (table.isLive(slot)) {
                byId.putChat(id(slot), slot);
                if (kind(slot) == ChatView.DIRECT) {
                    final int first = members.ofChat().first(slot);
                    final int second = members.ofChat().next(first);
                    byPair.put(pairHash(members.id(first), members.id(second)), slot);
                } else if (clientChatId(slot) != 0) {
                    byKey.put(keyHash(creator(slot), names.wrap(clientChatId(slot), view)), slot);
                }
            }
        }
    }

    private static long pairHash(final int first, final int second) {
        return Bytes.hash(Math.min(first, second), Math.max(first, second));
    }

    private long keyHash(final int creator, final DirectBuffer key) {
        return Bytes.hash(indexKey.hash(key), creator);
    }
}
