package godwit.sequencer.cluster;

import io.aeron.cluster.client.ClusterException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.concurrent.IdleStrategy;

/**
 * What a snapshot waits for before it is written: that the spool has every journal record of its state. Otherwise a kill
 * would leave a snapshot whose records neither the spool nor the log behind it has.
 */
final class SpoolWait {
    /** So long at most, since the shard stands still meanwhile. */
    static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(5);

    private final LongSupplier spooled;
    private final LongSupplier clockNs;

    /**
     * A wait.
     *
     * @param spooled the last record that the spool has.
     * @param clockNs the time, monotonic.
     */
    SpoolWait(final LongSupplier spooled, final LongSupplier clockNs) {
        this.spooled = spooled;
        this.clockNs = clockNs;
    }

    /**
     * Waits.
     *
     * @param outputSequence the last record of the state.
     * @param idleStrategy   between looks.
     * @throws ClusterException when the spool does not come so far.
     */
    void await(final long outputSequence, final IdleStrategy idleStrategy) {
        final long startNs = clockNs.getAsLong();
        while (spooled.getAsLong() < outputSequence) {
            if (clockNs.getAsLong() - startNs > LONGEST_NS) {
                throw new ClusterException("the spool is behind the state output_sequence=" + outputSequence
                    + " spooled=" + spooled.getAsLong());
            }
            idleStrategy.idle();
        }
    }
}
