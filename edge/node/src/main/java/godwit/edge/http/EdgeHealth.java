package godwit.edge.http;

/**
 * How the edge is, as far as those who send it traffic want to know. Asked on event loops: it must answer at once.
 */
public interface EdgeHealth {
    /** What {@link #notReadyReason} answers when all is well. */
    String READY = null;

    /**
     * Why this edge should get no new traffic.
     *
     * @return {@link #READY}, or a few words like "draining" or "no route to a shard leader".
     */
    String notReadyReason();
}
