package godwit.edge.memory;

/**
 * What all connections of an edge together may make it hold, each kind in a budget of its own.
 *
 * @param outbound  frames that wait for sockets, in direct memory.
 * @param partial   frames and HTTP requests of clients whose end did not come yet, in direct memory.
 * @param fragments messages whose last fragment did not come yet, on the heap.
 * @param waiting   frames before CONNECTED, on the heap.
 * @param requests  requests without an answer, on the heap.
 * @param presence  users that connections want to know of, on the heap.
 * @param recent    entries that connections were shown, to resolve their acknowledgements, on the heap.
 */
public record EdgeMemory(
    ByteBudget outbound, ByteBudget partial, ByteBudget fragments, ByteBudget waiting, ByteBudget requests,
    ByteBudget presence, ByteBudget recent) {
    /** Half: a frame takes up to a quarter more than itself in Netty's pool, which other parts use, too. */
    private static final int OUTBOUND_SHARE = 2;
    /** What is left beside both is for reading, and for what the pool cannot use of its chunks. */
    private static final int PARTIAL_SHARE = 8;
    /** The state machine in the same process takes most of the heap. */
    private static final int REQUESTS_SHARE = 32;
    private static final int PRESENCE_SHARE = 32;
    private static final int RECENT_SHARE = 32;
    private static final int FRAGMENTS_SHARE = 64;
    private static final int WAITING_SHARE = 64;

    /**
     * Budgets that fit into a process.
     *
     * @param directBytes what the JVM gives outside the heap, at most.
     * @param heapBytes   the heap, at most.
     * @return the budgets.
     */
    public static EdgeMemory fittingInto(final long directBytes, final long heapBytes) {
        return new EdgeMemory(new ByteBudget(directBytes / OUTBOUND_SHARE),
            new ByteBudget(directBytes / PARTIAL_SHARE), new ByteBudget(heapBytes / FRAGMENTS_SHARE),
            new ByteBudget(heapBytes / WAITING_SHARE), new ByteBudget(heapBytes / REQUESTS_SHARE),
            new ByteBudget(heapBytes / PRESENCE_SHARE), new ByteBudget(heapBytes / RECENT_SHARE));
    }
}
