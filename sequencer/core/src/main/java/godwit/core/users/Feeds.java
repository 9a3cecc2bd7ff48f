package godwit.core.users;

import godwit.core.link.ChatNews;
import godwit.core.state.ChatIndex;
import godwit.core.state.Invariants;
import godwit.core.state.Names;
import godwit.core.state.RecordList;
import godwit.core.state.Table;
import godwit.core.state.Tables;
import org.agrona.DirectBuffer;

/**
 * Chats as the owner of users knows them: how far their entries have come here, who of its users is in them, and from
 * which sequence on each day's entries are, so that what is too old can be given up though it left memory.
 */
public final class Feeds {
    static final int MEMBERSHIPS = 2;
    static final int PEERS = 9;
    static final int EDGES = 8;
    static final int FOLLOWERS = 11;

    private static final long DAY_MS = 24L * 3600 * 1000;
    private static final int CHAT_ID = 0;
    private static final int LAST_SEQUENCE = 1;
    private static final int MARKS = 12;
    private static final int NEWEST_DAY = 4;
    private static final int ACTIVITY = 5;
    private static final int MESSAGES = 6;
    private static final int PEER_CHANGE = 10;
    private static final int COUNTS = 7;
    private static final int NAMES = 13;
    private static final int CREATOR = 3;
    private static final int VERSION = 14;
    private static final int TOTAL = 15;
    private static final int WORDS = 16;
    private static final int MARK_DAY = 0;
    private static final int MARK_SEQUENCE = 1;
    private static final int MARK_LINK = 2;

    private final Table table;
    private final Table marks;
    private final RecordList marksOfFeed;
    private final Names names;
    private final ChatIndex index;

    /** Registers the tables of feeds and day marks. */
    public Feeds(final Tables registry, final Names names, final ChatIndex index) {
        this.names = names;
        this.index = index;
        table = registry.table("feeds", WORDS);
        marks = registry.table("dayMarks", 3);
        marksOfFeed = new RecordList(marks, MARK_LINK, table, MARKS);
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** The table of day marks. */
    public Table marks() {
        return marks;
    }

    /** The day marks of a feed, oldest first. */
    public RecordList marksOfFeed() {
        return marksOfFeed;
    }

    /** The feed of a chat; 0: none. */
    public int find(final long chatId) {
        return index.feed(chatId);
    }

    /** A new feed, of a chat of whose entries none are here yet. */
    public int add(final ChatNews chat) {
        final int slot = table.allocate();
        table.set(slot, CHAT_ID, chat.chatId);
        table.set(slot, CREATOR, Table.pack(chat.creator, chat.kind));
        table.set(slot, NAMES, Table.pack(names.put(chat.title), names.put(chat.clientChatId)));
        index.putFeed(chat.chatId, slot);
        onNews(slot, chat);
        return slot;
    }

    /** What is news of a chat; its title, too. */
    public void onNews(final int slot, final ChatNews chat) {
        if (!names.equal(title(slot), chat.title)) {
            title(slot, chat.title);
        }
        onVersion(slot, chat.version, chat.memberCount, chat.isWide);
    }

    /** The chat changed: its version, how many members it has on all shards, whether it is wide. */
    public void onVersion(final int slot, final long version, final int memberCount, final boolean wide) {
        table.set(slot, VERSION, Math.max(version, version(slot)));
        table.set(slot, TOTAL, memberCount);
        table.setHigh(slot, COUNTS, wide ? 1 : 0);
    }

    /** The chat's kind. */
    public int kind(final int slot) {
        return table.high(slot, CREATOR);
    }

    /** The interned id of the creator. */
    public int creator(final int slot) {
        return table.low(slot, CREATOR);
    }

    /** The chat's version. */
    public long version(final int slot) {
        return table.get(slot, VERSION);
    }

    /** How many members the chat has, on all shards. */
    public int totalCount(final int slot) {
        return (int) table.get(slot, TOTAL);
    }

    /** The reference of the title. */
    public int title(final int slot) {
        return table.low(slot, NAMES);
    }

    /** The title is another. */
    public void title(final int slot, final DirectBuffer title) {
        names.free(title(slot));
        table.setLow(slot, NAMES, names.put(title));
    }

    /** The reference of the creator's key. */
    public int clientChatId(final int slot) {
        return table.high(slot, NAMES);
    }

    /** The chat. */
    public long chatId(final int slot) {
        return table.get(slot, CHAT_ID);
    }

    /** The last entry that came. */
    public long lastSequence(final int slot) {
        return table.get(slot, LAST_SEQUENCE);
    }

    /** How many users of this shard are in the chat. */
    public int memberCount(final int slot) {
        return table.low(slot, COUNTS);
    }

    void addMembers(final int slot, final int more) {
        table.setLow(slot, COUNTS, memberCount(slot) + more);
    }

    /** Whether the chat has so many members that receipts are not pushed. */
    public boolean isWide(final int slot) {
        return table.high(slot, COUNTS) != 0;
    }

    /** The stamp of the last entry, or of the creation. */
    public long activity(final int slot) {
        return table.get(slot, ACTIVITY);
    }

    /** An entry came, or the chat was created. */
    public void onActivity(final int slot, final long change) {
        table.set(slot, ACTIVITY, change);
    }

    /** How many of the entries are messages. */
    public long messages(final int slot) {
        return table.get(slot, MESSAGES);
    }

    /** So many of the entries are messages. */
    public void messages(final int slot, final long count) {
        Invariants.atLeast("messages of feed", count, messages(slot));
        table.set(slot, MESSAGES, count);
    }

    /** The stamp of the last receipt of any member. */
    public long peerChange(final int slot) {
        return table.get(slot, PEER_CHANGE);
    }

    /** A member's mark moved. */
    public void onPeerChange(final int slot, final long change) {
        table.set(slot, PEER_CHANGE, change);
    }

    /** The next entry came; days older than the retention are forgotten on the way. */
    public void advance(final int slot, final long sequence, final long timestampMs, final long retentionMs) {
        Invariants.same("sequence of feed", sequence, lastSequence(slot) + 1);
        table.set(slot, LAST_SEQUENCE, sequence);
        final long day = timestampMs / DAY_MS;
        if (table.get(slot, NEWEST_DAY) != day) {
            addMark(slot, day, sequence);
            forgetMarks(slot, (timestampMs - retentionMs) / DAY_MS);
        }
    }

    /** Entries up to one came, which are not here but in the table; their days are not known, so that of now is taken. */
    public void jump(final int slot, final long sequence, final long timeMs) {
        Invariants.atLeast("jump of feed", sequence, lastSequence(slot));
        if (table.get(slot, NEWEST_DAY) != timeMs / DAY_MS) {
            addMark(slot, timeMs / DAY_MS, lastSequence(slot) + 1);
        }
        table.set(slot, LAST_SEQUENCE, sequence);
    }

    /** The last sequence that is surely older than a time; 0: none is. */
    public long lastBefore(final int slot, final long timeMs) {
        final long day = timeMs / DAY_MS;
        for (int mark = marksOfFeed.first(slot); mark != 0; mark = marksOfFeed.next(mark)) {
            if (marks.get(mark, MARK_DAY) >= day) {
                return marks.get(mark, MARK_SEQUENCE) - 1;
            }
        }
        return lastSequence(slot);
    }

    /** Adds all to the chats' index, which was cleared, after a snapshot was loaded. */
    public void reindex() {
        for (int slot = 1; slot <= table.size(); slot++) {
            if (table.isLive(slot)) {
                index.putFeed(chatId(slot), slot);
            }
        }
    }

    private void addMark(final int slot, final long day, final long sequence) {
        final int mark = marks.allocate();
        marks.set(mark, MARK_DAY, day);
        marks.set(mark, MARK_SEQUENCE, sequence);
        marksOfFeed.append(slot, mark);
        table.set(slot, NEWEST_DAY, day);
    }

    private void forgetMarks(final int slot, final long day) {
        int mark = marksOfFeed.first(slot);
        while (marks.get(mark, MARK_DAY) < day && mark != marksOfFeed.last(slot)) {
            marksOfFeed.remove(slot, mark);
            marks.free(mark);
            mark = marksOfFeed.first(slot);
        }
    }
}
