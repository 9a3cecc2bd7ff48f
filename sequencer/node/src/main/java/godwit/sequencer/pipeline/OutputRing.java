package godwit.sequencer.pipeline;

import com.lmax.disruptor.RingBuffer;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The core's end of the output ring: copies a record into free slots. When none is free it idles, counted, because an
 * output must not be lost; when none gets free for {@value #STUCK_S} s a stage is dead, and the node with it. The
 * service's thread.
 */
final class OutputRing implements OutputSlots {
    private static final int STUCK_S = 10;

    private final RingBuffer<Output> ring;
    private final NodeCounters counters;
    private IdleStrategy idleStrategy;
    private long appliedNs;
    private long consensusUs;
    private long leadershipTermId;
    private boolean live;
    private long claimedFirst;
    private long claimedLast;

    OutputRing(final RingBuffer<Output> ring, final NodeCounters counters, final IdleStrategy idleStrategy) {
        this.ring = ring;
        this.counters = counters;
        this.idleStrategy = idleStrategy;
    }

    void idleStrategy(final IdleStrategy strategy) {
        idleStrategy = strategy;
    }

    void role(final boolean isLive, final long termId) {
        live = isLive;
        leadershipTermId = termId;
    }

    void entry(final long nowNs, final long waitedUs) {
        appliedNs = nowNs;
        consensusUs = waitedUs;
    }

    @Override
    public Output claim(
        final OutputKind kind, final long edgeId, final long outputSequence, final DirectBuffer record,
        final int length) {
        final int parts = Math.max(1, (length + Output.LENGTH - 1) / Output.LENGTH);
        awaitCapacity(parts);
        final long last = ring.next(parts);
        final long first = last - parts + 1;
        for (int part = 0; part < parts; part++) {
            final Output slot = ring.get(first + part);
            final int offset = part * Output.LENGTH;
            slot.put((UnsafeBuffer) record, offset, Math.min(Output.LENGTH, length - offset));
            slot.partsAfter = parts - 1 - part;
            slot.kind = kind;
            slot.edgeId = edgeId;
            slot.outputSequence = outputSequence;
            slot.live = live;
        }
        final Output head = ring.get(first);
        head.leadershipTermId = leadershipTermId;
        head.appliedNs = appliedNs;
        head.consensusUs = consensusUs;
        head.saidNs = System.nanoTime();
        claimedFirst = first;
        claimedLast = last;
        return head;
    }

    @Override
    public boolean hasSpare() {
        final boolean has = ring.remainingCapacity() >= ring.getBufferSize() / 2;
        if (!has) {
            counters.increment(NodeCounter.TYPINGS_DROPPED);
        }
        return has;
    }

    @Override
    public void publish() {
        ring.publish(claimedFirst, claimedLast);
    }

    private void awaitCapacity(final int parts) {
        if (ring.hasAvailableCapacity(parts)) {
            return;
        }
        counters.increment(NodeCounter.OUTPUT_STALLS);
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(STUCK_S);
        idleStrategy.reset();
        while (!ring.hasAvailableCapacity(parts)) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("output ring full for " + STUCK_S + " s slots=" + ring.getBufferSize()
                    + " expected a stage to move: the spool's disk or an edge's stream hangs");
            }
            idleStrategy.idle();
        }
    }
}
