package godwit.core.users;

import godwit.core.state.Names;
import godwit.core.state.RecordList;
import godwit.core.state.Table;
import godwit.core.state.Tables;

/** What is kept of memberships that are over, in the order in which they ended; most never are, so it stands apart. */
public final class Leavings {
    private static final int OWNER = 0;
    private static final int LINK = 1;
    private static final int TIME_MS = 2;
    private static final int OTHERS = 3;
    private static final int SEQUENCE = 4;
    private static final int VERSION = 5;
    private static final int VERSION_BEFORE = 6;
    private static final int COUNTS = 7;
    private static final int WORDS = 8;

    private final Table table;
    private final Names names;
    private final RecordList all;
    private final int shardSlot;

    /** Registers the table; the list of all is headed by a word of the shard's record. */
    public Leavings(final Tables registry, final Names names, final Table shard, final int shardSlot, final int headWord) {
        table = registry.table("leavings", WORDS);
        this.names = names;
        this.shardSlot = shardSlot;
        all = new RecordList(table, LINK, shard, headWord);
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** The membership that ended first; 0: none is over. */
    int firstMembership() {
        final int slot = all.first(shardSlot);
        return slot == 0 ? 0 : table.low(slot, OWNER);
    }

    /** A membership is over, with so many messages of others by then; the entry of a sequence is the last one. */
    int add(
        final int membership, final long sequence, final long timeMs, final long others, final LastKnown chat) {
        final int slot = table.allocate();
        table.set(slot, OWNER, Table.pack(membership, names.put(chat.title)));
        table.set(slot, TIME_MS, timeMs);
        table.set(slot, OTHERS, others);
        table.set(slot, SEQUENCE, sequence);
        table.set(slot, VERSION, chat.version);
        table.set(slot, VERSION_BEFORE, chat.versionBefore);
        table.set(slot, COUNTS, Table.pack(chat.memberCount, chat.memberCountBefore));
        all.append(shardSlot, slot);
        return slot;
    }

    /** The user came back, or the membership is forgotten. */
    void remove(final int slot) {
        names.free(title(slot));
        all.remove(shardSlot, slot);
        table.free(slot);
    }

    /** When, in the log's time. */
    long timeMs(final int slot) {
        return table.get(slot, TIME_MS);
    }

    /** The last entry that is meant for the user. */
    long sequence(final int slot) {
        return table.get(slot, SEQUENCE);
    }

    /** How many messages of others there were. */
    long others(final int slot) {
        return table.get(slot, OTHERS);
    }

    /** The reference of the chat's title as it was then. */
    public int title(final int slot) {
        return table.high(slot, OWNER);
    }

    /** The chat's version as it was then. */
    public long version(final int slot) {
        return table.get(slot, VERSION);
    }

    /** A version of the chat before that in which the user was a member no more. */
    public long versionBefore(final int slot) {
        return table.get(slot, VERSION_BEFORE);
    }

    /** How many members the chat had then. */
    public int memberCount(final int slot) {
        return table.low(slot, COUNTS);
    }

    /** How many members the chat had in the version before. */
    public int memberCountBefore(final int slot) {
        return table.high(slot, COUNTS);
    }
}
