package godwit.core.inbox;

import godwit.core.ChatView;
import godwit.core.Receipts;
import godwit.core.entries.Entries;
import godwit.core.link.MemberList;
import godwit.core.numbers.ShardContext;
import godwit.core.sessions.Fanout;
import godwit.core.users.Feeds;
import godwit.core.users.Memberships;
import godwit.core.users.Peers;
import godwit.core.users.UserTables;

/** What members of chats that are not wide know of each other's marks, and who is told when they move. */
final class PeerMarks {
    private final ShardContext shard;
    private final Feeds feeds;
    private final Memberships rows;
    private final Peers peers;
    private final UserTables tables;
    private final Entries entries;
    private final ReceiptNotices notices;
    private final Fanout fanout;

    PeerMarks(
        final ShardContext shard, final UserTables tables, final Entries entries, final ReceiptNotices notices,
        final Fanout fanout) {
        this.entries = entries;
        this.shard = shard;
        this.tables = tables;
        this.feeds = tables.feeds();
        this.rows = tables.memberships();
        this.peers = tables.peers();
        this.notices = notices;
        this.fanout = fanout;
    }

    /** Members came; of a wide chat they are not named. */
    void onJoined(final int feed, final int id) {
        if (!feeds.isOwned(feed) && (!feeds.isWide(feed) || peers.isShort(feed))) {
            peers.add(feed, id);
        }
    }

    /** Members came or went: of a wide chat no marks are known. Of an own one it is so since it {@code widens}. */
    void onMembers(final int feed, final boolean widens) {
        if (feeds.isWide(feed) && (widens || !feeds.isOwned(feed))) {
            peers.shorten(feed);
        }
    }

    /** A chat ceases to be wide: some of its members were named, now all of them are told with their marks. */
    void onNarrow(final int feed) {
        peers.clear(feed);
    }

    /** Members went whose leaving is not told: those remain who are told of. */
    void retain(final int feed, final MemberList members) {
        int peer = peers.ofFeed().first(feed);
        while (peer != 0) {
            final int next = peers.ofFeed().next(peer);
            if (!isAmong(peers.id(peer), members)) {
                peers.remove(feed, peers.id(peer));
            }
            peer = next;
        }
    }

    private static boolean isAmong(final int id, final MemberList members) {
        for (int i = 0; i < members.count(); i++) {
            if (members.id(i) == id && members.toSequence(i) == 0) {
                return true;
            }
        }
        return false;
    }

    /** A member is gone. */
    void onLeft(final int feed, final int id) {
        peers.remove(feed, id);
    }

    /**
     * A member received and read so far; {@code msgId} 0: that is only said, not told to anybody. Else it is the entry of
     * the mark that {@code status} names; where both moved since, the other mark's is looked up, and not told if it is gone.
     * Of an own chat it is said what was told before, for the record has the new marks. The time of the log is the marks',
     * whenever somebody is told of them.
     */
    void onMark(
        final int feed, final int member, final long delivered, final long read, final long deliveredBefore,
        final long readBefore, final long msgId, final int status) {
        if (feeds.isWide(feed)) {
            return;
        }
        final int peer = peers.add(feed, member);
        final long oldDelivered = feeds.isOwned(feed) ? deliveredBefore : peers.delivered(peer);
        final long oldRead = feeds.isOwned(feed) ? readBefore : peers.read(peer);
        final boolean readMoved = read > oldRead;
        final boolean deliveredMoved = delivered > oldDelivered;
        if (!readMoved && !deliveredMoved) {
            return;
        }
        final long before = Math.min(oldDelivered, readMoved ? oldRead : Long.MAX_VALUE);
        final long change = shard.counters().nextChange();
        final long timeMs = shard.clocks().idTime();
        final boolean named = msgId == 0 || delivered == read;
        if (deliveredMoved) {
            peers.delivered(peer, delivered,
                named || status == Receipts.DELIVERED ? msgId : msgId(feed, delivered, oldDelivered), change, timeMs);
        }
        if (readMoved) {
            peers.read(peer, read,
                named || status == Receipts.READ ? msgId : msgId(feed, read, oldRead), change, timeMs);
        }
        feeds.onPeerChange(feed, change);
        touchRows(feed, member, oldDelivered, oldRead, change);
        if (deliveredMoved && delivered > peers.read(peer) && peers.deliveredMsgId(peer) != 0) {
            notices.onPeer(feed, peer, before, Receipts.DELIVERED, fanout);
        }
        if (readMoved && peers.readMsgId(peer) != 0) {
            notices.onPeer(feed, peer, before, Receipts.READ, fanout);
        }
    }

    /**
     * The first mark that is told of a member of another shard's group may be from before the member's time: nobody read so
     * far. The chat's owner knows where the member's marks began.
     */
    private long msgId(final int feed, final long sequence, final long before) {
        if (before == 0 && feeds.kind(feed) == ChatView.GROUP && !feeds.isOwned(feed)) {
            return 0;
        }
        final int entry = entries.find(feeds.chatId(feed), sequence);
        return entry == 0 ? 0 : entries.msgId(entry);
    }

    /** The rows of those for whom the least of the others' marks is another now. */
    private void touchRows(
        final int feed, final int member, final long oldDelivered, final long oldRead, final long change) {
        int membership = rows.ofFeed().first(feed);
        while (membership != 0) {
            final int id = tables.users().id(rows.user(membership));
            if (id != member && (isLeastMoved(feed, id, member, oldDelivered, true)
                || isLeastMoved(feed, id, member, oldRead, false))) {
                rows.onChange(membership, change);
            }
            membership = rows.ofFeed().next(membership);
        }
    }

    /** Whether the old mark was the least of the others' and what is the least now is higher. */
    private boolean isLeastMoved(
        final int feed, final int id, final int member, final long old, final boolean delivered) {
        final long now = delivered ? peers.leastDelivered(feed, id) : peers.leastRead(feed, id);
        return now > old;
    }
}
