package godwit.core.inbox;

import godwit.core.Receipts;
import godwit.core.Targets;
import godwit.core.numbers.ShardContext;
import godwit.core.sessions.Edges;
import godwit.core.sessions.Fanout;
import godwit.core.sessions.Sessions;
import godwit.core.users.Memberships;
import godwit.core.users.UserTables;
import org.agrona.concurrent.UnsafeBuffer;

/** Tells sessions how far a user came: as it moves, and again to those that may have missed it. */
final class ReceiptNotices {
    private static final int REPEATED_MAX = 1000;

    private final ShardContext shard;
    private final UserTables tables;
    private final Edges edges;
    private final Sessions sessions;
    private final Targets single = new Targets();
    private final UnsafeBuffer userId = new UnsafeBuffer(0, 0);

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

    /** The other one's mark moved. */
    void onPeer(final int membership, final int status, final Fanout fanout) {
        collect(fanout, tables.memberships().user(membership), 0);
        for (int i = 0; i < fanout.edgeCount(); i++) {
            peer(edges.id(fanout.edge(i)), membership, status, fanout.targetsAt(i));
        }
        fanout.clear();
    }

    /** The user's own read mark moved, by one of the devices. */
    void onOwnRead(final int membership, final int device, final Fanout fanout) {
        collect(fanout, tables.memberships().user(membership), device);
        for (int i = 0; i < fanout.edgeCount(); i++) {
            ownRead(edges.id(fanout.edge(i)), membership, fanout.targetsAt(i));
        }
        fanout.clear();
    }

    /** Tells a session again of own read marks that moved after a stamp. */
    void repeatOwnReads(final int session, final long changeSeen) {
        final Memberships rows = tables.memberships();
        int membership = rows.byRead().last(user(session));
        int count = 0;
        while (membership != 0 && rows.readChange(membership) > changeSeen && count++ < REPEATED_MAX) {
            ownRead(edges.id(sessions.edge(session)), membership, target(session));
            membership = rows.byRead().previous(membership);
        }
    }

    /** Tells a session again of others' marks that moved after a stamp. */
    void repeatPeers(final int session, final long changeSeen) {
        final Memberships rows = tables.memberships();
        int membership = rows.byChange().last(user(session));
        int count = 0;
        while (membership != 0 && rows.change(membership) > changeSeen && count++ < REPEATED_MAX) {
            if (rows.peerChange(membership) > changeSeen) {
                repeatPeer(session, membership);
            }
            membership = rows.byChange().previous(membership);
        }
    }

    private void repeatPeer(final int session, final int membership) {
        final long edgeId = edges.id(sessions.edge(session));
        if (tables.memberships().peerDelivered(membership) > tables.memberships().peerRead(membership)) {
            peer(edgeId, membership, Receipts.DELIVERED, target(session));
        }
        if (tables.memberships().peerRead(membership) > 0) {
            peer(edgeId, membership, Receipts.READ, target(session));
        }
    }

    private void peer(final long edgeId, final int membership, final int status, final Targets targets) {
        final Memberships rows = tables.memberships();
        final boolean read = status == Receipts.READ;
        tables.ids().wrap(rows.peerId(membership), userId);
        shard.listener().onReceipt(
            edgeId, chatId(membership), read ? rows.peerReadMsgId(membership) : rows.peerDeliveredMsgId(membership),
            read ? rows.peerRead(membership) : rows.peerDelivered(membership), shard.clocks().idTime(),
            rows.peerChange(membership), status, userId, targets);
    }

    private void ownRead(final long edgeId, final int membership, final Targets targets) {
        final Memberships rows = tables.memberships();
        tables.ids().wrap(tables.users().id(rows.user(membership)), userId);
        shard.listener().onReceipt(
            edgeId, chatId(membership), rows.readMsgId(membership), rows.read(membership), shard.clocks().idTime(),
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
