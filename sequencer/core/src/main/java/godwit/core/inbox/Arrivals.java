package godwit.core.inbox;

import godwit.core.Changes;
import godwit.core.ChatView;
import godwit.core.Content;
import godwit.core.entries.Entries;
import godwit.core.link.ChatChange;
import godwit.core.link.ChatEntries;
import godwit.core.link.IdList;
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
        Push push, Progress progress, InboxRows rows, Announcements announcements, ReceiptNotices notices,
        Roster roster, PeerMarks marks) {
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
    public void onChat(
        final long chatId, final int kind, final boolean isWide, final IdList members, final DirectBuffer deviceId) {
        if (tables.feeds().find(chatId) != 0) {
            return;
        }
        final int feed = tables.feeds().add(chatId);
        tables.feeds().isWide(feed, isWide);
        tables.feeds().onActivity(feed, shard.counters().nextChange());
        for (int i = 0; i < members.count(); i++) {
            final boolean admin = kind == ChatView.GROUP && i == 0;
            final int peer = kind == ChatView.DIRECT ? members.id(1 - i) : 0;
            final int user = parts.roster().join(
                feed, members.id(i), peer, admin ? ChatView.ADMIN : ChatView.MEMBER, 1);
            parts.notices().collect(fanout, user, i == 0 ? tables.devices().find(user, deviceId) : 0);
        }
        parts.announcements().onCreated(chatId, fanout);
        fanout.clear();
    }

    @Override
    public void onEntry(final long chatId, final long sequence, final int entry) {
        final int feed = tables.feeds().find(chatId);
        Invariants.present("feed", feed);
        if (sequence > tables.feeds().lastSequence(feed)) {
            advance(feed, sequence, entry);
            deliver(feed, chatId, sequence, entry);
        }
    }

    @Override
    public void onChange(final long chatId, final long sequence, final int entry, final ChatChange change) {
        final int feed = tables.feeds().find(chatId);
        Invariants.present("feed", feed);
        if (sequence <= tables.feeds().lastSequence(feed)) {
            return;
        }
        advance(feed, sequence, entry);
        tables.feeds().isWide(feed, change.isWide);
        if (change.kind == Changes.ADDED) {
            for (int i = 0; i < change.ids.count(); i++) {
                parts.roster().join(feed, change.ids.id(i), 0, change.role, sequence);
            }
        } else if (change.kind == Changes.ROLE) {
            parts.roster().role(feed, change.ids.id(0), change.role);
        }
        deliver(feed, chatId, sequence, entry);
        if (change.kind == Changes.REMOVED || change.kind == Changes.LEFT) {
            for (int i = 0; i < change.ids.count(); i++) {
                parts.roster().leave(feed, change.ids.id(i), sequence);
            }
        }
        parts.marks().onMembers(feed);
    }

    @Override
    public void onMemberCursor(
        final long chatId, final int member, final long deliveredSequence, final long readSequence, final long msgId,
        final int status) {
        final int feed = tables.feeds().find(chatId);
        Invariants.present("feed", feed);
        parts.marks().onMark(feed, member, deliveredSequence, readSequence, msgId);
    }

    @Override
    public boolean hasRoomForChat(final int member) {
        final int user = tables.ids().user(member);
        return user == 0 || tables.users().chatCount(user) < shard.limits().get().chatsPerUserMax();
    }

    private void advance(final int feed, final long sequence, final int entry) {
        tables.feeds().advance(feed, sequence, Counters.timestampMs(entries.msgId(entry)),
            shard.limits().get().inboxRetentionMs());
        tables.feeds().messages(feed, entries.messageOrdinal(entry));
        tables.feeds().onActivity(feed, shard.counters().nextChange());
    }

    private void deliver(final int feed, final long chatId, final long sequence, final int entry) {
        int membership = tables.memberships().ofFeed().first(feed);
        while (membership != 0) {
            onEntryOf(membership, chatId, sequence, entry);
            membership = tables.memberships().ofFeed().next(membership);
        }
        parts.push().flush(entry, fanout);
    }

    private void onEntryOf(final int membership, final long chatId, final long sequence, final int entry) {
        final int user = tables.memberships().user(membership);
        final boolean ownUser = tables.users().id(user) == entries.sender(entry)
            && entries.kind(entry) != Content.CHANGE;
        if (ownUser) {
            tables.memberships().onOwn(membership, entries.ordinal(entry), sequence);
            tables.ownRuns().add(membership, sequence);
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
}
