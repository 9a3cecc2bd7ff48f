package godwit.core.inbox;

import godwit.core.CoreCommands;
import godwit.core.Refusal;
import godwit.core.entries.Entries;
import godwit.core.link.UserCursors;
import godwit.core.numbers.ShardContext;
import godwit.core.sessions.Edges;
import godwit.core.sessions.Sessions;
import godwit.core.state.RecordList;
import godwit.core.users.Memberships;
import godwit.core.users.UserTables;

/**
 * Answers pages of a user's chats. Without {@code since}: all, by their last activity, and a page's cursor is the stamp of
 * its last row's activity; with it: those that changed after it, by their last change.
 */
final class ChatLists {
    private static final int PAGE_DEFAULT = 50;
    private static final int PAGE_MAX = 100;
    private static final int BODY_BYTES_MAX = 160 * 1024;

    private final ShardContext shard;
    private final UserTables tables;
    private final Edges edges;
    private final Sessions sessions;
    private final MembershipRow row;

    ChatLists(
        final ShardContext shard, final UserTables tables, final Edges edges, final Sessions sessions,
        final Entries entries, final UserCursors chats) {
        this.shard = shard;
        this.tables = tables;
        this.edges = edges;
        this.sessions = sessions;
        this.row = new MembershipRow(tables, entries, chats);
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
        final long before = cursor == none ? Long.MAX_VALUE : cursor;
        page(edgeId, correlationId, user, since, before, pageLength(pageLimit));
    }

    private void page(
        final long edgeId, final long correlationId, final int user, final long since, final long before,
        final int length) {
        final RecordList list = since < 0 ? tables.memberships().byActivity() : tables.memberships().byChange();
        int membership = list.last(user);
        while (membership != 0 && stamp(membership, since) >= before) {
            membership = list.previous(membership);
        }
        int count = 0;
        int bytes = 0;
        long next = CoreCommands.NULL_VALUE;
        while (isListed(membership, since) && count < length && bytes < BODY_BYTES_MAX) {
            shard.listener().onChatRow(edgeId, correlationId, row.show(membership));
            bytes += row.bodyLength();
            count++;
            next = stamp(membership, since);
            membership = list.previous(membership);
        }
        shard.listener().onChatsPage(
            edgeId, correlationId, shard.counters().change(),
            isListed(membership, since) ? next : CoreCommands.NULL_VALUE, count);
    }

    private boolean isListed(final int membership, final long since) {
        return membership != 0 && stamp(membership, since) > since;
    }

    private long stamp(final int membership, final long since) {
        final Memberships rows = tables.memberships();
        return since < 0 ? rows.activity(membership) : rows.change(membership);
    }

    static int pageLength(final int pageLimit) {
        return pageLimit <= 0 ? PAGE_DEFAULT : Math.min(pageLimit, PAGE_MAX);
    }
}
