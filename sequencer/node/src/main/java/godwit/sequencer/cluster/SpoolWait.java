package godwit.sequencer.cluster;

import godwit.sequencer.spool.SpoolStage;
import io.aeron.cluster.client.ClusterException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.concurrent.IdleStrategy;

/**
 * What a snapshot waits for before it is written: that every journal record of its state was handed to the spool's
 * recorder. So a node whose spool hangs ends here or in its spool stage, and not with snapshots that are ever further ahead
 * of the spool. What the recorder had not written when a kill came is no loss: the next start takes an older snapshot, and
 * the log makes the records again.
 */
final class SpoolWait {
    /** So long at most, since the shard stands still meanwhile: as long as the spool stage itself waits for its recorder. */
    static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(SpoolStage.STUCK_S);

    private final LongSupplier spooled;
    private final LongSupplier clockNs;

    /**
     * A wait.
     *
     * @param spooled the last record that the spool's recorder was handed.
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
     * @throws ClusterException when the spool does not come so far; it ends the node.
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
