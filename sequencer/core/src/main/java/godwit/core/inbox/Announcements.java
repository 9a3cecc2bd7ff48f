package godwit.core.inbox;

import godwit.core.CoreLimits;
import godwit.core.CoreListener;
import godwit.core.Targets;
import godwit.core.sessions.Edges;
import godwit.core.sessions.Fanout;
import godwit.core.sessions.Sessions;
import godwit.core.users.Cursors;
import godwit.core.users.FeedView;
import godwit.core.users.Feeds;

/** Tells devices that a chat exists, in any case before its first entry on a session. */
final class Announcements {

    private final CoreListener listener;
    private final Edges edges;
    private final Sessions sessions;
    private final Cursors cursors;
    private final Feeds feeds;
    private final FeedView view;
    private final Targets single = new Targets();

    Announcements(
        final CoreListener listener, final Edges edges, final Sessions sessions, final Cursors cursors,
        final Feeds feeds, final FeedView view) {
        this.listener = listener;
        this.edges = edges;
        this.sessions = sessions;
        this.cursors = cursors;
        this.feeds = feeds;
        this.view = view;
    }

    /** An entry is about to be pushed. */
    void beforeEntry(final int session, final int cursor, final long chatId) {
        if (!isKnown(cursor) && !cursors.pushes().isAnnounced(cursor)) {
            single.clear();
            single.add(sessions.number(session), 0);
            listener.onChatCreated(
                edges.id(sessions.edge(session)), 0, view.show(feeds.find(chatId), CoreLimits.NAMED_IN_PUSH_MAX), single);
            cursors.pushes().setAnnounced(cursor);
        }
    }

    private boolean isKnown(final int cursor) {
        return cursors.flags().isKnown(cursors.membership(cursor), cursors.device(cursor));
    }

    /** A chat was created just now. */
    void onCreated(final long chatId, final Fanout targets) {
        for (int i = 0; i < targets.edgeCount(); i++) {
            listener.onChatCreated(
                edges.id(targets.edge(i)), 0, view.show(feeds.find(chatId), CoreLimits.NAMED_IN_PUSH_MAX), targets.targetsAt(i));
        }
    }
}
