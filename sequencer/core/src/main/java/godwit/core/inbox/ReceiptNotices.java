package godwit.core.inbox;

import godwit.core.CoreLimits;
import godwit.core.Receipts;
import godwit.core.Targets;
import godwit.core.numbers.ShardContext;
import godwit.core.sessions.Edges;
import godwit.core.sessions.Fanout;
import godwit.core.sessions.Sessions;
import godwit.core.users.Memberships;
import godwit.core.users.Peers;
import godwit.core.users.UserTables;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells sessions how far a user came, and since when: as it moves, and again to those that may have missed it. Of an own read
 * mark the time is kept only as that of any other member of the chat, or else it is that of the telling.
 */
final class ReceiptNotices {

    private final ShardContext shard;
    private final UserTables tables;
    private final Edges edges;
    private final Sessions sessions;
    private final Targets single = new Targets();
    private final UnsafeBuffer userId = new UnsafeBuffer(0, 0);
    /** Gone with the command. */
    private long[] stamps = {};

    ReceiptNotices(
        final ShardContext shard, final UserTables tables, final Edges edges, final Sessions sessions) {
        this.shard = shard;
        this.tables = tables;
        this.edges = edges;
        this.sessions = sessions;
    }

    /** Adds the live sessions of a user's devices, but for one device's. */
    void collect(final Fanout fanout, final int user, final int exceptDevice) {
        int device = tables.devices().ofUser().first(user);
        while (device != 0) {
            final int session = tables.devices().session(device);
            if (device != exceptDevice && session != 0 && sessions.isLive(session)) {
                fanout.add(session, 0);
            }
            device = tables.devices().ofUser().next(device);
        }
    }

    /** A member's mark moved: those are told who wrote something above what it was before. */
    void onPeer(final int feed, final int peer, final long before, final int status, final Fanout fanout) {
        final Memberships rows = tables.memberships();
        int membership = rows.ofFeed().first(feed);
        while (membership != 0) {
            final int user = rows.user(membership);
            final boolean concerned = rows.isDirect(membership) || rows.lastOwn(membership) > before;
            if (concerned && tables.users().id(user) != tables.peers().id(peer)) {
                collect(fanout, user, 0);
            }
            membership = rows.ofFeed().next(membership);
        }
        for (int i = 0; i < fanout.edgeCount(); i++) {
            peer(edges.id(fanout.edge(i)), feed, peer, status, fanout.targetsAt(i));
        }
        fanout.clear();
    }

    /** The user's own read mark moved, by one of the devices. */
    void onOwnRead(final int membership, final int device, final Fanout fanout) {
        collect(fanout, tables.memberships().user(membership), device);
        for (int i = 0; i < fanout.edgeCount(); i++) {
            ownRead(edges.id(fanout.edge(i)), membership, shard.clocks().idTime(), fanout.targetsAt(i));
        }
        fanout.clear();
    }

    /**
     * Tells a session again of own read marks that another device moved after a stamp; of more than so many, those that
     * moved last.
     */
    void repeatOwnReads(final int session, final long changeSeen) {
        final Memberships rows = tables.memberships();
        final int device = sessions.device(session);
        final long after = Math.max(changeSeen, beforeLatestReads(device, changeSeen));
        int membership = rows.ofUser().last(user(session));
        while (membership != 0) {
            if (isReadElsewhere(membership, device, after)) {
                ownRead(edges.id(sessions.edge(session)), membership, ownReadMs(membership), target(session));
            }
            membership = rows.ofUser().previous(membership);
        }
    }

    /**
     * When the user's own read mark moved, in milliseconds since 1970. It is known where the chat's owner told the same mark to
     * the members here; of a wide chat, or before that, it is now.
     */
    private long ownReadMs(final int membership) {
        final Memberships rows = tables.memberships();
        final Peers peers = tables.peers();
        final int feed = rows.feed(membership);
        final int own = tables.feeds().isWide(feed) ? 0 : peers.find(feed, tables.users().id(rows.user(membership)));
        final boolean known = own != 0 && peers.read(own) == rows.read(membership) && peers.readMs(own) != 0;
        return known ? peers.readMs(own) : shard.clocks().idTime();
    }

    private boolean isReadElsewhere(final int membership, final int device, final long changeSeen) {
        return tables.memberships().readChange(membership) > changeSeen
            && !tables.cursors().flags().isReader(membership, device);
    }

    /** The stamp behind which as many read marks moved as are told again; 0: not more did. */
    private long beforeLatestReads(final int device, final long changeSeen) {
        final Memberships rows = tables.memberships();
        final int user = tables.devices().user(device);
        if (tables.users().chatCount(user) <= CoreLimits.RECEIPTS_REPEATED_MAX) {
            return 0;
        }
        if (stamps.length < tables.users().chatCount(user)) {
            stamps = new long[2 * tables.users().chatCount(user)];
        }
        int count = 0;
        for (int membership = rows.ofUser().last(user); membership != 0; membership = rows.ofUser().previous(membership)) {
            stamps[count] = rows.readChange(membership);
            count += isReadElsewhere(membership, device, changeSeen) ? 1 : 0;
        }
        Arrays.sort(stamps, 0, count);
        return count <= CoreLimits.RECEIPTS_REPEATED_MAX ? 0 : stamps[count - CoreLimits.RECEIPTS_REPEATED_MAX - 1];
    }

    /** Tells a session again of others' marks that moved after a stamp; of more than so many members, those that moved last. */
    void repeatPeers(final int session, final long changeSeen) {
        final Memberships rows = tables.memberships();
        final int user = user(session);
        final long after = beforeLatestPeers(user, changeSeen);
        for (int membership = rows.ofUser().last(user); membership != 0; membership = rows.ofUser().previous(membership)) {
            for (int peer = firstMoved(membership, after); peer != 0; peer = nextMoved(membership, peer, after)) {
                repeatPeer(session, rows.feed(membership), peer);
            }
        }
    }

    /** The stamp behind which so many members' marks moved as are told again; the given one: not more did. */
    private long beforeLatestPeers(final int user, final long changeSeen) {
        final Memberships rows = tables.memberships();
        int count = 0;
        for (int membership = rows.ofUser().last(user); membership != 0; membership = rows.ofUser().previous(membership)) {
            for (int peer = firstMoved(membership, changeSeen); peer != 0; peer = nextMoved(membership, peer, changeSeen)) {
                if (count == stamps.length) {
                    stamps = Arrays.copyOf(stamps, 2 * count + CoreLimits.RECEIPTS_REPEATED_MAX);
                }
                stamps[count++] = tables.peers().change(peer);
            }
        }
        Arrays.sort(stamps, 0, count);
        return count <= CoreLimits.RECEIPTS_REPEATED_MAX ? changeSeen : stamps[count - CoreLimits.RECEIPTS_REPEATED_MAX - 1];
    }

    /** The first of a chat's other members whose marks moved after a stamp and concern the member; 0: none. */
    private int firstMoved(final int membership, final long changeSeen) {
        final Memberships rows = tables.memberships();
        final int feed = rows.feed(membership);
        final boolean concerned = rows.isDirect(membership) || rows.lastOwn(membership) > 0;
        return concerned && rows.isMember(membership) && !tables.feeds().isWide(feed)
            && tables.feeds().peerChange(feed) > changeSeen
            ? moved(membership, tables.peers().ofFeed().first(feed), changeSeen) : 0;
    }

    private int nextMoved(final int membership, final int peer, final long changeSeen) {
        return moved(membership, tables.peers().ofFeed().next(peer), changeSeen);
    }

    private int moved(final int membership, final int from, final long changeSeen) {
        final int own = tables.users().id(tables.memberships().user(membership));
        int peer = from;
        while (peer != 0 && (tables.peers().id(peer) == own || tables.peers().change(peer) <= changeSeen)) {
            peer = tables.peers().ofFeed().next(peer);
        }
        return peer;
    }

    private void repeatPeer(final int session, final int feed, final int peer) {
        final long edgeId = edges.id(sessions.edge(session));
        final Peers peers = tables.peers();
        if (peers.delivered(peer) > peers.read(peer) && peers.deliveredMsgId(peer) != 0) {
            peer(edgeId, feed, peer, Receipts.DELIVERED, target(session));
        }
        if (peers.readMsgId(peer) != 0) {
            peer(edgeId, feed, peer, Receipts.READ, target(session));
        }
    }

    private void peer(
        final long edgeId, final int feed, final int peer, final int status, final Targets targets) {
        final Peers peers = tables.peers();
        final boolean read = status == Receipts.READ;
        tables.ids().wrap(peers.id(peer), userId);
        shard.listener().onReceipt(
            edgeId, tables.feeds().chatId(feed), read ? peers.readMsgId(peer) : peers.deliveredMsgId(peer),
            read ? peers.read(peer) : peers.delivered(peer), read ? peers.readMs(peer) : peers.deliveredMs(peer),
            peers.change(peer), status, userId, targets);
    }

    private void ownRead(final long edgeId, final int membership, final long timeMs, final Targets targets) {
        final Memberships rows = tables.memberships();
        tables.ids().wrap(tables.users().id(rows.user(membership)), userId);
        shard.listener().onReceipt(
            edgeId, chatId(membership), rows.readMsgId(membership), rows.read(membership), timeMs,
            rows.readChange(membership), Receipts.READ, userId, targets);
    }

    private Targets target(final int session) {
        single.clear();
        single.add(sessions.number(session), 0);
        return single;
    }

    private int user(final int session) {
        return tables.devices().user(sessions.device(session));
    }

    private long chatId(final int membership) {
        return tables.feeds().chatId(tables.memberships().feed(membership));
    }
}
