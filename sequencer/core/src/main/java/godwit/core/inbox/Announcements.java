package godwit.core.inbox;

import godwit.core.CoreLimits;
import godwit.core.CoreListener;
import godwit.core.Targets;
import godwit.core.link.ChatChange;
import godwit.core.sessions.Edges;
import godwit.core.sessions.Fanout;
import godwit.core.sessions.Sessions;
import godwit.core.users.Cursors;
import godwit.core.users.FeedView;
import godwit.core.users.UserTables;

/** Tells devices that a chat exists, in any case before its first entry on a session. */
final class Announcements {

    private final CoreListener listener;
    private final Edges edges;
    private final Sessions sessions;
    private final UserTables tables;
    private final Cursors cursors;
    private final FeedView view;
    private final Targets single = new Targets();
    /** By which members leave whose last entry is being pushed; null between commands, so no state. */
    private ChatChange leaving;

    Announcements(
        final CoreListener listener, final Edges edges, final Sessions sessions, final UserTables tables,
        final FeedView view) {
        this.listener = listener;
        this.edges = edges;
        this.sessions = sessions;
        this.tables = tables;
        this.cursors = tables.cursors();
        this.view = view;
    }

    /** An entry is about to be pushed. */
    void beforeEntry(final int session, final int cursor) {
        if (!isKnown(cursor) && !cursors.pushes().isAnnounced(cursor)) {
            single.clear();
            single.add(sessions.number(session), 0);
            listener.onChatCreated(edges.id(sessions.edge(session)), 0, shown(cursors.membership(cursor)), single);
            cursors.pushes().setAnnounced(cursor);
        }
    }

    /** Whoever a change is about leaves by the entry that is pushed now; null: nobody does. */
    void leaving(final ChatChange change) {
        leaving = change;
    }

    private FeedView shown(final int membership) {
        return leaving != null && leaving.ids.contains(tables.users().id(tables.memberships().user(membership)))
            ? view.showBefore(membership, leaving) : view.showTo(membership, CoreLimits.NAMED_IN_PUSH_MAX);
    }

    private boolean isKnown(final int cursor) {
        return cursors.flags().isKnown(cursors.membership(cursor), cursors.device(cursor));
    }

    /** A chat was created just now. */
    void onCreated(final long chatId, final Fanout targets) {
        for (int i = 0; i < targets.edgeCount(); i++) {
            listener.onChatCreated(
                edges.id(targets.edge(i)), 0, view.show(tables.feeds().find(chatId), CoreLimits.NAMED_IN_PUSH_MAX), targets.targetsAt(i));
        }
    }
}
