package godwit.edge.memory;

/**
 * What all connections of an edge together may make it hold, each kind in a budget of its own.
 *
 * @param outbound frames that wait for sockets, in direct memory.
 * @param partial  frames of clients whose end did not come yet, in direct memory.
 * @param held     requests without an answer, messages in fragments, frames before CONNECTED; on the heap.
 */
public record EdgeMemory(ByteBudget outbound, ByteBudget partial, ByteBudget held) {
    /** Half: a frame takes up to a quarter more than itself in Netty's pool, which other parts use, too. */
    private static final int OUTBOUND_SHARE = 2;
    /** What is left beside both is for reading, for HTTP, and for what the pool cannot use of its chunks. */
    private static final int PARTIAL_SHARE = 8;
    /** The state machine in the same process takes most of the heap. */
    private static final int HELD_SHARE = 16;

    /**
     * Budgets that fit into a process.
     *
     * @param directBytes what the JVM gives outside the heap, at most.
     * @param heapBytes   the heap, at most.
     * @return the budgets.
     */
    public static EdgeMemory fittingInto(final long directBytes, final long heapBytes) {
        return new EdgeMemory(new ByteBudget(directBytes / OUTBOUND_SHARE),
            new ByteBudget(directBytes / PARTIAL_SHARE), new ByteBudget(heapBytes / HELD_SHARE));
    }
}
