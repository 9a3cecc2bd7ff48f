package godwit.core.inbox;

import godwit.core.Changes;
import godwit.core.ChatView;
import godwit.core.Content;
import godwit.core.directory.Topology;
import godwit.core.entries.Entries;
import godwit.core.link.ChatChange;
import godwit.core.link.ChatEntries;
import godwit.core.link.ChatNews;
import godwit.core.link.MemberList;
import godwit.core.numbers.Counters;
import godwit.core.numbers.ShardContext;
import godwit.core.sessions.Fanout;
import godwit.core.state.Invariants;
import godwit.core.users.Arrears;
import godwit.core.users.Cursors;
import godwit.core.users.Pushes;
import godwit.core.users.UserTables;

/** Applies what comes from chats' owners to the users of this shard: entries in order, each once, and members' cursors. */
final class Arrivals implements ChatEntries {
    private final ShardContext shard;
    private final UserTables tables;
    private final Arrears arrears;
    private final Pushes pushes;
    private final Entries entries;
    private final Parts parts;
    private final Fanout fanout;
    private final Topology topology;
    private final Ahead ahead;
    private final ToldTimes told;

    /** The arrivals' neighbours. */
    record Parts(
        Push push, Progress progress, InboxRows rows, Announcements announcements, ReceiptNotices notices,
        Roster roster, PeerMarks marks, Followers followers) {
    }

    Arrivals(
        final ShardContext shard, final UserTables tables, final Entries entries, final Topology topology,
        final Fanout fanout, final Parts parts) {
        this.topology = topology;
        this.shard = shard;
        this.tables = tables;
        this.arrears = tables.arrears();
        this.pushes = tables.pushes();
        this.entries = entries;
        this.fanout = fanout;
        this.parts = parts;
        this.ahead = new Ahead(tables);
        this.told = new ToldTimes(tables);
    }

    @Override
    public void onChat(final ChatNews chat, final MemberList members) {
        final int known = tables.feeds().find(chat.chatId);
        if (known == 0) {
            create(chat, members);
        } else if (chat.sequence > tables.feeds().lastSequence(known)) {
            jump(known, chat, members);
        }
    }

    private void create(final ChatNews chat, final MemberList members) {
        final int feed = tables.feeds().add(chat);
        if (chat.sequence > 0) {
            tables.feeds().jump(feed, chat.sequence, shard.clocks().idTime());
        }
        tables.feeds().messages(feed, chat.messages);
        tables.feeds().onActivity(feed, shard.counters().nextChange());
        for (int i = 0; i < members.count(); i++) {
            applyTime(feed, members, i);
        }
        parts.marks().onMembers(feed, true);
        if (chat.sequence == 0) {
            announce(feed, chat);
        } else {
            deliverJumped(feed);
        }
    }

    private void applyTime(final int feed, final MemberList members, final int index) {
        final int id = members.id(index);
        if (members.fromSequence(index) > 0 && isOwn(id)) {
            final boolean direct = tables.feeds().kind(feed) == ChatView.DIRECT;
            parts.roster().onTime(feed, members, index, direct ? members.id(1 - index) : 0);
            if (members.toSequence(index) != 0) {
                deliverFormer(feed, id);
            }
        }
        if (members.toSequence(index) == 0) {
            parts.marks().onJoined(feed, id);
        } else {
            parts.marks().onLeft(feed, id);
        }
    }

    private void announce(final int feed, final ChatNews chat) {
        int membership = tables.memberships().ofFeed().first(feed);
        while (membership != 0) {
            final int user = tables.memberships().user(membership);
            final boolean creator = tables.users().id(user) == chat.creator;
            parts.notices().collect(fanout, user, creator ? tables.devices().find(user, chat.deviceId) : 0);
            membership = tables.memberships().ofFeed().next(membership);
        }
        parts.announcements().onCreated(chat.chatId, fanout);
        fanout.clear();
    }

    /** Entries came that are not here: whoever is in the chat gets them from the table. */
    private void jump(final int feed, final ChatNews chat, final MemberList members) {
        parts.followers().endAll(feed);
        final long last = tables.feeds().lastSequence(feed);
        int membership = tables.memberships().ofFeed().first(feed);
        while (membership != 0) {
            completeCursors(membership, tables.memberships().user(membership), last, 0);
            membership = tables.memberships().ofFeed().next(membership);
        }
        tables.feeds().jump(feed, chat.sequence, shard.clocks().idTime());
        leaveForgotten(feed, members, last);
        tables.feeds().messages(feed, Math.max(chat.messages, tables.feeds().messages(feed)));
        tables.feeds().isWide(feed, chat.isWide);
        tables.feeds().onActivity(feed, shard.counters().nextChange());
        parts.marks().retain(feed, members);
        for (int i = 0; i < members.count(); i++) {
            applyTime(feed, members, i);
        }
        // Not before: who left meanwhile may know what was told before, not what the chat is now.
        tables.feeds().onNews(feed, chat);
        parts.marks().onMembers(feed, true);
        deliverJumped(feed);
    }

    /**
     * Of who is in the chat here by a time that is not told of, the chat's owner forgot it: it is over. When, nobody knows; what
     * came by then was meant for the user.
     */
    private void leaveForgotten(final int feed, final MemberList members, final long last) {
        told.look(feed, members);
        int membership = tables.memberships().ofFeed().first(feed);
        while (membership != 0) {
            final int next = tables.memberships().ofFeed().next(membership);
            if (!told.contains(membership)) {
                final int id = tables.users().id(tables.memberships().user(membership));
                parts.roster().leaveUntold(feed, id, Math.max(last, tables.memberships().newestFrom(membership)));
                deliverJumpedTo(membership);
            }
            membership = next;
        }
    }

    private void deliverJumped(final int feed) {
        int membership = tables.memberships().ofFeed().first(feed);
        while (membership != 0) {
            final int next = tables.memberships().ofFeed().next(membership);
            deliverJumpedTo(membership);
            membership = next;
        }
    }

    /** One who left meanwhile is no member of the chat any more, and gets what came before all the same. */
    private void deliverFormer(final int feed, final int id) {
        final int membership = tables.memberships().find(tables.ids().user(id), tables.feeds().chatId(feed));
        if (!tables.memberships().isMember(membership)) {
            deliverJumpedTo(membership);
        }
    }

    private void deliverJumpedTo(final int membership) {
        addMissingCursors(membership);
        int cursor = tables.cursors().ofMembership().first(membership);
        while (cursor != 0) {
            waitForJumped(cursor);
            cursor = tables.cursors().ofMembership().next(cursor);
        }
    }

    /** Who had everything when the last entry came that is meant for them has it still. */
    private void addMissingCursors(final int membership) {
        int device = tables.devices().ofUser().first(tables.memberships().user(membership));
        while (device != 0) {
            if (tables.cursors().find(membership, device) == 0
                && !tables.cursors().flags().isLevel(membership, device)) {
                tables.cursors().add(membership, device, tables.memberships().newestFrom(membership) - 1);
            }
            device = tables.devices().ofUser().next(device);
        }
    }

    private void waitForJumped(final int cursor) {
        if (arrears.ownFrom(cursor) != 0) {
            // Own sends may end the chat no more.
            arrears.ownFrom(cursor, 0);
        }
        parts.progress().arrange(cursor);
        final int session = tables.devices().session(tables.cursors().device(cursor));
        if (tables.cursors().list(cursor) == Cursors.BEHIND) {
            parts.rows().onWaiting(cursor);
            if (session != 0 && parts.push().isLive(session)) {
                parts.push().drain(session);
            }
        }
    }

    @Override
    public void onComing(final long chatId, final int step) {
        ahead.look(chatId, step);
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
        final boolean narrows = tables.feeds().isWide(feed) && !change.isWide;
        final boolean widens = !tables.feeds().isWide(feed) && change.isWide;
        if (narrows) {
            parts.followers().endAll(feed);
        }
        advance(feed, sequence, entry);
        if (narrows) {
            parts.marks().onNarrow(feed);
        }
        tables.feeds().onChange(feed, change);
        for (int i = 0; i < change.ids.count(); i++) {
            beforeDelivery(feed, i, sequence, change);
        }
        parts.announcements().leaving(isLeaving(change) ? change : null);
        deliver(feed, chatId, sequence, entry);
        parts.announcements().leaving(null);
        for (int i = 0; isLeaving(change) && i < change.ids.count(); i++) {
            final int id = change.ids.id(i);
            if (isOwn(id)) {
                parts.roster().leave(feed, id, sequence, change);
            }
        }
        parts.marks().onMembers(feed, widens);
    }

    private void beforeDelivery(final int feed, final int index, final long sequence, final ChatChange change) {
        final int id = change.ids.id(index);
        if (change.kind == Changes.ADDED) {
            if (isOwn(id)) {
                parts.roster().join(
                    feed, id, 0, change.role, sequence, tables.feeds().isOwned(feed) ? 0 : change.written(index));
            }
            parts.marks().onJoined(feed, id);
        } else if (change.kind == Changes.ROLE && isOwn(id)) {
            parts.roster().role(feed, id, change.role);
        } else if (isLeaving(change)) {
            // The chat may be announced before the entry, and then as it is after it.
            parts.marks().onLeft(feed, id);
        }
    }

    private static boolean isLeaving(final ChatChange change) {
        return change.kind == Changes.REMOVED || change.kind == Changes.LEFT;
    }

    private boolean isOwn(final int id) {
        return topology.isOwn(tables.ids().partition(id));
    }

    @Override
    public void onMemberCursor(
        final long chatId, final int member, final long deliveredSequence, final long readSequence,
        final long deliveredBefore, final long readBefore, final long msgId, final int status) {
        final int feed = tables.feeds().find(chatId);
        if (feed != 0) {
            parts.marks().onMark(
                feed, member, deliveredSequence, readSequence, deliveredBefore, readBefore, msgId, status);
        }
    }

    @Override
    public boolean expects(final long chatId, final long sequence) {
        final int feed = tables.feeds().find(chatId);
        return feed != 0 && sequence == tables.feeds().lastSequence(feed) + 1;
    }

    @Override
    public boolean hasRoomForChat(final int member) {
        final int user = tables.ids().user(member);
        if (user == 0 || !isOwn(member)) {
            return true;
        }
        final int count = tables.users().chatCount(user);
        final long max = shard.limits().get().chatsPerUserMax();
        return count - tables.users().formerChatCount(user) < max && count < 2 * max;
    }

    private void advance(final int feed, final long sequence, final int entry) {
        tables.feeds().advance(feed, sequence, Counters.timestampMs(entries.msgId(entry)),
            shard.limits().get().inboxRetentionMs());
        tables.feeds().messages(feed, entries.messageOrdinal(entry));
        tables.feeds().onActivity(feed, shard.counters().nextChange());
    }

    private void deliver(final int feed, final long chatId, final long sequence, final int entry) {
        if (tables.feedEdges().ofFeed().first(feed) != 0) {
            parts.followers().collect(feed, fanout);
            onEntryOfFollowing(chatId, sequence, entry);
        }
        int membership = tables.memberships().ofFeed().first(feed);
        while (membership != 0) {
            // A membership of which all devices follow goes into another list.
            final int next = tables.memberships().ofFeed().next(membership);
            onEntryOf(membership, chatId, sequence, entry);
            membership = next;
        }
        parts.push().flush(entry, fanout);
    }

    /** Of those who only follow, the sender has to be looked at. */
    private void onEntryOfFollowing(final long chatId, final long sequence, final int entry) {
        final int user = tables.ids().user(entries.sender(entry));
        final int membership = user == 0 ? 0 : tables.memberships().find(user, chatId);
        if (membership != 0 && tables.memberships().isFollower(membership)) {
            onEntryOf(membership, chatId, sequence, entry);
        }
    }

    private void onEntryOf(final int membership, final long chatId, final long sequence, final int entry) {
        final int user = tables.memberships().user(membership);
        final boolean ownUser = tables.users().id(user) == entries.sender(entry)
            && entries.kind(entry) != Content.CHANGE;
        if (ownUser) {
            tables.memberships().onOwn(membership, entries.ordinal(entry), sequence);
            tables.ownRuns().add(membership, sequence, entries.messageOrdinal(entry));
        }
        completeCursors(membership, user, sequence - 1, ownUser ? entry : 0);
        int cursor = tables.cursors().ofMembership().first(membership);
        while (cursor != 0) {
            if (ownUser && parts.progress().isOwnSend(cursor, entry)) {
                onOwnSend(cursor, sequence);
            } else if (!tables.cursors().isFollowing(cursor)) {
                onWaiting(cursor, chatId, sequence);
            }
            cursor = tables.cursors().ofMembership().next(cursor);
        }
    }

    /** An entry waits for all devices of a user, but for the one that sent it: that needs no cursor for it. */
    private void completeCursors(
        final int membership, final int user, final long acknowledged, final int ownEntry) {
        if (tables.memberships().cursorCount(membership) == tables.users().deviceCount(user)) {
            return;
        }
        int device = tables.devices().ofUser().first(user);
        while (device != 0) {
            if (tables.cursors().find(membership, device) == 0) {
                addMissing(membership, device, acknowledged, ownEntry);
            }
            device = tables.devices().ofUser().next(device);
        }
    }

    private void addMissing(final int membership, final int device, final long acknowledged, final int ownEntry) {
        if (ownEntry != 0 && parts.progress().isOwnSendOf(device, ownEntry)) {
            onSender(membership, device);
            tables.cursors().flags().setLevel(membership, device);
        } else {
            tables.cursors().add(membership, device, acknowledged);
        }
    }

    private void onSender(final int membership, final int device) {
        tables.devices().onSeen(device, shard.clocks().idTime());
        if (tables.feedEdges().ofFeed().first(tables.memberships().feed(membership)) != 0) {
            // Also one that is not known to follow: its edge may believe so until its resync is answered.
            fanout.pass(tables.devices().session(device));
        }
    }

    private void onOwnSend(final int cursor, final long sequence) {
        final Cursors cursors = tables.cursors();
        onSender(cursors.membership(cursor), cursors.device(cursor));
        if (pushes.acknowledged(cursor) == sequence - 1) {
            pushes.onAcknowledged(cursor, sequence, 0);
            return;
        }
        if (cursors.isFollowing(cursor)) {
            return;
        }
        if (arrears.ownFrom(cursor) == 0) {
            arrears.ownFrom(cursor, sequence);
        }
        if (cursors.list(cursor) == Cursors.SENT) {
            pushes.onPassed(cursor, sequence);
        }
    }

    private void onWaiting(final int cursor, final long chatId, final long sequence) {
        if (arrears.ownFrom(cursor) != 0) {
            arrears.ownFrom(cursor, 0);
        }
        parts.push().giveUpOverflow(cursor);
        parts.rows().onWaiting(cursor);
        parts.push().onArrived(cursor, chatId, sequence, fanout);
    }
}
