package godwit.sequencer.cluster;

import godwit.client.FatalError;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.agrona.ErrorHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears of what Aeron's parts report: counts it, says it, and tells once what nothing can go on after. Any thread. */
final class Failures implements ErrorHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final String whose;
    private final NodeCounters counters;
    private final Consumer<Throwable> onFatal;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean failed = new AtomicBoolean();

    Failures(final String whose, final NodeCounters counters, final Consumer<Throwable> onFatal) {
        this.whose = whose;
        this.counters = counters;
        this.onFatal = onFatal;
    }

    @Override
    public void onError(final Throwable error) {
        if (AeronNoise.is(error)) {
            LOG.debug("{}: {}", whose, error.toString());
            return;
        }
        counters.increment(NodeCounter.ERRORS);
        if (!closing.get()) {
            LOG.warn("{}", whose, error);
        }
        if (FatalError.is(error)) {
            onFatal(error);
        }
    }

    void onFatal(final Throwable failure) {
        if (!closing.get() && failed.compareAndSet(false, true)) {
            LOG.error("{} cannot go on", whose, failure);
            onFatal.accept(failure);
        }
    }

    /** What is heard from now on is the end's. */
    void closing() {
        closing.set(true);
    }
}
