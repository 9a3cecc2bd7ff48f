package godwit.core.inbox;

import godwit.core.CoreCommands;
import godwit.core.CoreLimits;
import godwit.core.Refusal;
import godwit.core.entries.Entries;
import godwit.core.numbers.ShardContext;
import godwit.core.sessions.Edges;
import godwit.core.sessions.Sessions;
import godwit.core.users.Memberships;
import godwit.core.users.UserTables;

/**
 * Answers pages of a user's chats. Without {@code since}: those that the user is in, by their last activity, and a page's
 * cursor is the stamp of its last row's activity; with it: those whose row changed after it, former ones among them, by their
 * last change. Nothing is kept in order for it: each page looks through all of the user's chats for the latest.
 */
final class ChatLists {
    private static final int PAGE_DEFAULT = 50;

    private final ShardContext shard;
    private final UserTables tables;
    private final Edges edges;
    private final Sessions sessions;
    private final MembershipRow row;
    private final Latest latest = new Latest(CoreLimits.CHATS_PAGE_MAX + 1);

    ChatLists(
        final ShardContext shard, final UserTables tables, final Edges edges, final Sessions sessions,
        final Entries entries) {
        this.shard = shard;
        this.tables = tables;
        this.edges = edges;
        this.sessions = sessions;
        this.row = new MembershipRow(shard.names(), tables, entries);
    }

    void list(
        final int session, final long correlationId, final long since, final long cursor, final int pageLimit) {
        final long edgeId = edges.id(sessions.edge(session));
        final long none = CoreCommands.NULL_VALUE;
        tables.devices().onHeard(sessions.device(session));
        if (since < none || since > shard.counters().change() || cursor < none) {
            shard.listener().onRefused(
                edgeId, correlationId, sessions.number(session), Refusal.INVALID, Refusal.Detail.BAD_CURSOR, 0);
            return;
        }
        final int user = tables.devices().user(sessions.device(session));
        choose(user, since, cursor == none ? Long.MAX_VALUE : cursor, pageLength(pageLimit) + 1);
        page(edgeId, correlationId, pageLength(pageLimit));
    }

    /** The latest of the user's chats before a stamp; one more than the page has, to see whether there are more. */
    private void choose(final int user, final long since, final long before, final int count) {
        final Memberships rows = tables.memberships();
        latest.begin(count);
        int membership = rows.ofUser().first(user);
        while (membership != 0) {
            final long stamp = since < 0 ? rows.activity(membership) : rows.change(membership);
            if (stamp < before && (since < 0 ? rows.isMember(membership) : stamp > since)) {
                latest.add(stamp, membership);
            }
            membership = rows.ofUser().next(membership);
        }
    }

    private void page(final long edgeId, final long correlationId, final int length) {
        int count = 0;
        int bytes = 0;
        while (count < length && count < latest.count() && bytes < CoreLimits.CHATS_BYTES_MAX) {
            shard.listener().onChatRow(edgeId, correlationId, row.show(latest.item(count)));
            bytes += row.bodyLength();
            count++;
        }
        shard.listener().onChatsPage(edgeId, correlationId, shard.counters().change(),
            count < latest.count() ? latest.stamp(count - 1) : CoreCommands.NULL_VALUE, count);
    }

    static int pageLength(final int pageLimit) {
        return pageLimit <= 0 ? PAGE_DEFAULT : Math.min(pageLimit, CoreLimits.CHATS_PAGE_MAX);
    }
}
