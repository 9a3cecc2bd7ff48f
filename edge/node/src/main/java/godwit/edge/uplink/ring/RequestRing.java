package godwit.edge.uplink.ring;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.EventTranslatorOneArg;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;
import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.memory.ByteBudget;
import godwit.edge.request.Request;
import godwit.edge.request.ShardGateway;
import java.util.function.Consumer;

/**
 * Hands requests of many event loops to one shard's thread in the order of publishing. Full means refused: a producer
 * never waits.
 */
public final class RequestRing implements ShardGateway {
    private static final EventTranslatorOneArg<Slot, Request> PUT = (slot, sequence, request) -> slot.request = request;

    private final RingBuffer<Slot> ring;
    private final EventPoller<Slot> poller;
    private final ByteBudget held;
    private final EdgeCounters counters;
    private final Runnable onOffered;
    private Consumer<Request> consumer;
    private int limit;
    private int taken;

    /** A place in the ring. */
    private static final class Slot {
        private Request request;
    }

    /**
     * A ring.
     *
     * @param slots     a power of two.
     * @param held      what all requests together may take.
     * @param counters  counts.
     * @param onOffered wakes the consumer.
     */
    public RequestRing(
        final int slots, final ByteBudget held, final EdgeCounters counters, final Runnable onOffered) {
        this.held = held;
        this.counters = counters;
        this.onOffered = onOffered;
        // Nobody ever waits on it: the consumer polls within its duty cycle, for which a doorbell wakes it.
        ring = RingBuffer.createMultiProducer(Slot::new, slots, new YieldingWaitStrategy());
        poller = ring.newPoller();
        ring.addGatingSequences(poller.getSequence());
    }

    @Override
    public boolean offer(final Request request) {
        final long bytes = request.heldBytes();
        if (!held.tryTake(bytes)) {
            counters.increment(EdgeCounter.REQUESTS_REFUSED_HELD);
            return false;
        }
        final boolean offered = ring.tryPublishEvent(PUT, request);
        if (offered) {
            onOffered.run();
        } else {
            held.giveBack(bytes);
        }
        return offered;
    }

    /**
     * Takes what is there, on the one consuming thread.
     *
     * @param newConsumer hears of each.
     * @param requestsMax at most so many.
     * @return how many.
     */
    public int drain(final Consumer<Request> newConsumer, final int requestsMax) {
        consumer = newConsumer;
        limit = requestsMax;
        taken = 0;
        try {
            poller.poll(this::take);
        } catch (final RuntimeException e) {
            throw e;
        } catch (final Exception e) {
            throw new IllegalStateException("a consumer of requests threw a checked exception", e);
        }
        return taken;
    }

    private boolean take(final Slot slot, final long sequence, final boolean endOfBatch) {
        final Request request = slot.request;
        slot.request = null;
        if (request != null) {
            // Whose consumer threw is polled again, empty: it is told of once and harms nobody else.
            taken++;
            held.giveBack(request.heldBytes());
            consumer.accept(request);
        }
        return taken < limit;
    }
}
