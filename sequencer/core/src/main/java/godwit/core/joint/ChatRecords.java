package godwit.core.joint;

import godwit.core.numbers.ShardContext;
import godwit.core.state.ChatIndex;
import godwit.core.state.Invariants;
import godwit.core.state.Names;
import godwit.core.state.RecordList;
import godwit.core.state.Table;
import org.agrona.DirectBuffer;

/**
 * Chats, of which a shard has one record each, whether it owns the chat, users in it, or both. What both owners know is the
 * chat's owner's to change where that is this shard; the owner of users is told, and has nothing to write down.
 * <p>
 * Between an entry and the moment at which the owner of users applies it, which is the same command, the two differ by that
 * entry: {@link #arrivedSequence} is one less then.
 */
public final class ChatRecords {
    /** Words of a record. */
    public static final int WORDS = 14;
    /** Heads the list of memberships. */
    public static final int MEMBERSHIPS = 9;
    /** Heads the list of members: all of an own chat, of another shard's those that are known here. */
    public static final int MEMBERS = 2;
    /** Heads the list of day marks. */
    public static final int DAY_MARKS = 13;

    private static final int ID = 0;
    private static final int LAST_SEQUENCE = 1;
    private static final int CREATOR = 3;
    private static final int MESSAGES = 4;
    private static final int COUNTS = 5;
    private static final int LINK = 6;
    private static final int NAMES = 7;
    private static final int VERSION = 8;
    private static final int ACTIVITY = 10;
    private static final int PEER_CHANGE = 11;
    private static final int EXTRA = 12;
    private static final int KIND_MASK = 0xff;
    private static final int WIDE = 0x100;
    private static final int OWNED = 0x200;
    private static final int FED = 0x400;

    private final Table table;
    private final Names names;
    private final ChatIndex index;
    private final ChatExtras extras;
    /** The chat whose newest entry the owner of users has not applied yet; 0 between commands, so no state. */
    private int underWay;

    /** The records of an index's table. */
    public ChatRecords(final ShardContext shard) {
        this.index = shard.chatIndex();
        this.table = index.table();
        this.names = shard.names();
        this.extras = new ChatExtras(shard.registry(), this);
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** What only some of them have. */
    public ChatExtras extras() {
        return extras;
    }

    /** A list of own chats. */
    public RecordList listed(final Table owners, final int headWord) {
        return new RecordList(table, LINK, owners, headWord);
    }

    /** A chat by its id that this shard owns; 0: none. */
    public int findOwned(final long chatId) {
        final int slot = index.find(chatId);
        return slot != 0 && isOwned(slot) ? slot : 0;
    }

    /** A chat by its id that the owner of users was told of; 0: none. */
    public int findFed(final long chatId) {
        final int slot = index.find(chatId);
        return slot != 0 && (flags(slot) & FED) != 0 ? slot : 0;
    }

    /** The owner of chats makes a chat. */
    public int addOwned(
        final long chatId, final int kind, final int creator, final DirectBuffer clientChatId, final DirectBuffer title) {
        return add(chatId, kind | OWNED, creator, clientChatId, title);
    }

    /** The owner of users is told of a chat, of this shard or of another. */
    public int addFed(
        final long chatId, final int kind, final int creator, final DirectBuffer clientChatId, final DirectBuffer title) {
        final int own = findOwned(chatId);
        if (own == 0) {
            return add(chatId, kind | FED, creator, clientChatId, title);
        }
        flags(own, flags(own) | FED);
        return own;
    }

    private int add(
        final long chatId, final int flags, final int creator, final DirectBuffer clientChatId,
        final DirectBuffer title) {
        final int slot = table.allocate();
        table.set(slot, ID, chatId);
        table.set(slot, CREATOR, Table.pack(creator, flags));
        table.set(slot, NAMES, Table.pack(names.put(title), names.put(clientChatId)));
        index.put(chatId, slot);
        return slot;
    }

    /** Whether this shard owns the chat. */
    public boolean isOwned(final int slot) {
        return (flags(slot) & OWNED) != 0;
    }

    private int flags(final int slot) {
        return table.high(slot, CREATOR);
    }

    private void flags(final int slot, final int flags) {
        if (flags != flags(slot)) {
            table.setHigh(slot, CREATOR, flags);
        }
    }

    /** The chat's id. */
    public long id(final int slot) {
        return table.get(slot, ID);
    }

    /** Its kind. */
    public int kind(final int slot) {
        return flags(slot) & KIND_MASK;
    }

    /** Whether it has so many members that receipts are not pushed: decided by the last change of its members. */
    public boolean isWide(final int slot) {
        return (flags(slot) & WIDE) != 0;
    }

    /** Says whether it has so many members. */
    public void isWide(final int slot, final boolean wide) {
        flags(slot, wide ? flags(slot) | WIDE : flags(slot) & ~WIDE);
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
    public void title(final int slot, final DirectBuffer title) {
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

    /** It has another version. */
    public void version(final int slot, final long version) {
        table.set(slot, VERSION, version);
    }

    /** How many members it has, on all shards. */
    public int memberCount(final int slot) {
        return table.low(slot, COUNTS);
    }

    /** How many of them are administrators; known to its owner only. */
    public int adminCount(final int slot) {
        return table.high(slot, COUNTS);
    }

    /** It has so many members, of whom so many are administrators. */
    public void counts(final int slot, final int members, final int admins) {
        table.set(slot, COUNTS, Table.pack(members, admins));
    }

    /** How many of its entries are messages. */
    public long messages(final int slot) {
        return table.get(slot, MESSAGES);
    }

    /** So many of its entries are messages. */
    public void messages(final int slot, final long count) {
        table.set(slot, MESSAGES, count);
    }

    /** The last entry's number. */
    public long lastSequence(final int slot) {
        return table.get(slot, LAST_SEQUENCE);
    }

    /** The next entry of an own chat has this number; the owner of users is to apply it before the command ends. */
    public void onOwnEntry(final int slot, final long sequence) {
        Invariants.same("sequence", sequence, lastSequence(slot) + 1);
        Invariants.same("entry under way of chat", underWay, 0);
        table.set(slot, LAST_SEQUENCE, sequence);
        underWay = slot;
    }

    /** The last entry that the owner of users has applied. */
    public long arrivedSequence(final int slot) {
        return lastSequence(slot) - (underWay == slot ? 1 : 0);
    }

    /** The owner of users has applied all up to a sequence. */
    public void onArrived(final int slot, final long sequence) {
        if (isOwned(slot)) {
            Invariants.same("sequence applied", sequence, lastSequence(slot));
            Invariants.same("chat of entry applied", underWay, slot);
            underWay = 0;
        } else {
            table.set(slot, LAST_SEQUENCE, sequence);
        }
    }

    /** The stamp of the last entry that the owner of users applied, or of the creation. */
    public long activity(final int slot) {
        return table.get(slot, ACTIVITY);
    }

    /** There was an entry, or the creation. */
    public void activity(final int slot, final long change) {
        table.set(slot, ACTIVITY, change);
    }

    /** The stamp of the last receipt of any member that the owner of users was told of. */
    public long peerChange(final int slot) {
        return table.get(slot, PEER_CHANGE);
    }

    /** A member's mark moved. */
    public void peerChange(final int slot, final long change) {
        table.set(slot, PEER_CHANGE, change);
    }

    /** The day of the newest day mark. */
    public int newestDay(final int slot) {
        return table.high(slot, EXTRA);
    }

    /** There is a newer day mark. */
    public void newestDay(final int slot, final int day) {
        table.setHigh(slot, EXTRA, day);
    }

    int extra(final int slot) {
        return table.low(slot, EXTRA);
    }

    void extra(final int slot, final int extra) {
        table.setLow(slot, EXTRA, extra);
    }
}
