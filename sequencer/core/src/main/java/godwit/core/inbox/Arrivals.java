package godwit.core.inbox;

import godwit.core.Receipts;
import godwit.core.entries.Entries;
import godwit.core.link.ChatEntries;
import godwit.core.numbers.Counters;
import godwit.core.numbers.ShardContext;
import godwit.core.sessions.Fanout;
import godwit.core.state.Invariants;
import godwit.core.users.Cursors;
import godwit.core.users.UserTables;
import org.agrona.DirectBuffer;

/** Applies what comes from chats' owners to the users of this shard: entries in order, each once, and members' cursors. */
final class Arrivals implements ChatEntries {
    private final ShardContext shard;
    private final UserTables tables;
    private final Entries entries;
    private final Parts parts;
    private final Fanout fanout;

    /** The arrivals' neighbours. */
    record Parts(
        Push push, Progress progress, InboxRows rows, Announcements announcements, ReceiptNotices notices) {
    }

    Arrivals(
        final ShardContext shard, final UserTables tables, final Entries entries, final Fanout fanout,
        final Parts parts) {
        this.shard = shard;
        this.tables = tables;
        this.entries = entries;
        this.fanout = fanout;
        this.parts = parts;
    }

    @Override
    public void onChat(final long chatId, final int creator, final int other, final DirectBuffer deviceId) {
        if (tables.feeds().find(chatId) != 0) {
            return;
        }
        final int feed = tables.feeds().add(chatId);
        final long change = shard.counters().nextChange();
        final int creatorUser = tables.users().ofId(creator);
        final int otherUser = tables.users().ofId(other);
        tables.memberships().add(creatorUser, feed, other, change);
        tables.memberships().add(otherUser, feed, creator, change);
        parts.notices().collect(fanout, creatorUser, tables.devices().find(creatorUser, deviceId));
        parts.notices().collect(fanout, otherUser, 0);
        parts.announcements().onCreated(chatId, fanout);
        fanout.clear();
    }

    @Override
    public void onEntry(final long chatId, final long sequence, final int entry) {
        final int feed = tables.feeds().find(chatId);
        Invariants.present("feed", feed);
        if (sequence <= tables.feeds().lastSequence(feed)) {
            return;
        }
        tables.feeds().advance(feed, sequence, Counters.timestampMs(entries.msgId(entry)),
            shard.limits().get().inboxRetentionMs());
        final long change = shard.counters().nextChange();
        int membership = tables.memberships().ofFeed().first(feed);
        while (membership != 0) {
            if (tables.memberships().isMember(membership)) {
                onEntryOf(membership, chatId, sequence, entry, change);
            }
            membership = tables.memberships().ofFeed().next(membership);
        }
        parts.push().flush(entry, fanout);
    }

    @Override
    public void onMemberCursor(
        final long chatId, final int member, final long deliveredSequence, final long readSequence, final long msgId,
        final int status) {
        final int feed = tables.feeds().find(chatId);
        Invariants.present("feed", feed);
        int membership = tables.memberships().ofFeed().first(feed);
        while (membership != 0) {
            if (tables.memberships().peerId(membership) == member) {
                onPeerCursor(membership, deliveredSequence, readSequence, msgId, status);
            }
            membership = tables.memberships().ofFeed().next(membership);
        }
    }

    @Override
    public boolean hasRoomForChat(final int member) {
        final int user = tables.ids().user(member);
        return user == 0 || tables.users().chatCount(user) < shard.limits().get().chatsPerUserMax();
    }

    private void onEntryOf(
        final int membership, final long chatId, final long sequence, final int entry, final long change) {
        final int user = tables.memberships().user(membership);
        final boolean ownUser = tables.users().id(user) == entries.sender(entry);
        tables.memberships().onActivity(membership, change);
        if (ownUser) {
            tables.memberships().ownCount(membership, entries.ordinal(entry));
        }
        completeCursors(membership, user, sequence - 1);
        int cursor = tables.cursors().ofMembership().first(membership);
        while (cursor != 0) {
            if (ownUser && parts.progress().isOwnSend(cursor, entry)) {
                onOwnSend(cursor, sequence);
            } else {
                onWaiting(cursor, chatId, sequence);
            }
            cursor = tables.cursors().ofMembership().next(cursor);
        }
    }

    private void completeCursors(final int membership, final int user, final long acknowledged) {
        if (tables.memberships().cursorCount(membership) == tables.users().deviceCount(user)) {
            return;
        }
        int device = tables.devices().ofUser().first(user);
        while (device != 0) {
            if (tables.cursors().find(membership, device) == 0) {
                tables.cursors().add(membership, device, acknowledged);
            }
            device = tables.devices().ofUser().next(device);
        }
    }

    private void onOwnSend(final int cursor, final long sequence) {
        final Cursors cursors = tables.cursors();
        tables.devices().onSeen(cursors.device(cursor), shard.clocks().idTime());
        if (cursors.acknowledged(cursor) == sequence - 1) {
            cursors.onAcknowledged(cursor, sequence, 0);
            return;
        }
        if (cursors.ownFrom(cursor) == 0) {
            cursors.ownFrom(cursor, sequence);
        }
        if (cursors.list(cursor) == Cursors.SENT) {
            cursors.onPassed(cursor, sequence);
        }
    }

    private void onWaiting(final int cursor, final long chatId, final long sequence) {
        final Cursors cursors = tables.cursors();
        if (cursors.ownFrom(cursor) != 0) {
            cursors.ownFrom(cursor, 0);
        }
        final long bound = sequence - shard.limits().get().inboxEntriesMax();
        if (bound > cursors.acknowledged(cursor)) {
            // Their rows stay in the table until their time is up, so they are counted on: its partition is bounded too.
            parts.progress().advance(cursor, bound);
            tables.devices().onLost(cursors.device(cursor));
        }
        parts.rows().onWaiting(cursor);
        parts.push().onArrived(cursor, chatId, sequence, fanout);
    }

    private void onPeerCursor(
        final int membership, final long delivered, final long read, final long msgId, final int status) {
        final boolean readMoved = read > tables.memberships().peerRead(membership);
        final boolean deliveredMoved = delivered > tables.memberships().peerDelivered(membership);
        if (!readMoved && !deliveredMoved) {
            return;
        }
        final long change = shard.counters().nextChange();
        if (deliveredMoved) {
            tables.memberships().peerDelivered(membership, delivered, msgId, change);
        }
        if (readMoved) {
            tables.memberships().peerRead(membership, read, msgId, change);
        }
        tables.memberships().onChange(membership, change);
        parts.notices().onPeer(membership, readMoved ? Receipts.READ : Receipts.DELIVERED, fanout);
    }
}
