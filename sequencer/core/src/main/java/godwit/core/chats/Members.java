package godwit.core.chats;

import godwit.core.state.Intervals;
import godwit.core.state.Invariants;
import godwit.core.state.RecordList;
import godwit.core.state.Table;
import godwit.core.state.Tables;

/** The members of chats, as the chat's owner knows them. A group will want an index; a direct chat is two steps. */
public final class Members {
    private static final int OWNER = 0;
    private static final int LINK = 1;
    private static final int ROLE = 2;
    private static final int DELIVERED = 3;
    private static final int READ = 4;
    private static final int READ_OTHERS = 5;
    private static final int MESSAGES = 6;
    private static final int INTERVALS = 7;

    private final Table table;
    private final Chats chats;
    private final Intervals intervals;
    private final RecordList ofChat;
    private final RecordList intervalsOf;

    /** Registers the table of members. */
    public Members(final Tables registry, final Chats chats, final Intervals intervals) {
        this.table = registry.table("members", 8);
        this.chats = chats;
        this.intervals = intervals;
        this.ofChat = new RecordList(table, LINK, chats.table(), Chats.MEMBERS);
        this.intervalsOf = intervals.listIn(table, INTERVALS);
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** The members of a chat, the creator first. */
    public RecordList ofChat() {
        return ofChat;
    }

    /** The intervals of a member. */
    public RecordList intervalsOf() {
        return intervalsOf;
    }

    /** A chat's member of that interned id; 0: none. */
    int find(final int chat, final int id) {
        int slot = ofChat.first(chat);
        while (slot != 0 && id(slot) != id) {
            slot = ofChat.next(slot);
        }
        return slot;
    }

    /** A member joins; its first entry is the next one. */
    void add(final int chat, final int id, final int role) {
        Invariants.same("member", find(chat, id), 0);
        final int slot = table.allocate();
        table.set(slot, OWNER, Table.pack(chat, id));
        table.set(slot, ROLE, role);
        ofChat.append(chat, slot);
        intervals.open(intervalsOf, slot, chats.lastSequence(chat) + 1);
        chats.memberAdded(chat);
    }

    int id(final int slot) {
        return table.high(slot, OWNER);
    }

    int role(final int slot) {
        return (int) table.get(slot, ROLE);
    }

    boolean isPresent(final int slot) {
        return intervals.isOpen(intervalsOf, slot);
    }

    /** The first entry that the member may read. */
    long firstSequence(final int slot) {
        return intervals.from(intervalsOf, slot);
    }

    long delivered(final int slot) {
        return table.get(slot, DELIVERED);
    }

    long read(final int slot) {
        return table.get(slot, READ);
    }

    long messages(final int slot) {
        return table.get(slot, MESSAGES);
    }

    /** The member wrote one more; its number among the member's. */
    long nextOrdinal(final int slot) {
        return table.add(slot, MESSAGES, 1);
    }

    void marks(final int slot, final long delivered, final long read, final long readOthers) {
        Invariants.atLeast("member delivered", delivered, delivered(slot));
        Invariants.atLeast("member read", read, read(slot));
        table.set(slot, DELIVERED, delivered);
        table.set(slot, READ, read);
        table.set(slot, READ_OTHERS, readOthers);
    }

    /** Others' entries above the member's read mark, at most 1,000. */
    int unread(final int slot, final long lastSequence) {
        final long others = lastSequence - messages(slot);
        return (int) Math.min(1000, Math.max(0, others - table.get(slot, READ_OTHERS)));
    }
}
