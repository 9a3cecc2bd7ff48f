package godwit.core.inbox;

import godwit.core.CoreListener;
import godwit.core.sessions.Edges;
import godwit.core.sessions.Fanout;
import godwit.core.users.Memberships;
import godwit.core.users.UserTables;
import org.agrona.DirectBuffer;

/** Tells the sessions of a chat's members that one of them types, or does no more. Changes nothing. */
public final class TypingNotices {
    private final CoreListener listener;
    private final UserTables tables;
    private final Edges edges;
    private final ReceiptNotices sessionsOf;
    private final Fanout fanout;

    TypingNotices(
        final CoreListener listener, final UserTables tables, final Edges edges, final ReceiptNotices sessionsOf,
        final Fanout fanout) {
        this.listener = listener;
        this.tables = tables;
        this.edges = edges;
        this.sessionsOf = sessionsOf;
        this.fanout = fanout;
    }

    /**
     * Tells the members on this shard; of a chat without any, or with so many that nobody is told, it tells none.
     *
     * @param chatId  which chat.
     * @param typerId the interned id of the one who types, who is not told; 0: no user of this shard.
     * @param userId  the same one.
     * @param starts  to type, or ends.
     */
    public void tell(final long chatId, final int typerId, final DirectBuffer userId, final boolean starts) {
        final int feed = tables.feeds().find(chatId);
        if (feed == 0 || tables.feeds().isWide(feed)) {
            return;
        }
        // What broke off before was told nobody of: the core goes on after it, since its state is whole.
        fanout.clear();
        final Memberships rows = tables.memberships();
        int membership = rows.ofFeed().first(feed);
        while (membership != 0) {
            if (tables.users().id(rows.user(membership)) != typerId) {
                sessionsOf.collect(fanout, rows.user(membership), 0);
            }
            membership = rows.ofFeed().next(membership);
        }
        for (int i = 0; i < fanout.edgeCount(); i++) {
            listener.onTyping(edges.id(fanout.edge(i)), chatId, userId, starts, fanout.targetsAt(i));
        }
        fanout.clear();
    }
}
