package godwit.core.inbox;

import godwit.core.CoreLimits;
import godwit.core.link.ChatChange;
import godwit.core.link.MemberList;
import godwit.core.link.UserCursors;
import godwit.core.numbers.ShardContext;
import godwit.core.state.Invariants;
import godwit.core.users.Cursors;
import godwit.core.users.LastKnown;
import godwit.core.users.Memberships;
import godwit.core.users.Pushes;
import godwit.core.users.UserTables;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Users join chats, leave them and come back. What a membership that is over still has waiting is delivered until its time
 * is up, 30 days after the leaving; then the membership is forgotten.
 */
final class Roster {

    private final ShardContext shard;
    private final UserTables tables;
    private final Pushes pushes;
    private final Memberships rows;
    private final InboxRows inboxRows;
    private final Push push;
    private final Followers followers;
    private final UserCursors chats;
    private final LastKnown lastKnown = new LastKnown();
    private final UnsafeBuffer title = new UnsafeBuffer(0, 0);

    Roster(
        final ShardContext shard, final UserTables tables, final InboxRows inboxRows, final Push push,
        final Followers followers, final UserCursors chats) {
        this.chats = chats;
        this.shard = shard;
        this.tables = tables;
        this.pushes = tables.pushes();
        this.rows = tables.memberships();
        this.inboxRows = inboxRows;
        this.push = push;
        this.followers = followers;
    }

    /** A user of this shard joins by the entry of a sequence. */
    void join(final int feed, final int id, final int peerId, final int role, final long sequence) {
        join(feed, id, peerId, role, sequence, 0);
    }

    /** The same, and wrote so many messages in a time that is forgotten here. */
    void join(
        final int feed, final int id, final int peerId, final int role, final long sequence, final long written) {
        final int user = tables.users().ofId(id);
        final int known = rows.find(user, tables.feeds().chatId(feed));
        if (known == 0) {
            rows.wroteBefore(rows.add(user, feed, peerId, role, sequence), written);
        } else if (!rows.isMember(known)) {
            rejoin(known, role, sequence);
        }
    }

    /**
     * What is known of one of a member's times in the chat, told at once; the user may have come and gone meanwhile.
     *
     * @param from the first entry of that time.
     * @param to   the last one; 0: it goes on.
     */
    void onTime(final int feed, final MemberList members, final int index, final int peerId) {
        final int id = members.id(index);
        final long from = members.fromSequence(index);
        final int known = rows.find(tables.users().ofId(id), tables.feeds().chatId(feed));
        final boolean joins = known == 0 || !rows.isMember(known) && from > rows.newestFrom(known);
        if (joins) {
            join(feed, id, peerId, members.role(index), from);
        }
        final int membership = membership(feed, id);
        rows.role(membership, members.role(index));
        final long more = members.messages(index) - rows.ownCount(membership);
        if (more > 0) {
            final long last = tables.feeds().lastSequence(feed);
            tables.ownRuns().addSome(
                membership, Math.max(from, rows.lastOwn(membership) + 1), last, tables.feeds().messages(feed), more);
            rows.onOwn(membership, members.messages(index), last);
        }
        // Only now, since it is kept how many were others' by then.
        if (members.toSequence(index) != 0 && rows.isMember(membership)
            && rows.newestFrom(membership) == from) {
            leave(membership, members.toSequence(index), joins ? lastKnown.nothing() : asTold(feed));
        }
    }

    private void rejoin(final int membership, final int role, final long sequence) {
        final long end = rows.lastSequence(membership);
        rows.rejoin(membership, role, sequence);
        final Cursors cursors = tables.cursors();
        cursors.flags().onRejoined(membership);
        int cursor = cursors.ofMembership().first(membership);
        while (cursor != 0) {
            pushes.setUnannounced(cursor);
            if (pushes.acknowledged(cursor) == end && sequence - 1 > end) {
                pushes.onAcknowledged(cursor, sequence - 1, 0);
            }
            cursor = cursors.ofMembership().next(cursor);
        }
    }

    /** A member has another role. */
    void role(final int feed, final int id, final int role) {
        if (isTold(feed, id)) {
            final int membership = membership(feed, id);
            rows.role(membership, role);
            rows.onChange(membership, shard.counters().nextChange());
        }
    }

    /**
     * Of an own chat's members all is known. Another shard may tell of a chat as it is, without those who left and were
     * forgotten, and then of entries that are about them.
     */
    private boolean isTold(final int feed, final int id) {
        final int membership = rows.find(tables.ids().user(id), tables.feeds().chatId(feed));
        return tables.feeds().isOwned(feed) || membership != 0 && rows.isMember(membership);
    }

    /** A member leaves by the entry of a sequence, which is the last, and made the chat what it is. */
    void leave(final int feed, final int id, final long sequence, final ChatChange change) {
        if (isTold(feed, id)) {
            leave(membership(feed, id), sequence,
                change.version == tables.feeds().version(feed)
                    ? lastKnown.by(tables.feeds(), feed, title(feed), -change.growth()) : lastKnown.nothing());
        }
    }

    /** A member left, by an entry that nobody knows any more; that of a sequence is taken for the last. */
    void leaveUntold(final int feed, final int id, final long sequence) {
        leave(membership(feed, id), sequence, asTold(feed));
    }

    private void leave(final int membership, final long sequence, final LastKnown chat) {
        followers.onLeaving(membership);
        rows.leave(membership, sequence, shard.clocks().idTime(), shard.counters().nextChange(), chat);
    }

    private LastKnown asTold(final int feed) {
        return lastKnown.asTold(tables.feeds(), feed, title(feed));
    }

    private UnsafeBuffer title(final int feed) {
        return shard.names().wrap(tables.feeds().title(feed), title);
    }

    /** Some time passed: what ended long ago is forgotten, so much at a time. */
    void onTick() {
        final long before = shard.clocks().idTime() - shard.limits().get().inboxRetentionMs();
        int membership = rows.firstFormer();
        for (int i = 0; i < CoreLimits.MEMBERSHIPS_FORGOTTEN_PER_TICK && membership != 0 && rows.leftMs(membership) < before; i++) {
            forget(membership);
            membership = rows.firstFormer();
        }
    }

    private void forget(final int membership) {
        final Cursors cursors = tables.cursors();
        int cursor = cursors.ofMembership().first(membership);
        while (cursor != 0) {
            push.drop(cursor);
            inboxRows.cancel(cursor);
            cursors.remove(cursor);
            cursor = cursors.ofMembership().first(membership);
        }
        tables.ownRuns().clear(membership);
        chats.onMembershipForgotten(membership);
        rows.forget(membership);
    }

    private int membership(final int feed, final int id) {
        final int membership = rows.find(tables.ids().user(id), tables.feeds().chatId(feed));
        Invariants.present("membership", membership);
        return membership;
    }
}
