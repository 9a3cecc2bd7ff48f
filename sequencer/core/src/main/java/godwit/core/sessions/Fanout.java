package godwit.core.sessions;

import godwit.core.Targets;
import java.util.Arrays;

/** Groups the targets of one delivery by edge, in the order in which the edges came up. */
public final class Fanout {
    private final Sessions sessions;
    private Targets[] byEdge = new Targets[16];
    private int[] edges = new int[16];
    private int count;

    /** A grouping that is empty. */
    public Fanout(final Sessions sessions) {
        this.sessions = sessions;
    }

    /** Adds a session and the entry that the delivered one follows there. */
    public void add(final int session, final long previousSequence) {
        final int edge = sessions.edge(session);
        final Targets targets = targets(edge);
        if (targets.count() == 0) {
            if (count == edges.length) {
                edges = Arrays.copyOf(edges, count * 2);
            }
            edges[count++] = edge;
        }
        targets.add(sessions.number(session), previousSequence);
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
        }
        count = 0;
    }

    private Targets targets(final int edge) {
        if (edge >= byEdge.length) {
            byEdge = Arrays.copyOf(byEdge, Math.max(edge + 1, byEdge.length * 2));
        }
        if (byEdge[edge] == null) {
            byEdge[edge] = new Targets();
        }
        return byEdge[edge];
    }
}
