package godwit.core.shards;

import godwit.core.state.Bytes;
import godwit.core.state.Invariants;
import godwit.core.state.Names;
import godwit.core.state.RecordList;
import godwit.core.state.SlotIndex;
import godwit.core.state.Table;
import godwit.core.state.Tables;
import org.agrona.DirectBuffer;

/**
 * What is to be sent, or under way, to other shards: of a chat how far its entries have come, or that a mark moved. An item
 * lasts until all of it is acknowledged; without one the other shard has everything.
 */
final class Items {
    /** Entries of a chat; the subject is the chat. */
    static final int CHAT = 1;
    /** A user's own mark, to the chat's owner; the subject is the membership. */
    static final int MARK = 2;
    /** A member's mark, to the owners of other members; the subject is the member. */
    static final int PEER = 3;

    private static final int OWNER = 0;
    private static final int LINK = 1;
    private static final int KIND = 2;
    private static final int NUMBER = 3;
    private static final int ACKNOWLEDGED = 4;
    private static final int SENT = 5;
    private static final int VERSION = 6;
    /** The reference of the title, and how many members. */
    private static final int TITLE = 7;
    private static final int WORDS = 8;
    private static final int KIND_MASK = 0xff;
    private static final int WAITING = 0x100;
    private static final int NEEDS_NEWS = 0x200;
    private static final int NEWS_SENT = 0x400;

    private final Table table;
    private final Names names;
    private final RecordList chats;
    private final RecordList marks;
    private final RecordList sent;
    private final SlotIndex index = new SlotIndex();

    Items(final Tables registry, final Names names, final Links links) {
        this.names = names;
        this.table = registry.table("linkItems", WORDS);
        this.chats = new RecordList(table, LINK, links.table(), Links.CHATS);
        this.marks = new RecordList(table, LINK, links.table(), Links.MARKS);
        this.sent = new RecordList(table, LINK, links.table(), Links.SENT);
    }

    Table table() {
        return table;
    }

    RecordList chats() {
        return chats;
    }

    RecordList marks() {
        return marks;
    }

    RecordList sent() {
        return sent;
    }

    int find(final int kind, final int subject, final int link) {
        final long hash = hash(kind, subject, link);
        int position = index.first(hash);
        while (position != SlotIndex.NULL_POSITION) {
            final int slot = index.slot(position);
            if (table.get(slot, OWNER) == Table.pack(subject, link) && kind(slot) == kind) {
                return slot;
            }
            position = index.next(position, hash);
        }
        return 0;
    }

    /** A new item, which waits. */
    int add(final int kind, final int subject, final int link) {
        final int slot = table.allocate();
        table.set(slot, OWNER, Table.pack(subject, link));
        table.set(slot, KIND, kind | WAITING);
        waiting(slot).append(link, slot);
        index.put(hash(kind, subject, link), slot);
        return slot;
    }

    /** All of an item is acknowledged. */
    void remove(final int slot) {
        Invariants.holds(!isWaiting(slot), "item of a link waits: expected it acknowledged");
        drop(slot);
    }

    /** An item is to be forgotten, wherever it is. */
    void drop(final int slot) {
        (isWaiting(slot) ? waiting(slot) : sent).remove(link(slot), slot);
        index.remove(hash(kind(slot), subject(slot), link(slot)), slot);
        names.free(toldTitle(slot));
        table.free(slot);
    }

    int kind(final int slot) {
        return table.low(slot, KIND) & KIND_MASK;
    }

    int subject(final int slot) {
        return table.low(slot, OWNER);
    }

    int link(final int slot) {
        return table.high(slot, OWNER);
    }

    boolean isWaiting(final int slot) {
        return (table.low(slot, KIND) & WAITING) != 0;
    }

    /** Something more of it is to be sent. */
    void await(final int slot) {
        if (!isWaiting(slot)) {
            sent.remove(link(slot), slot);
            waiting(slot).append(link(slot), slot);
            flag(slot, WAITING, true);
        }
    }

    /** Something of it was sent under a number; {@code all}: nothing more is to be. */
    void onSent(final int slot, final long number, final boolean all) {
        table.set(slot, NUMBER, number);
        if (all && isWaiting(slot)) {
            waiting(slot).remove(link(slot), slot);
            sent.append(link(slot), slot);
            flag(slot, WAITING, false);
        } else if (!isWaiting(slot)) {
            sent.moveToEnd(link(slot), slot);
        }
    }

    /** What was sent of it counts as not sent; it comes before all that waits. */
    void restart(final int slot) {
        if (kind(slot) == CHAT) {
            table.set(slot, SENT, table.get(slot, ACKNOWLEDGED));
        }
        table.set(slot, NUMBER, 0);
        if ((table.low(slot, KIND) & NEWS_SENT) != 0) {
            flag(slot, NEWS_SENT, false);
            flag(slot, NEEDS_NEWS, true);
        }
        if (!isWaiting(slot)) {
            sent.remove(link(slot), slot);
            waiting(slot).prepend(link(slot), slot);
            flag(slot, WAITING, true);
        }
    }

    /** Of a chat: what was sent of it in an older generation counts as not sent. */
    void follow(final int slot, final long generation) {
        if (table.high(slot, KIND) != (int) generation) {
            restart(slot);
            table.setHigh(slot, KIND, (int) generation);
        }
    }

    /** The number of the last record that it was in; 0: none in this generation. */
    long number(final int slot) {
        return table.get(slot, NUMBER);
    }

    /** Of a chat: the other shard is to be told of it before its next entry. */
    boolean needsNews(final int slot) {
        return (table.low(slot, KIND) & NEEDS_NEWS) != 0;
    }

    /** Of a new item of a chat: the other shard is to be told of it as it was then, whatever becomes of it meanwhile. */
    void setNeedsNews(final int slot, final long version, final int memberCount, final DirectBuffer title) {
        flag(slot, NEEDS_NEWS, true);
        table.set(slot, VERSION, version);
        table.set(slot, TITLE, Table.pack(names.put(title), memberCount));
    }

    /** The chat's version as it is to be told. */
    long toldVersion(final int slot) {
        return table.get(slot, VERSION);
    }

    /** The reference of the chat's title as it is to be told. */
    int toldTitle(final int slot) {
        return table.low(slot, TITLE);
    }

    /** How many members the chat has as it is to be told. */
    int toldMemberCount(final int slot) {
        return table.high(slot, TITLE);
    }

    /** Of a chat: the other shard was told of it. */
    void onNewsSent(final int slot) {
        flag(slot, NEEDS_NEWS, false);
        flag(slot, NEWS_SENT, true);
    }

    /** Of a chat: up to which entry it was sent. */
    long sentTo(final int slot) {
        return table.get(slot, SENT);
    }

    void sentTo(final int slot, final long sequence) {
        table.set(slot, SENT, sequence);
    }

    /** Of a chat: the other shard has everything up to an entry. */
    void acknowledgedTo(final int slot, final long sequence) {
        table.set(slot, ACKNOWLEDGED, sequence);
        table.set(slot, SENT, sequence);
    }

    long acknowledgedTo(final int slot) {
        return table.get(slot, ACKNOWLEDGED);
    }

    /** Of a mark: the entry that moved it, its id, and which mark it was. */
    void moved(final int slot, final long sequence, final long msgId, final int status) {
        table.set(slot, ACKNOWLEDGED, msgId);
        table.set(slot, SENT, sequence);
        table.setHigh(slot, KIND, status);
    }

    /** Of a mark: the entry whose id is kept. */
    long movedTo(final int slot) {
        return table.get(slot, SENT);
    }

    long msgId(final int slot) {
        return table.get(slot, ACKNOWLEDGED);
    }

    int status(final int slot) {
        return table.high(slot, KIND);
    }

    void reindex() {
        index.clear();
        for (int slot = 1; slot <= table.size(); slot++) {
            if (table.isLive(slot)) {
                index.put(hash(kind(slot), subject(slot), link(slot)), slot);
            }
        }
    }

    private RecordList waiting(final int slot) {
        return kind(slot) == CHAT ? chats : marks;
    }

    private void flag(final int slot, final int bit, final boolean on) {
        final int flags = table.low(slot, KIND);
        table.setLow(slot, KIND, on ? flags | bit : flags & ~bit);
    }

    private static long hash(final int kind, final int subject, final int link) {
        return Bytes.hash(Table.pack(subject, link), kind);
    }
}
