package godwit.sequencer.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.WaitStrategy;
import godwit.protocol.idle.TrafficIdleStrategy;

/**
 * Waits as {@link TrafficIdleStrategy} does: shortly parked while there is traffic, longer when it is quiet, without a
 * lock and without waking anybody. Every few milliseconds without an event it times out, so that a stage can see to
 * what waits for something else than events. One instance serves one stage.
 */
final class ParkingWaitStrategy implements WaitStrategy {
    private static final long TIMEOUT_NS = 5_000_000;

    private final ThreadLocal<TrafficIdleStrategy> idle = ThreadLocal.withInitial(TrafficIdleStrategy::new);

    @Override
    public long waitFor(
        final long sequence, final Sequence cursor, final Sequence dependentSequence, final SequenceBarrier barrier)
        throws AlertException, TimeoutException {
        long available = dependentSequence.get();
        if (available >= sequence) {
            idle.get().idle(1);
            return available;
        }
        final TrafficIdleStrategy mine = idle.get();
        final long startNs = System.nanoTime();
        while (available < sequence) {
            barrier.checkAlert();
            mine.idle();
            if (System.nanoTime() - startNs > TIMEOUT_NS) {
                throw TimeoutException.INSTANCE;
            }
            available = dependentSequence.get();
        }
        mine.idle(1);
        return available;
    }

    @Override
    public void signalAllWhenBlocking() {
        // nobody blocks
    }
}
