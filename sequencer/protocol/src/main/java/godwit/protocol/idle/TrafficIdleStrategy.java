package godwit.protocol.idle;

import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;

/**
 * Waits by parking, never by spinning: for {@value #BUSY_PARK_US} µs at a time while there was work within the last
 * {@value #BUSY_MS} ms, then twice as long each time up to {@value #QUIET_PARK_US} µs. So a message that comes into
 * traffic waits little, and a quiet system costs little: about a dozen threads that poll all the time have to share two
 * cores. One thread an instance.
 */
public final class TrafficIdleStrategy implements IdleStrategy {
    /** Name for configurations that want one. */
    public static final String ALIAS = "traffic";

    private static final long BUSY_MS = 50;
    private static final long BUSY_PARK_US = 100;
    private static final long QUIET_PARK_US = 1_000;
    private static final int YIELDS = 2;

    private long lastWorkNs = System.nanoTime();
    private long parkUs = BUSY_PARK_US;
    private int yields;

    @Override
    public void idle(final int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        if (yields < YIELDS) {
            yields++;
            Thread.yield();
            return;
        }
        LockSupport.parkNanos(parkUs * 1_000);
        if (parkUs < QUIET_PARK_US && System.nanoTime() - lastWorkNs > BUSY_MS * 1_000_000) {
            parkUs = Math.min(QUIET_PARK_US, parkUs * 2);
        }
    }

    @Override
    public void reset() {
        lastWorkNs = System.nanoTime();
        parkUs = BUSY_PARK_US;
        yields = 0;
    }

    @Override
    public String alias() {
        return ALIAS;
    }
}
