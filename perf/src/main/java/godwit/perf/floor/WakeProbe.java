package godwit.perf.floor;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How long a thread that sleeps takes to run after another wakes it: two of them wake each other by turns, and each waking
 * is timed from the one's call to the other's next step.
 */
final class WakeProbe {
    private static final long ASLEEP_NS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long STUCK_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Histogram latencyNs = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    private final long lengthNs;
    private volatile long turn;
    private volatile boolean over;
    /** Written before a turn is given, read after it is taken. */
    private long wokenAtNs;
    private Thread first;
    private Thread second;

    private WakeProbe(final long lengthNs) {
        this.lengthNs = lengthNs;
    }

    /** Nanoseconds of one waking after another. */
    static Histogram measure(final long lengthNs) throws InterruptedException {
        return new WakeProbe(lengthNs).run();
    }

    private Histogram run() throws InterruptedException {
        first = Thread.currentThread();
        second = new Thread(this::answer, "wake-probe");
        second.setDaemon(true);
        second.start();
        final long endNs = System.nanoTime() + lengthNs;
        while (System.nanoTime() - endNs < 0) {
            give(second);
            await(0);
        }
        over = true;
        LockSupport.unpark(second);
        second.join();
        return latencyNs;
    }

    private void answer() {
        while (!over) {
            await(1);
            if (!over) {
                give(first);
            }
        }
    }

    private void give(final Thread other) {
        // Long enough for the other to sleep: to hand on to one that has not parked yet is no waking.
        final long fromNs = System.nanoTime();
        while (System.nanoTime() - fromNs < ASLEEP_NS) {
            Thread.onSpinWait();
        }
        wokenAtNs = System.nanoTime();
        turn = turn + 1;
        LockSupport.unpark(other);
    }

    /** The first thread's turns are even, the second's odd. */
    private void await(final int parity) {
        final boolean slept = turn % 2 != parity;
        while (turn % 2 != parity && !over) {
            LockSupport.parkNanos(this, STUCK_NS);
        }
        // Who found its turn there did not sleep.
        if (slept && !over) {
            latencyNs.recordValue(System.nanoTime() - wokenAtNs);
        }
    }
}
