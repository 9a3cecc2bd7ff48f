package godwit.core.users;

import godwit.core.ChatView;
import godwit.core.CoreLimits;
import godwit.core.joint.ChatExtras;
import godwit.core.joint.ChatRecords;
import godwit.core.joint.MemberRecords;
import godwit.core.joint.RareList;
import godwit.core.state.Bytes;
import godwit.core.state.ChatIndex;
import godwit.core.state.Intervals;
import godwit.core.state.Invariants;
import godwit.core.state.RecordList;
import godwit.core.state.SlotIndex;
import godwit.core.state.Table;
import godwit.core.state.Tables;

/**
 * Users in chats, as the owner of the user knows it: the user's own marks and times in the chat. What is the same for all
 * members is kept once, by {@link Feeds}.
 */
public final class Memberships {
    static final int CURSORS = 2;
    static final int OWN_RUNS = 7;

    private static final int OWNER = 0;
    private static final int FEED_LINK = 1;
    private static final int MEMBER = 3;
    private static final int STATE = 4;
    private static final int CHANGE = 5;
    private static final int LAST_OWN = 6;
    private static final int READ_MSG_ID = 8;
    private static final int READ_CHANGE = 9;
    private static final int USER_LINK = 10;
    private static final int WORDS = 11;
    private static final int FOLLOWER = 1;

    private final Table table;
    private final MemberRecords members;
    private final Table marks;
    private final Users users;
    private final Feeds feeds;
    private final RecordList ofFeed;
    private final RareList followers;
    private final RecordList ofUser;
    private final Leavings leavings;
    private final Intervals.Of intervals;
    private final ChatIndex pairs;
    private final SlotIndex index = new SlotIndex();

    /** Registers the table of memberships. */
    public Memberships(
        final Tables registry, final Users users, final Feeds feeds, final MemberRecords members,
        final ChatIndex pairs, final Leavings leavings) {
        this.table = registry.table("memberships", WORDS);
        this.users = users;
        this.feeds = feeds;
        this.members = members;
        this.marks = members.table();
        this.pairs = pairs;
        this.leavings = leavings;
        this.ofFeed = new RecordList(table, FEED_LINK, feeds.records().table(), ChatRecords.MEMBERSHIPS);
        this.followers = new RareList(table, FEED_LINK, feeds.records().extras(), ChatExtras.FOLLOWERS);
        this.ofUser = new RecordList(table, USER_LINK, users.table(), Users.MEMBERSHIPS);
        this.intervals = members.intervals();
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** The memberships of a feed, of present members only, but for {@link #followers}. */
    public RecordList ofFeed() {
        return ofFeed;
    }

    /** Those of a feed all whose user's devices follow its subscription: an entry that comes has nothing to do with them. */
    public RareList followers() {
        return followers;
    }

    /** Whether it is among them. */
    public boolean isFollower(final int slot) {
        return table.low(slot, STATE) == FOLLOWER;
    }

    /** All of the user's devices follow the feed's subscription now. */
    public void onAllFollow(final int slot) {
        ofFeed.remove(feed(slot), slot);
        followers.append(feed(slot), slot);
        table.setLow(slot, STATE, FOLLOWER);
    }

    /** One of them does no more, or there is one more. */
    public void onUnfollowed(final int slot) {
        if (isFollower(slot)) {
            followers.remove(feed(slot), slot);
            ofFeed.append(feed(slot), slot);
            table.setLow(slot, STATE, 0);
        }
    }

    /** The memberships of a user, the oldest first. */
    public RecordList ofUser() {
        return ofUser;
    }

    /** What is kept of those that are over. */
    public Leavings leavings() {
        return leavings;
    }

    /** Of the memberships that are over the one that ended first; 0: none. */
    public int firstFormer() {
        return leavings.firstMembership();
    }

    /** The record of the user's leaving; 0: is a member. */
    public int leaving(final int slot) {
        return table.high(slot, STATE);
    }

    /** The record of the member if it is the membership's alone; 0: the chat's owner has it. */
    public int ownMember(final int slot) {
        return members.isOfUser(member(slot)) ? member(slot) : 0;
    }

    private int member(final int slot) {
        return table.low(slot, MEMBER);
    }

    /** Whether the chat's owner, who is this shard, has written down already what is to be. */
    private boolean isWritten(final int slot) {
        return !members.isOfUser(member(slot));
    }

    /** A user's membership in a chat, present or former; 0: none. */
    public int find(final int user, final long chatId) {
        final int feed = feeds.find(chatId);
        if (feed == 0) {
            return 0;
        }
        if (feeds.kind(feed) == ChatView.DIRECT) {
            int slot = ofFeed.first(feed);
            while (slot != 0 && user(slot) != user) {
                slot = ofFeed.next(slot);
            }
            return slot;
        }
        final long hash = Bytes.hash(feed, user);
        int position = index.first(hash);
        while (position != SlotIndex.NULL_POSITION) {
            final int slot = index.slot(position);
            if (table.get(slot, OWNER) == Table.pack(user, feed)) {
                return slot;
            }
            position = index.next(position, hash);
        }
        return 0;
    }

    /** A user's membership in the direct chat with another, by the other's interned id; 0: none. */
    public int findDirect(final int user, final int peerId) {
        final int id = users.id(user);
        int position = pairs.firstOfPair(id, peerId);
        while (position != SlotIndex.NULL_POSITION) {
            int slot = ofFeed.first(pairs.ofPair(position));
            while (slot != 0 && (user(slot) != user || peerId(slot) != peerId)) {
                slot = ofFeed.next(slot);
            }
            if (slot != 0) {
                return slot;
            }
            position = pairs.nextOfPair(position, id, peerId);
        }
        return 0;
    }

    /** A user joins a chat for the first time, by the entry of a sequence; the first entry that is meant for the user. */
    public int add(final int user, final int feed, final int peerId, final int role, final long sequence) {
        Invariants.same("membership", find(user, feeds.chatId(feed)), 0);
        final int slot = table.allocate();
        table.set(slot, OWNER, Table.pack(user, feed));
        // Of another shard's chat that is told of late some messages may be of the user's time: no more came before than entries.
        table.set(slot, MEMBER, members.join(feed, users.id(user), sequence, Math.min(feeds.messages(feed), sequence - 1)));
        ofUser.append(user, slot);
        users.addChatCount(user, 1);
        if (feeds.kind(feed) == ChatView.GROUP) {
            index.put(Bytes.hash(feed, user), slot);
        }
        if (peerId != 0 && !feeds.isOwned(feed)) {
            pairs.putPair(users.id(user), peerId, feed);
        }
        enter(slot, role, sequence);
        return slot;
    }

    /** A user who joined just now wrote so many messages there before: what was taken for others' is the user's own. */
    public void wroteBefore(final int slot, final long messages) {
        if (messages > 0) {
            marks.set(member(slot), MemberRecords.MESSAGES, messages);
            marks.set(member(slot), MemberRecords.READ_OTHERS, Math.max(0, readOthers(slot) - messages));
        }
    }

    /** A user joins a chat once more. */
    public void rejoin(final int slot, final int role, final long sequence) {
        if (!isWritten(slot)) {
            // What others wrote meanwhile is not meant for the user, so it is not unread either.
            marks.add(member(slot), MemberRecords.READ_OTHERS, others(slot) - leavings.others(leaving(slot)));
        }
        leavings.remove(leaving(slot));
        table.set(slot, STATE, 0);
        users.addFormerChatCount(user(slot), -1);
        enter(slot, role, sequence);
    }

    private void enter(final int slot, final int role, final long sequence) {
        final int feed = feed(slot);
        ofFeed.append(feed, slot);
        if (!isWritten(slot)) {
            members.role(member(slot), role);
            intervals.open(member(slot), sequence);
        }
    }

    private long others(final int slot) {
        return feeds.messages(feed(slot)) - ownCount(slot);
    }

    /** A user leaves a chat; the entry of a sequence is the last one that is meant for the user. */
    public void leave(
        final int slot, final long sequence, final long timeMs, final long change, final LastKnown chat) {
        Invariants.same("following while leaving", isFollower(slot) ? 1 : 0, 0);
        ofFeed.remove(feed(slot), slot);
        if (!isWritten(slot)) {
            intervals.close(member(slot), sequence);
        }
        table.set(slot, CHANGE, change);
        table.setHigh(slot, STATE, leavings.add(slot, sequence, timeMs, others(slot), chat));
        users.addFormerChatCount(user(slot), 1);
    }

    /** Forgets a membership that is over and has no cursors. */
    public void forget(final int slot) {
        Invariants.holds(!isDirect(slot), "membership in a direct chat is over: expected that nobody leaves one");
        final int user = user(slot);
        leavings.remove(leaving(slot));
        members.forgetMembership(member(slot));
        ofUser.remove(user, slot);
        users.addChatCount(user, -1);
        users.addFormerChatCount(user, -1);
        index.remove(Bytes.hash(feed(slot), user), slot);
        table.free(slot);
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
        return leaving(slot) == 0;
    }

    /** Whether an entry is meant for the user. */
    public boolean intervalsContain(final int slot, final long sequence) {
        return intervals.contains(member(slot), sequence);
    }

    /** The first sequence that was ever meant for the user. */
    public long oldestSequence(final int slot) {
        return intervals.oldestFrom(member(slot));
    }

    /** The last entry that is meant for the user so far. */
    public long lastSequence(final int slot) {
        return leaving(slot) == 0 ? feeds.lastSequence(feed(slot)) : leavings.sequence(leaving(slot));
    }

    /** The next sequence from one on that is meant for the user; one behind {@link #lastSequence}: none is. */
    public long nextSequence(final int slot, final long sequence) {
        final int interval = intervals.notBefore(member(slot), sequence);
        return interval == 0 ? lastSequence(slot) + 1 : Math.max(sequence, intervals.from(member(slot), interval));
    }

    /** The last sequence of the time in the chat that a sequence lies in. */
    public long intervalEnd(final int slot, final long sequence) {
        final int interval = intervals.notAfter(member(slot), sequence);
        final long last = feeds.lastSequence(feed(slot));
        // The chat's owner may have ended it with an entry that is not applied yet.
        return Math.min(last, intervals.to(interval, last));
    }

    /** When the user left, in the log's time; 0: is a member. */
    public long leftMs(final int slot) {
        return leaving(slot) == 0 ? 0 : leavings.timeMs(leaving(slot));
    }

    /** The reference of the chat's title as the user may know it: as at the leaving. */
    public int title(final int slot) {
        return leaving(slot) == 0 ? feeds.title(feed(slot)) : leavings.title(leaving(slot));
    }

    /** The chat's version as the user may know it: as at the leaving. */
    public long version(final int slot) {
        return leaving(slot) == 0 ? feeds.version(feed(slot)) : leavings.version(leaving(slot));
    }

    /** How many members the chat has as the user may know it: as at the leaving. */
    public int memberCount(final int slot) {
        return leaving(slot) == 0 ? feeds.totalCount(feed(slot)) : leavings.memberCount(leaving(slot));
    }

    /** The user's role, or the last one. */
    public int role(final int slot) {
        return members.role(member(slot));
    }

    /** The user has another role. */
    public void role(final int slot, final int role) {
        if (!isWritten(slot)) {
            members.role(member(slot), role);
        }
    }

    /** Something changed that is in the row of this user only. */
    public void onChange(final int slot, final long change) {
        table.set(slot, CHANGE, change);
    }

    /** The stamp of the last activity. */
    public long activity(final int slot) {
        return leaving(slot) == 0 ? feeds.activity(feed(slot)) : table.get(slot, CHANGE);
    }

    /** The stamp of the last change of the row. */
    public long change(final int slot) {
        final long own = table.get(slot, CHANGE);
        return leaving(slot) == 0 ? Math.max(own, feeds.activity(feed(slot))) : own;
    }

    /** The stamp of the last move of the user's own read mark. */
    public long readChange(final int slot) {
        return table.get(slot, READ_CHANGE);
    }

    /** How far the user received. */
    public long delivered(final int slot) {
        return marks.get(member(slot), MemberRecords.DELIVERED);
    }

    /** The user received so far. */
    public void delivered(final int slot, final long sequence) {
        Invariants.atLeast("delivered", sequence, delivered(slot));
        marks.set(member(slot), MemberRecords.DELIVERED, sequence);
    }

    /** How far the user read. */
    public long read(final int slot) {
        return marks.get(member(slot), MemberRecords.READ);
    }

    /**
     * The same if a device of the user said so; 0: none ever did. Where the mark begins is the chat's owner's to know: it may
     * remember an earlier time than the one that is the first here.
     */
    public long readSaid(final int slot) {
        return readChange(slot) == 0 ? 0 : read(slot);
    }

    /** How many messages of others are up to there. */
    public long readOthers(final int slot) {
        return marks.get(member(slot), MemberRecords.READ_OTHERS);
    }

    /** The id of the message up to which the user read. */
    public long readMsgId(final int slot) {
        return table.get(slot, READ_MSG_ID);
    }

    /** The user read so far. */
    public void read(final int slot, final long sequence, final long others, final long msgId, final long change) {
        Invariants.atLeast("read", sequence, read(slot));
        table.set(slot, READ_CHANGE, change);
        marks.set(member(slot), MemberRecords.READ, sequence);
        marks.set(member(slot), MemberRecords.READ_OTHERS, others);
        table.set(slot, READ_MSG_ID, msgId);
    }

    /** How many messages the user wrote. */
    public long ownCount(final int slot) {
        return marks.get(member(slot), MemberRecords.MESSAGES);
    }

    /** The user wrote so many, the last one under a sequence. */
    public void onOwn(final int slot, final long count, final long sequence) {
        if (isWritten(slot)) {
            Invariants.same("messages of own chat's member", count, ownCount(slot));
        } else {
            marks.set(member(slot), MemberRecords.MESSAGES, count);
        }
        table.set(slot, LAST_OWN, sequence);
    }

    /** The first sequence of the newest time in the chat. */
    public long newestFrom(final int slot) {
        return intervals.newestFrom(member(slot));
    }

    /** The sequence of the last message that the user wrote; 0: none. */
    public long lastOwn(final int slot) {
        return table.get(slot, LAST_OWN);
    }

    /** The interned id of the other one of a direct chat; 0: none. */
    public int peerId(final int slot) {
        if (!isDirect(slot)) {
            return 0;
        }
        final int own = users.id(user(slot));
        int peer = members.ofChat().first(feed(slot));
        while (peer != 0 && marks.high(peer, MemberRecords.OWNER) == own) {
            peer = members.ofChat().next(peer);
        }
        return peer == 0 ? 0 : marks.high(peer, MemberRecords.OWNER);
    }

    /** Whether it is in a direct chat. */
    public boolean isDirect(final int slot) {
        return feeds.kind(feed(slot)) == ChatView.DIRECT;
    }

    /** How many cursors it has. */
    public int cursorCount(final int slot) {
        return table.high(slot, MEMBER);
    }

    void addCursorCount(final int slot, final int delta) {
        table.setHigh(slot, MEMBER, cursorCount(slot) + delta);
    }

    /** Others' messages above the user's read mark, at most {@link CoreLimits#UNREAD_MAX}. */
    public int unread(final int slot) {
        return (int) Math.min(CoreLimits.UNREAD_MAX, Math.max(0, others(slot) - readOthers(slot)));
    }

    /** Makes the index anew after a snapshot was loaded. */
    public void reindex() {
        index.clear();
        for (int slot = 1; slot <= table.size(); slot++) {
            if (table.isLive(slot)) {
                if (feeds.kind(feed(slot)) == ChatView.GROUP) {
                    index.put(Bytes.hash(feed(slot), user(slot)), slot);
                }
                if (peerId(slot) != 0 && !feeds.isOwned(feed(slot))) {
                    pairs.putPair(users.id(user(slot)), peerId(slot), feed(slot));
                }
            }
        }
    }
}
