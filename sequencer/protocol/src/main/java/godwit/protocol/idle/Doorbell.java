package godwit.protocol.idle;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes one thread that waits for work from others of its process: without it a thread has to look every 100 µs, which
 * costs a twentieth of a core each and half of that as latency at each hop. Any thread rings; one thread waits.
 *
 * <p>No ring is missed: the ringer sets its mark and then looks for a waiter, the waiter shows itself and then looks for
 * the mark, both volatile, so that one of them sees the other. A ring while nobody waits ends the next wait at once. A
 * ring that finds the mark set leaves it: whoever takes it back then sees what that ringer published (DoorbellStress).
 */
public final class Doorbell {
    private volatile boolean rung;
    private volatile Thread waiter;

    /** Ends the wait under way, or the next one. What was published before is seen by the woken thread. */
    public void ring() {
        // What was published has to be out before the mark is looked at: who takes the mark back looks for it next.
        VarHandle.fullFence();
        if (!rung) {
            rung = true;
        }
        final Thread thread = waiter;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /**
     * Waits for a ring.
     *
     * @param ns at most so long.
     */
    public void await(final long ns) {
        waiter = Thread.currentThread();
        if (!rung) {
            LockSupport.parkNanos(this, ns);
        }
        waiter = null;
        rung = false;
        VarHandle.fullFence();
    }

    /** Whether somebody rang since the last wait. */
    boolean isRung() {
        return rung;
    }
}
