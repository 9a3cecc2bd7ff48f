package godwit.sequencer.pipeline;

import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.EventHandlerGroup;
import com.lmax.disruptor.dsl.ProducerType;
import godwit.core.CoreListener;
import godwit.sequencer.NodeCounters;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;

/** The core's outputs, from its calls through the ring to the stages. */
public final class OutputPipeline implements AutoCloseable {
    private static final int CLOSE_S = 3;

    private final Disruptor<Output> disruptor;
    private final OutputRing ring;
    private final OutputEncoder encoder;
    private final LatencyStage latency = new LatencyStage();

    /**
     * A pipeline that runs.
     *
     * @param slots        of the ring, a power of two.
     * @param egress       sends to the edges.
     * @param spool        appends to the spool.
     * @param links        sends to other shards; null: there are none.
     * @param counters     count stalls.
     * @param idleStrategy of the core's thread when the ring is full.
     * @param onFailure    gets what a stage threw; the node must end then.
     */
    public OutputPipeline(
        final int slots, final Stage egress, final Stage spool, final Stage links, final NodeCounters counters,
        final IdleStrategy idleStrategy, final Consumer<Throwable> onFailure) {
        disruptor = graph(slots, egress, spool, links, onFailure);
        ring = new OutputRing(disruptor.start(), counters, idleStrategy);
        encoder = new OutputEncoder(ring);
    }

    private Disruptor<Output> graph(
        final int slots, final Stage egress, final Stage spool, final Stage links,
        final Consumer<Throwable> onFailure) {
        // 0. The core's thread is the only producer; a record takes as many slots as it needs.
        final Stage[] first = Stream.of(egress, spool, links).filter(Objects::nonNull).toArray(Stage[]::new);
        final ThreadFactory threads =
            new StageThreads(Stream.concat(Stream.of(first), Stream.of(latency)).map(Stage::name).toArray(String[]::new));
        final Disruptor<Output> graph = new Disruptor<>(Output::new, slots, threads, ProducerType.SINGLE,
            new DoorbellWaitStrategy());
        graph.setDefaultExceptionHandler(new Failures(onFailure));
        // 1. Deliveries leave for the edges, and beside that, independently, records go into the spool, and to other shards.
        final EventHandlerGroup<Output> done = graph.handleEventsWith(first);
        // 2. What all are done with is measured, and its slot is free again.
        done.then(latency);
        return graph;
    }

    /** What the core calls. */
    public CoreListener listener() {
        return encoder;
    }

    /** Whether what the core says from now on may leave this member, and in which term. The core's thread. */
    public void role(final boolean live, final long leadershipTermId) {
        ring.role(live, leadershipTermId);
    }

    /** An entry begins. The core's thread. */
    public void entry(final long appliedNs, final long consensusUs) {
        ring.entry(appliedNs, consensusUs);
    }

    /** How the core's thread waits from now on. */
    public void idleStrategy(final IdleStrategy idleStrategy) {
        ring.idleStrategy(idleStrategy);
    }

    /** An edge that a snapshot knows. The core's thread. */
    public void edgeKnown(final long edgeId, final int streamId, final DirectBuffer channel) {
        encoder.edgeKnown(edgeId, streamId, channel);
    }

    /** How long things took. */
    public LatencyStage latency() {
        return latency;
    }

    @Override
    public void close() {
        try {
            disruptor.shutdown(CLOSE_S, TimeUnit.SECONDS);
        } catch (final TimeoutException e) {
            disruptor.halt();
        }
    }

    private static final class StageThreads implements ThreadFactory {
        private final String[] names;
        private int next;

        StageThreads(final String... names) {
            this.names = names;
        }

        @Override
        public Thread newThread(final Runnable stage) {
            final Thread thread = new Thread(stage, "godwit-" + names[next++]);
            thread.setDaemon(true);
            return thread;
        }
    }

    private record Failures(Consumer<Throwable> onFailure) implements ExceptionHandler<Output> {
        @Override
        public void handleEventException(final Throwable failure, final long sequence, final Output event) {
            onFailure.accept(failure);
            throw new IllegalStateException("a stage of the output pipeline failed sequence=" + sequence, failure);
        }

        @Override
        public void handleOnStartException(final Throwable failure) {
            onFailure.accept(failure);
        }

        @Override
        public void handleOnShutdownException(final Throwable failure) {
            onFailure.accept(failure);
        }
    }
}
