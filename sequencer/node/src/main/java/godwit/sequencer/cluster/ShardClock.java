package godwit.sequencer.cluster;

import io.aeron.cluster.service.ClusterClock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The cluster's clock, in microseconds since 1970: the wall clock as at the start, and from there the monotonic clock.
 * A wall clock that is set afterwards neither holds up an election nor starts one.
 */
public final class ShardClock implements ClusterClock {
    private final long startUs;
    private final long startNs = System.nanoTime();

    /** A clock that starts with the wall clock's time, which is in milliseconds since 1970. */
    public ShardClock(final LongSupplier wallClock) {
        startUs = TimeUnit.MILLISECONDS.toMicros(wallClock.getAsLong());
    }

    @Override
    public TimeUnit timeUnit() {
        return TimeUnit.MICROSECONDS;
    }

    @Override
    public long time() {
        return startUs + TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNs);
    }

    @Override
    public long timeMillis() {
        return TimeUnit.MICROSECONDS.toMillis(time());
    }

    @Override
    public long timeMicros() {
        return time();
    }

    @Override
    public long timeNanos() {
        return TimeUnit.MICROSECONDS.toNanos(time());
    }

    @Override
    public long convertToNanos(final long time) {
        return TimeUnit.MICROSECONDS.toNanos(time);
    }
}
