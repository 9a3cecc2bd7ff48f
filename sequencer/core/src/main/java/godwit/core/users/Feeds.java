package godwit.core.users;

import godwit.core.Changes;
import godwit.core.joint.ChatRecords;
import godwit.core.link.ChatChange;
import godwit.core.link.ChatNews;
import godwit.core.state.Invariants;
import godwit.core.state.Names;
import godwit.core.state.RecordList;
import godwit.core.state.Table;
import godwit.core.state.Tables;
import org.agrona.DirectBuffer;

/**
 * Chats as the owner of users knows them: how far their entries have come here, who of its users is in them, and from
 * which sequence on each day's entries are, so that what is too old can be given up though it left memory. Of a chat that
 * this shard owns, what its owner knows is not written down a second time.
 */
public final class Feeds {
    private static final long DAY_MS = 24L * 3600 * 1000;
    private static final int MARK_DAY = 0;
    private static final int MARK_SEQUENCE = 1;
    private static final int MARK_LINK = 2;

    private final ChatRecords records;
    private final Table marks;
    private final RecordList marksOfFeed;
    private final Names names;

    /** Registers the table of day marks. */
    public Feeds(final Tables registry, final Names names, final ChatRecords records) {
        this.names = names;
        this.records = records;
        marks = registry.table("dayMarks", 3);
        marksOfFeed = new RecordList(marks, MARK_LINK, records.table(), ChatRecords.DAY_MARKS);
    }

    /** The records, which are those of the owner of chats, too. */
    public ChatRecords records() {
        return records;
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
        return records.findFed(chatId);
    }

    /** A new feed, of a chat of whose entries none are here yet. */
    public int add(final ChatNews chat) {
        final int slot = records.addFed(chat.chatId, chat.kind, chat.creator, chat.clientChatId, chat.title);
        onNews(slot, chat);
        return slot;
    }

    /** Whether this shard owns the chat, and so has all of it that there is to know. */
    public boolean isOwned(final int slot) {
        return records.isOwned(slot);
    }

    /** What is news of a chat: its title, its version, how many members it has on all shards, whether it is wide. */
    public void onNews(final int slot, final ChatNews chat) {
        if (!names.equal(title(slot), chat.title)) {
            title(slot, chat.title);
        }
        isWide(slot, chat.isWide);
        if (isOwned(slot)) {
            Invariants.same("members of own chat", chat.memberCount, totalCount(slot));
        } else {
            records.version(slot, Math.max(chat.version, version(slot)));
            records.counts(slot, chat.memberCount, 0);
        }
    }

    /**
     * The chat changed: its version, how many members it has on all shards, its title. What was told of another shard's chat
     * may have been as it was after this already.
     */
    public void onChange(final int slot, final ChatChange change) {
        isWide(slot, change.isWide);
        if (isOwned(slot)) {
            Invariants.same("members of own chat", change.memberCount, totalCount(slot));
        } else if (change.version > version(slot)) {
            records.version(slot, change.version);
            records.counts(slot, totalCount(slot) + change.growth(), 0);
            if (change.kind == Changes.TITLE) {
                title(slot, change.title);
            }
        }
    }

    /** Says whether the chat is wide. */
    public void isWide(final int slot, final boolean wide) {
        records.isWide(slot, wide);
    }

    /** The chat's kind. */
    public int kind(final int slot) {
        return records.kind(slot);
    }

    /** The interned id of the creator. */
    public int creator(final int slot) {
        return records.creator(slot);
    }

    /** The chat's version. */
    public long version(final int slot) {
        return records.version(slot);
    }

    /** How many members the chat has, on all shards. */
    public int totalCount(final int slot) {
        return records.memberCount(slot);
    }

    /** The reference of the title. */
    public int title(final int slot) {
        return records.title(slot);
    }

    private void title(final int slot, final DirectBuffer title) {
        if (!isOwned(slot)) {
            records.title(slot, title);
        }
    }

    /** The reference of the creator's key. */
    public int clientChatId(final int slot) {
        return records.clientChatId(slot);
    }

    /** The chat. */
    public long chatId(final int slot) {
        return records.id(slot);
    }

    /** The last entry that came. */
    public long lastSequence(final int slot) {
        return records.arrivedSequence(slot);
    }

    /** Whether the chat has so many members that receipts are not pushed. */
    public boolean isWide(final int slot) {
        return records.isWide(slot);
    }

    /** The stamp of the last entry, or of the creation. */
    public long activity(final int slot) {
        return records.activity(slot);
    }

    /** An entry came, or the chat was created. */
    public void onActivity(final int slot, final long change) {
        records.activity(slot, change);
    }

    /** How many of the entries are messages. */
    public long messages(final int slot) {
        return records.messages(slot);
    }

    /** So many of the entries are messages. */
    public void messages(final int slot, final long count) {
        if (isOwned(slot)) {
            Invariants.same("messages of own chat", count, messages(slot));
        } else {
            Invariants.atLeast("messages of feed", count, messages(slot));
            records.messages(slot, count);
        }
    }

    /** The stamp of the last receipt of any member. */
    public long peerChange(final int slot) {
        return records.peerChange(slot);
    }

    /** A member's mark moved. */
    public void onPeerChange(final int slot, final long change) {
        records.peerChange(slot, change);
    }

    /** The next entry came; days older than the retention are forgotten on the way. */
    public void advance(final int slot, final long sequence, final long timestampMs, final long retentionMs) {
        Invariants.same("sequence of feed", sequence, lastSequence(slot) + 1);
        records.onArrived(slot, sequence);
        final long day = timestampMs / DAY_MS;
        if (records.newestDay(slot) != day) {
            addMark(slot, day, sequence);
            forgetMarks(slot, (timestampMs - retentionMs) / DAY_MS);
        }
    }

    /** Entries up to one came, which are not here but in the table; their days are not known, so that of now is taken. */
    public void jump(final int slot, final long sequence, final long timeMs) {
        Invariants.atLeast("jump of feed", sequence, lastSequence(slot));
        if (records.newestDay(slot) != timeMs / DAY_MS) {
            addMark(slot, timeMs / DAY_MS, lastSequence(slot) + 1);
        }
        records.onArrived(slot, sequence);
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

    private void addMark(final int slot, final long day, final long sequence) {
        final int mark = marks.allocate();
        marks.set(mark, MARK_DAY, day);
        marks.set(mark, MARK_SEQUENCE, sequence);
        marksOfFeed.append(slot, mark);
        records.newestDay(slot, (int) day);
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
