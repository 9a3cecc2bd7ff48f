package godwit.edge.accept;

import godwit.edge.memory.ByteBudget;
import java.util.function.IntSupplier;

/**
 * What waits for all sockets of an edge together. Entries of chats may fill three quarters, since they come again; the
 * rest is left to answers. Over these three quarters those that hold most are closed, until half of it is free. Any thread.
 */
final class OutboundMemory {
    private final ByteBudget budget;
    private final long entriesMax;
    private final IntSupplier sockets;

    /**
     * What sockets share.
     *
     * @param budget  of them all.
     * @param sockets how many there are.
     */
    OutboundMemory(final ByteBudget budget, final IntSupplier sockets) {
        this.budget = budget;
        this.entriesMax = budget.bytesMax() / 4 * 3;
        this.sockets = sockets;
    }

    boolean tryTake(final long bytes) {
        return budget.tryTake(bytes);
    }

    boolean tryTakeForEntry(final long bytes) {
        return budget.tryTake(bytes, entriesMax);
    }

    void giveBack(final long bytes) {
        budget.giveBack(bytes);
    }

    /** Whether an entry of that length would be dropped, so that somebody has to go. */
    boolean isTight(final long bytes) {
        return budget.taken() + bytes > entriesMax;
    }

    /** Whether enough went. */
    boolean isRelieved() {
        return budget.taken() <= budget.bytesMax() / 2;
    }

    /** Whether a socket holds at least what each would if all held the same. */
    boolean isMuch(final long bytes) {
        return bytes > 0 && bytes >= budget.taken() / Math.max(1, sockets.getAsInt());
    }
}
