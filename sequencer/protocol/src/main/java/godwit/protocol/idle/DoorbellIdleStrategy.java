package godwit.protocol.idle;

import org.agrona.concurrent.IdleStrategy;

/**
 * Waits at its own doorbell and rings its neighbours' after work, so that a message passes from thread to thread without
 * anybody spinning. What comes from outside the process rings no bell: for that it looks every {@code parkUs}, and when
 * nothing came for {@value #BUSY_MS} ms every {@value #QUIET_PARK_US} µs. One thread an instance.
 */
public final class DoorbellIdleStrategy implements IdleStrategy {
    /** Name for configurations that want one. */
    public static final String ALIAS = "doorbell";

    private static final long BUSY_MS = 50;
    private static final long QUIET_PARK_US = 4_000;

    private final Doorbell own;
    private final Doorbell[] neighbours;
    private final long busyParkUs;
    private long parkUs;
    private long lastWorkNs = System.nanoTime();

    /**
     * A strategy for one thread.
     *
     * @param own        what it waits at.
     * @param busyParkUs how long at most while there is traffic, in µs.
     * @param neighbours who may have work when this thread had.
     */
    public DoorbellIdleStrategy(final Doorbell own, final long busyParkUs, final Doorbell... neighbours) {
        this.own = own;
        this.neighbours = neighbours.clone();
        this.busyParkUs = busyParkUs;
        this.parkUs = busyParkUs;
    }

    @Override
    public void idle(final int workCount) {
        if (workCount > 0) {
            for (final Doorbell neighbour : neighbours) {
                neighbour.ring();
            }
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        own.await(parkUs * 1_000);
        if (parkUs < QUIET_PARK_US && System.nanoTime() - lastWorkNs > BUSY_MS * 1_000_000) {
            parkUs = Math.min(QUIET_PARK_US, parkUs * 2);
        }
    }

    @Override
    public void reset() {
        lastWorkNs = System.nanoTime();
        parkUs = busyParkUs;
    }

    @Override
    public String alias() {
        return ALIAS;
    }
}
