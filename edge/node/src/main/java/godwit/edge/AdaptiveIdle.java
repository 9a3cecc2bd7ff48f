package godwit.edge;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;

/**
 * Sleeps briefly while there was work a moment ago, and longer when all is quiet: low latency under load, little cost
 * without.
 */
final class AdaptiveIdle implements IdleStrategy {
    private static final long BUSY_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SHORT_PARK_NS = TimeUnit.MICROSECONDS.toNanos(40);
    private static final long LONG_PARK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private long workedNs = System.nanoTime();

    @Override
    public void idle(final int workCount) {
        if (workCount > 0) {
            workedNs = System.nanoTime();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        LockSupport.parkNanos(System.nanoTime() - workedNs < BUSY_NS ? SHORT_PARK_NS : LONG_PARK_NS);
    }

    @Override
    public void reset() {
        workedNs = System.nanoTime();
    }
}
