package godwit.core.sessions;

import godwit.core.CoreListener;
import godwit.core.Refusal;

/** Lets a command through only under its edge's present lease and in a session that has not ended. */
public final class Fence {
    private final Edges edges;
    private final Sessions sessions;
    private final CoreListener listener;

    /** A fence before edges and sessions. */
    public Fence(final Edges edges, final Sessions sessions, final CoreListener listener) {
        this.edges = edges;
        this.sessions = sessions;
        this.listener = listener;
    }

    /** The session's slot; 0: refused, and the edge was told. */
    public int session(final long edgeId, final long epoch, final long correlationId, final long session) {
        final int edge = edge(edgeId, epoch, correlationId, session);
        if (edge == 0) {
            return 0;
        }
        final int slot = sessions.find(edge, session);
        if (slot == 0) {
            listener.onRefused(edgeId, correlationId, session, Refusal.STALE_SESSION, Refusal.Detail.NONE, 0);
        }
        return slot;
    }

    /** The edge's slot; 0: refused, and the edge was told. */
    public int edge(final long edgeId, final long epoch, final long correlationId, final long session) {
        final int edge = edges.current(edgeId, epoch);
        if (edge == 0) {
            listener.onRefused(edgeId, correlationId, session, Refusal.STALE_EDGE, Refusal.Detail.NONE, 0);
        }
        return edge;
    }
}
