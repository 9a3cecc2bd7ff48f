package godwit.core.sessions;

import godwit.core.Targets;
import java.util.Arrays;

/** Groups the targets of one delivery by edge, in the order in which the edges came up. */
public final class Fanout {
    private final Sessions sessions;
    private Targets[] byEdge = new Targets[16];
    private int[] edges = new int[16];
    private boolean[] isUp = new boolean[16];
    private boolean[] subscribed = new boolean[16];
    private int passedSession;
    private int count;

    /** A grouping that is empty. */
    public Fanout(final Sessions sessions) {
        this.sessions = sessions;
    }

    /** Adds a session and the entry that the delivered one follows there. */
    public void add(final int session, final long previousSequence) {
        add(session, previousSequence, false);
    }

    /** The same; {@code follows}: from the next entry on it follows the chat's subscription. */
    public void add(final int session, final long previousSequence, final boolean follows) {
        up(sessions.edge(session)).add(sessions.number(session), previousSequence, follows);
    }

    /** Adds the sessions of an edge that follow the chat's subscription. */
    public void subscribe(final int edge) {
        up(edge);
        subscribed[edge] = true;
    }

    /** One of them sent the entry itself. */
    public void pass(final int session) {
        passedSession = session;
    }

    /** Whether those of an edge are meant that follow the subscription. */
    public boolean isSubscribed(final int index) {
        return subscribed[edges[index]];
    }

    /** The number of the session of an edge that sent the entry and follows the subscription; 0: none. */
    public long passedSession(final int index) {
        return passedSession != 0 && sessions.edge(passedSession) == edges[index] ? sessions.number(passedSession) : 0;
    }

    /** How many edges came up. */
    public int edgeCount() {
        return count;
    }

    /** The slot of an edge that came up. */
    public int edge(final int index) {
        return edges[index];
    }

    /** Its targets. */
    public Targets targetsAt(final int index) {
        return byEdge[edges[index]];
    }

    /** Makes it empty again. */
    public void clear() {
        for (int i = 0; i < count; i++) {
            byEdge[edges[i]].clear();
            isUp[edges[i]] = false;
            subscribed[edges[i]] = false;
        }
        count = 0;
        passedSession = 0;
    }

    private Targets up(final int edge) {
        final Targets targets = targets(edge);
        if (!isUp[edge]) {
            isUp[edge] = true;
            if (count == edges.length) {
                edges = Arrays.copyOf(edges, count * 2);
            }
            edges[count++] = edge;
        }
        return targets;
    }

    private Targets targets(final int edge) {
        if (edge >= byEdge.length) {
            byEdge = Arrays.copyOf(byEdge, Math.max(edge + 1, byEdge.length * 2));
            isUp = Arrays.copyOf(isUp, byEdge.length);
            subscribed = Arrays.copyOf(subscribed, byEdge.length);
        }
        if (byEdge[edge] == null) {
            byEdge[edge] = new Targets();
        }
        return byEdge[edge];
    }
}
