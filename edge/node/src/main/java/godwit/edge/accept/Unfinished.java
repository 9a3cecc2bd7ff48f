package godwit.edge.accept;

import godwit.edge.memory.ByteBudget;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * What the sockets of one loop keep of that whose end did not come yet, in a budget of all loops. From three quarters of
 * it on, those that hold most are closed until half of it is free: such as nobody has authenticated, and over seven eighths
 * the others, too. So whoever keeps little for a moment is served, however much others keep. Used on its loop only, but for
 * {@link #askRelief}.
 */
final class Unfinished {
    /** How long it is in vain to look again for those that hold much. */
    private static final long RELIEF_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Comparator<Holder> FIRST_TO_GO =
        Comparator.comparing(Holder::authenticated).thenComparing(Comparator.comparingLong(Holder::bytes).reversed());

    private final ByteBudget budget;
    private final IntSupplier sockets;
    private final Runnable onTight;
    private final LoopErrand relief;
    private final Set<Holder> holders = new HashSet<>();
    private long relieveFromNs = System.nanoTime();

    /** What one socket keeps. */
    abstract static class Holder {
        private long bytes;
        private boolean evicted;

        /** Whether the socket has a session. */
        abstract boolean authenticated();

        /** Lets go of all and closes the socket; it is counted as holding nothing already, and never more. */
        abstract void evict();

        final long bytes() {
            return bytes;
        }
    }

    /**
     * What is kept on one loop.
     *
     * @param loop     the loop.
     * @param budget   of all loops.
     * @param sockets  how many there are on all of them.
     * @param onTight  hears that others hold too much: asks all loops.
     */
    Unfinished(
        final EventLoop loop, final ByteBudget budget, final IntSupplier sockets, final Runnable onTight) {
        this.relief = new LoopErrand(loop, this::relieve);
        this.budget = budget;
        this.sockets = sockets;
        this.onTight = onTight;
    }

    /**
     * A socket keeps more or less than before. It is evicted itself, before this returns, if it is the one that holds too
     * much, or if there is no room even so.
     *
     * @param holder the socket.
     * @param bytes  what it keeps now.
     */
    void hold(final Holder holder, final long bytes) {
        if (bytes <= holder.bytes) {
            budget.giveBack(holder.bytes - bytes);
            set(holder, bytes);
        } else if (!holder.evicted) {
            // They are there already: over the bound for as long as it takes to find who has to go.
            budget.take(bytes - holder.bytes);
            set(holder, bytes);
            makeRoom();
            if (isOver() && !holder.evicted) {
                evict(holder);
            }
        }
    }

    private void set(final Holder holder, final long bytes) {
        holder.bytes = bytes;
        if (bytes == 0) {
            holders.remove(holder);
        } else {
            holders.add(holder);
        }
    }

    private void makeRoom() {
        if (isOver() || budget.taken() > budget.bytesMax() / 4 * 3 && System.nanoTime() - relieveFromNs >= 0) {
            relieve();
            if (!isRelieved()) {
                relieveFromNs = System.nanoTime() + RELIEF_AGAIN_NS;
                onTight.run();
            }
        }
    }

    /** Another loop needs room. Any thread. */
    void askRelief() {
        relief.ask();
    }

    private void relieve() {
        final boolean all = budget.taken() > budget.bytesMax() / 8 * 7;
        final List<Holder> order = new ArrayList<>(holders);
        order.sort(FIRST_TO_GO);
        for (final Holder holder : order) {
            if (isRelieved() || holder.authenticated() && !all) {
                return;
            }
            if (isMuch(holder.bytes)) {
                evict(holder);
            }
        }
    }

    private void evict(final Holder holder) {
        hold(holder, 0);
        holder.evicted = true;
        holder.evict();
    }

    private boolean isOver() {
        return budget.taken() > budget.bytesMax();
    }

    private boolean isRelieved() {
        return budget.taken() <= budget.bytesMax() / 2;
    }

    /** Whether a socket holds at least what each would if all held the same. */
    private boolean isMuch(final long bytes) {
        return bytes > 0 && bytes >= budget.taken() / Math.max(1, sockets.getAsInt());
    }
}
