package godwit.core.inbox;

import godwit.core.numbers.ShardContext;
import godwit.core.sessions.Edges;
import godwit.core.sessions.Fanout;
import godwit.core.sessions.Sessions;
import godwit.core.users.Arrears;
import godwit.core.users.Cursors;
import godwit.core.users.FeedEdges;
import godwit.core.users.Memberships;
import godwit.core.users.Pushes;
import godwit.core.users.UserTables;

/**
 * Who follows the subscription of a wide chat: a device that has all of it, on a session with nothing else to catch up on,
 * is not named any more but handed each next entry by its edge. It is until the edge says that it lags, until something is
 * pushed anew from its cursor, or until the chat or the user's time in it says otherwise.
 * <p>
 * A window has two parts, so that edge and shard count for themselves: the edge what it hands out by subscriptions, the
 * shard what it pushes to sessions. A session begins to follow with no more in flight than its own part, and keeps to it.
 */
final class Followers {
    private final ShardContext shard;
    private final UserTables tables;
    private final Arrears arrears;
    private final Pushes pushes;
    private final Cursors cursors;
    private final Edges edges;
    private final Sessions sessions;
    private final Progress progress;
    private final Redelivery redelivery;
    private final InboxRows rows;

    Followers(
        final ShardContext shard, final UserTables tables, final Edges edges, final Sessions sessions,
        final Progress progress, final Redelivery redelivery, final InboxRows rows) {
        this.rows = rows;
        this.shard = shard;
        this.tables = tables;
        this.arrears = tables.arrears();
        this.pushes = tables.pushes();
        this.cursors = tables.cursors();
        this.edges = edges;
        this.sessions = sessions;
        this.progress = progress;
        this.redelivery = redelivery;
    }

    /** How much more may be pushed to a session. */
    int room(final int session) {
        final int window = shard.limits().get().unacknowledgedMax();
        final int own = sessions.isShared(session) ? window - shard.limits().get().subscribedMax() : window;
        return own - sessions.unacknowledged(session);
    }

    /** Whether a device follows from the next entry on, if the chat's last one is pushed to it now. */
    boolean follows(final int session, final int cursor) {
        final int membership = cursors.membership(cursor);
        if (!tables.feeds().isWide(tables.memberships().feed(membership))) {
            return false;
        }
        final int subscribedMax = shard.limits().get().subscribedMax();
        return subscribedMax > 0
            && sessions.unacknowledged(session) < shard.limits().get().unacknowledgedMax() - subscribedMax
            && arrears.silences(cursor) == 0
            && tables.memberships().isMember(membership)
            && isNothingElseBehind(cursor);
    }

    /** What a connection had before and is not pushed again yet would count for neither part of the window. */
    private boolean isNothingElseBehind(final int cursor) {
        final int first = cursors.behind().first(cursors.device(cursor));
        return first == 0 || first == cursor && cursors.behind().next(first) == 0;
    }

    /** The chat's last entry was pushed to a device, as the one from which it follows. */
    void begin(final int session, final int cursor) {
        final int membership = cursors.membership(cursor);
        final int edge = sessions.edge(session);
        cursors.follow(cursor, tables.feedEdges().add(tables.memberships().feed(membership), edge, edges.epoch(edge)));
        sessions.setShared(session);
        if (allFollow(membership)) {
            tables.memberships().onAllFollow(membership);
        }
    }

    private boolean allFollow(final int membership) {
        final int user = tables.memberships().user(membership);
        if (tables.memberships().cursorCount(membership) != tables.users().deviceCount(user)) {
            return false;
        }
        int cursor = cursors.ofMembership().first(membership);
        while (cursor != 0 && cursors.isFollowing(cursor)) {
            cursor = cursors.ofMembership().next(cursor);
        }
        return cursor == 0;
    }

    /** The edges on which devices follow get the entry that is delivered. */
    void collect(final int feed, final Fanout fanout) {
        final FeedEdges feedEdges = tables.feedEdges();
        int slot = feedEdges.ofFeed().first(feed);
        while (slot != 0) {
            if (isLive(slot)) {
                fanout.subscribe(feedEdges.edge(slot));
            }
            slot = feedEdges.ofFeed().next(slot);
        }
    }

    private boolean isLive(final int feedEdge) {
        final int edge = tables.feedEdges().edge(feedEdge);
        return edges.isLive(edge) && edges.epoch(edge) == tables.feedEdges().epoch(feedEdge);
    }

    /** A device follows no more; it was handed everything up to a sequence, and nothing after. */
    void end(final int cursor, final long sequence) {
        end(cursor, sequence, true);
    }

    /**
     * A device follows no more, as the shard has it: all of the chat counts as in flight. Of that it was handed no more than
     * the edge's part of the window, as its edge says, unless that gets lost: so it is not held for pushed.
     */
    private void end(final int cursor) {
        end(cursor, progress.last(cursor), false);
    }

    private void end(final int cursor, final long sequence, final boolean isKnown) {
        cursors.unfollow(cursor);
        final long from = pushes.counted(cursor);
        if (sequence > from) {
            final int count = (int) (sequence - from - progress.countPassed(cursor, from + 1, sequence));
            if (count > 0) {
                onHanded(cursor, sequence, count, isKnown);
            } else {
                pushes.onPassed(cursor, sequence);
            }
        }
        progress.arrange(cursor);
        rows.onLate(cursor);
    }

    private void onHanded(final int cursor, final long sequence, final int count, final boolean isKnown) {
        final int session = tables.devices().session(cursors.device(cursor));
        final boolean first = pushes.inFlight(cursor) == 0;
        if (isKnown) {
            pushes.onPushed(cursor, sequence, count);
        } else {
            pushes.onPerhapsPushed(cursor, sequence, count);
        }
        sessions.addUnacknowledged(session, count);
        redelivery.onPushed(session, cursor, first);
    }

    /** Tells the edge of a session that it follows no more. */
    void tell(final int session, final int cursor) {
        shard.listener().onUnsubscribed(
            edges.id(sessions.edge(session)), sessions.number(session), progress.chatId(cursor));
    }

    /**
     * A user leaves. All of its sessions are told, also those that are not known to follow: an edge that waits for a resync
     * may believe so for a while, and must not hand out what comes behind the leaving.
     */
    void onLeaving(final int membership) {
        final boolean wide = tables.feeds().isWide(tables.memberships().feed(membership));
        int cursor = cursors.ofMembership().first(membership);
        while (cursor != 0) {
            final int session = tables.devices().session(cursors.device(cursor));
            if (wide && session != 0 && sessions.isLive(session)) {
                tell(session, cursor);
            }
            if (cursors.isFollowing(cursor)) {
                end(cursor);
            }
            cursor = cursors.ofMembership().next(cursor);
        }
    }

    /** Nobody follows any more: the chat ceases to be wide, or entries did not come here. */
    void endAll(final int feed) {
        final FeedEdges feedEdges = tables.feedEdges();
        for (int slot = feedEdges.ofFeed().first(feed); slot != 0; slot = feedEdges.ofFeed().next(slot)) {
            if (isLive(slot)) {
                shard.listener().onUnsubscribed(edges.id(feedEdges.edge(slot)), 0, tables.feeds().chatId(feed));
            }
        }
        final Memberships all = tables.memberships();
        int membership = all.followers().first(feed);
        while (membership != 0) {
            endOf(membership);
            membership = all.followers().first(feed);
        }
        membership = feedEdges.ofFeed().first(feed) == 0 ? 0 : all.ofFeed().first(feed);
        while (membership != 0) {
            endOf(membership);
            membership = all.ofFeed().next(membership);
        }
    }

    private void endOf(final int membership) {
        int cursor = cursors.ofMembership().first(membership);
        while (cursor != 0) {
            if (cursors.isFollowing(cursor)) {
                end(cursor);
            }
            cursor = cursors.ofMembership().next(cursor);
        }
    }

    /**
     * A device's session ends, or has everything pushed anew: it follows nothing any more. How much of what waits for it
     * was handed to it is not known.
     */
    void endOfDevice(final int device) {
        int cursor = cursors.following().first(device);
        while (cursor != 0) {
            abandon(cursor);
            cursor = cursors.following().first(device);
        }
    }

    /**
     * A device follows no more, and is to be pushed from its cursor on: before all else what counts as in flight; the rest it
     * may have or not, and has no more of it than the edge's part of the window.
     */
    void abandon(final int cursor) {
        cursors.unfollow(cursor);
        if (pushes.acknowledged(cursor) == progress.last(cursor)) {
            progress.arrange(cursor);
            return;
        }
        arrears.setUncounted(cursor);
        if (pushes.inFlight(cursor) == 0) {
            cursors.moveTo(cursor, Cursors.BEHIND);
        }
        rows.onLate(cursor);
    }

    /** A connection with a new session may have what it was handed in the one before: that part of its window stays apart. */
    void onSameConnection(final int session) {
        int cursor = cursors.behind().first(sessions.device(session));
        while (cursor != 0 && !arrears.isUncounted(cursor)) {
            cursor = cursors.behind().next(cursor);
        }
        if (cursor != 0) {
            sessions.setShared(session);
        }
    }
}
