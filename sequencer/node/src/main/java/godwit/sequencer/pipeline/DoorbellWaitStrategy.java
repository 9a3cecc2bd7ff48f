package godwit.sequencer.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.WaitStrategy;
import godwit.protocol.idle.Doorbell;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Stages that follow the core wait at doorbells, which each output rings; one that follows other stages looks now and
 * then, because nobody waits for it. Every few milliseconds without an event it times out, so that a stage can see to
 * what waits for something else than events. One instance serves all stages.
 */
final class DoorbellWaitStrategy implements WaitStrategy {
    private static final long TIMEOUT_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long FOLLOWER_PARK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ThreadLocal<Doorbell> own = ThreadLocal.withInitial(this::add);
    private volatile Doorbell[] bells = {};

    private synchronized Doorbell add() {
        final Doorbell bell = new Doorbell();
        final Doorbell[] more = Arrays.copyOf(bells, bells.length + 1);
        more[bells.length] = bell;
        bells = more;
        return bell;
    }

    @Override
    public long waitFor(
        final long sequence, final Sequence cursor, final Sequence dependent, final SequenceBarrier barrier)
        throws AlertException, TimeoutException {
        long available = dependent.get();
        if (available >= sequence) {
            return available;
        }
        final Doorbell bell = dependent == cursor ? own.get() : null;
        final long startNs = System.nanoTime();
        available = dependent.get();
        while (available < sequence) {
            barrier.checkAlert();
            if (System.nanoTime() - startNs > TIMEOUT_NS) {
                throw TimeoutException.INSTANCE;
            }
            if (bell == null) {
                LockSupport.parkNanos(FOLLOWER_PARK_NS);
            } else {
                bell.await(TIMEOUT_NS);
            }
            available = dependent.get();
        }
        return available;
    }

    @Override
    public void signalAllWhenBlocking() {
        for (final Doorbell bell : bells) {
            bell.ring();
        }
    }
}
