package godwit.core.users;

import godwit.core.state.Bytes;
import godwit.core.state.Intervals;
import godwit.core.state.Invariants;
import godwit.core.state.RecordList;
import godwit.core.state.SlotIndex;
import godwit.core.state.Table;
import godwit.core.state.Tables;

/** Users in chats, as the owner of the user knows it: the user's own marks, the other one's, and the lists that rows come from. */
public final class Memberships {
    static final int CURSORS = 17;

    private static final int OWNER = 0;
    private static final int FEED_LINK = 1;
    private static final int ACTIVITY_LINK = 2;
    private static final int CHANGE_LINK = 3;
    private static final int READ_LINK = 4;
    private static final int ACTIVITY = 5;
    private static final int CHANGE = 6;
    private static final int READ_CHANGE = 7;
    private static final int DELIVERED = 8;
    private static final int READ = 9;
    private static final int READ_OTHERS = 10;
    private static final int OWN_COUNT = 11;
    private static final int READ_MSG_ID = 12;
    private static final int PEER_DELIVERED = 13;
    private static final int PEER_READ = 14;
    private static final int PEER_DELIVERED_MSG_ID = 15;
    private static final int PEER_CHANGE = 16;
    private static final int PEER = 18;
    private static final int INTERVALS = 19;
    private static final int PEER_READ_MSG_ID = 20;
    private static final int WORDS = 21;

    private final Table table;
    private final Users users;
    private final Feeds feeds;
    private final Intervals intervals;
    private final RecordList ofFeed;
    private final RecordList byActivity;
    private final RecordList byChange;
    private final RecordList byRead;
    private final RecordList intervalsOf;
    private final SlotIndex index = new SlotIndex();

    /** Registers the table of memberships. */
    public Memberships(final Tables registry, final Users users, final Feeds feeds, final Intervals intervals) {
        this.table = registry.table("memberships", WORDS);
        this.users = users;
        this.feeds = feeds;
        this.intervals = intervals;
        this.ofFeed = new RecordList(table, FEED_LINK, feeds.table(), Feeds.MEMBERSHIPS);
        this.byActivity = new RecordList(table, ACTIVITY_LINK, users.table(), Users.ACTIVITY);
        this.byChange = new RecordList(table, CHANGE_LINK, users.table(), Users.CHANGES);
        this.byRead = new RecordList(table, READ_LINK, users.table(), Users.READS);
        this.intervalsOf = intervals.listIn(table, INTERVALS);
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** The memberships of a feed. */
    public RecordList ofFeed() {
        return ofFeed;
    }

    /** The memberships of a user, latest activity last. */
    public RecordList byActivity() {
        return byActivity;
    }

    /** The memberships of a user, latest change last. */
    public RecordList byChange() {
        return byChange;
    }

    /** The memberships of a user whose own read mark ever moved, latest move last. */
    public RecordList byRead() {
        return byRead;
    }

    /** The intervals of a membership. */
    public RecordList intervalsOf() {
        return intervalsOf;
    }

    /** A user's membership in a chat; 0: none. */
    public int find(final int user, final long chatId) {
        final long hash = Bytes.hash(chatId, user);
        int position = index.first(hash);
        while (position != SlotIndex.NULL_POSITION) {
            final int slot = index.slot(position);
            if (user(slot) == user && feeds.chatId(feed(slot)) == chatId) {
                return slot;
            }
            position = index.next(position, hash);
        }
        return 0;
    }

    /** A user joins a chat; the first entry that is meant for the user is the next one. */
    public int add(final int user, final int feed, final int peerId, final long change) {
        Invariants.same("membership", find(user, feeds.chatId(feed)), 0);
        final int slot = table.allocate();
        table.set(slot, OWNER, Table.pack(user, feed));
        table.set(slot, PEER, peerId);
        ofFeed.append(feed, slot);
        byActivity.append(user, slot);
        byChange.append(user, slot);
        table.set(slot, ACTIVITY, change);
        table.set(slot, CHANGE, change);
        intervals.open(intervalsOf, slot, feeds.lastSequence(feed) + 1);
        users.addChatCount(user, 1);
        index.put(Bytes.hash(feeds.chatId(feed), user), slot);
        return slot;
    }

    /** The user. */
    public int user(final int slot) {
        return table.low(slot, OWNER);
    }

    /** The chat's feed. */
    public int feed(final int slot) {
        return table.high(slot, OWNER);
    }

    /** Whether the user is in the chat now. */
    public boolean isMember(final int slot) {
        return intervals.isOpen(intervalsOf, slot);
    }

    /** Whether an entry is meant for the user. */
    public boolean intervalsContain(final int slot, final long sequence) {
        return intervals.contains(intervalsOf, slot, sequence);
    }

    /** The first sequence of the newest time in the chat. */
    public long firstSequence(final int slot) {
        return intervals.from(intervalsOf, slot);
    }

    /** An entry came: the row moved to the top. */
    public void onActivity(final int slot, final long change) {
        table.set(slot, ACTIVITY, change);
        byActivity.moveToEnd(user(slot), slot);
        onChange(slot, change);
    }

    /** Something in the row changed. */
    public void onChange(final int slot, final long change) {
        table.set(slot, CHANGE, change);
        byChange.moveToEnd(user(slot), slot);
    }

    /** The stamp of the last activity. */
    public long activity(final int slot) {
        return table.get(slot, ACTIVITY);
    }

    /** The stamp of the last change. */
    public long change(final int slot) {
        return table.get(slot, CHANGE);
    }

    /** The stamp of the last move of the user's own read mark. */
    public long readChange(final int slot) {
        return table.get(slot, READ_CHANGE);
    }

    /** How far the user received. */
    public long delivered(final int slot) {
        return table.get(slot, DELIVERED);
    }

    /** The user received so far. */
    public void delivered(final int slot, final long sequence) {
        Invariants.atLeast("delivered", sequence, delivered(slot));
        table.set(slot, DELIVERED, sequence);
    }

    /** How far the user read. */
    public long read(final int slot) {
        return table.get(slot, READ);
    }

    /** How many messages of others are up to there. */
    public long readOthers(final int slot) {
        return table.get(slot, READ_OTHERS);
    }

    /** The id of the message up to which the user read. */
    public long readMsgId(final int slot) {
        return table.get(slot, READ_MSG_ID);
    }

    /** The user read so far. */
    public void read(final int slot, final long sequence, final long others, final long msgId, final long change) {
        Invariants.atLeast("read", sequence, read(slot));
        final int user = user(slot);
        if (table.get(slot, READ_CHANGE) == 0) {
            byRead.append(user, slot);
        } else {
            byRead.moveToEnd(user, slot);
        }
        table.set(slot, READ_CHANGE, change);
        table.set(slot, READ, sequence);
        table.set(slot, READ_OTHERS, others);
        table.set(slot, READ_MSG_ID, msgId);
    }

    /** How many entries the user wrote. */
    public long ownCount(final int slot) {
        return table.get(slot, OWN_COUNT);
    }

    /** The user wrote so many. */
    public void ownCount(final int slot, final long count) {
        table.set(slot, OWN_COUNT, count);
    }

    /** How far the other one received; of direct chats. */
    public long peerDelivered(final int slot) {
        return table.get(slot, PEER_DELIVERED);
    }

    /** How far the other one read; of direct chats. */
    public long peerRead(final int slot) {
        return table.get(slot, PEER_READ);
    }

    /** The id of the message up to which the other one received. */
    public long peerDeliveredMsgId(final int slot) {
        return table.get(slot, PEER_DELIVERED_MSG_ID);
    }

    /** The id of the message up to which the other one read. */
    public long peerReadMsgId(final int slot) {
        return table.get(slot, PEER_READ_MSG_ID);
    }

    /** The stamp of the other one's last receipt. */
    public long peerChange(final int slot) {
        return table.get(slot, PEER_CHANGE);
    }

    /** The other one received so far. */
    public void peerDelivered(final int slot, final long sequence, final long msgId, final long change) {
        Invariants.atLeast("peer delivered", sequence, peerDelivered(slot));
        table.set(slot, PEER_DELIVERED, sequence);
        table.set(slot, PEER_DELIVERED_MSG_ID, msgId);
        table.set(slot, PEER_CHANGE, change);
    }

    /** The other one read so far. */
    public void peerRead(final int slot, final long sequence, final long msgId, final long change) {
        Invariants.atLeast("peer read", sequence, peerRead(slot));
        table.set(slot, PEER_READ, sequence);
        table.set(slot, PEER_READ_MSG_ID, msgId);
        table.set(slot, PEER_CHANGE, change);
    }

    /** The interned id of the other one of a direct chat; 0: none. */
    public int peerId(final int slot) {
        return table.low(slot, PEER);
    }

    /** How many cursors it has. */
    public int cursorCount(final int slot) {
        return table.high(slot, PEER);
    }

    void addCursorCount(final int slot, final int delta) {
        table.setHigh(slot, PEER, cursorCount(slot) + delta);
    }

    /** Others' entries above the user's read mark, at most 1,000. */
    public int unread(final int slot) {
        final long others = feeds.lastSequence(feed(slot)) - ownCount(slot);
        return (int) Math.min(1000, Math.max(0, others - readOthers(slot)));
    }

    /** Makes the index anew after a snapshot was loaded. */
    public void reindex() {
        index.clear();
        for (int slot = 1; slot <= table.size(); slot++) {
            if (table.isLive(slot)) {
                index.put(Bytes.hash(feeds.chatId(feed(slot)), user(slot)), slot);
            }
        }
    }
}
