package godwit.protocol.idle;

import java.util.concurrent.locks.LockSupport;

/**
 * Wakes one thread that waits for work from others of its process: without it a thread has to look every 100 µs, which
 * costs a twentieth of a core each and half of that as latency at each hop. Any thread rings; one thread waits.
 *
 * <p>No ring is missed: the ringer sets its mark and then looks for a waiter, the waiter shows itself and then looks for
 * the mark, both volatile, so that one of them sees the other. A ring while nobody waits ends the next wait at once.
 */
public final class Doorbell {
    private volatile boolean rung;
    private volatile Thread waiter;

    /** Ends the wait under way, or the next one. What was published before is seen by the woken thread. */
    public void ring() {
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
    }

    /** Whether somebody rang since the last wait. */
    boolean isRung() {
        return rung;
    }
}
