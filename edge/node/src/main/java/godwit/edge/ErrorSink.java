package godwit.edge;

import godwit.client.FatalError;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.agrona.ErrorHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of bugs and of what the driver cannot do: each distinct error is logged once, all are counted, and those after
 * which nothing works any more end the edge.
 */
final class ErrorSink implements ErrorHandler {
    private static final Logger LOG = LoggerFactory.getLogger("godwit.edge");
    private static final int DISTINCT_MAX = 256;

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final AtomicLong count = new AtomicLong();
    private final Consumer<Throwable> onFatal;

    ErrorSink(final Consumer<Throwable> onFatal) {
        this.onFatal = onFatal;
    }

    @Override
    public void onError(final Throwable error) {
        count.incrementAndGet();
        final StackTraceElement[] trace = error.getStackTrace();
        final String kind = error.getClass().getName() + (trace.length == 0 ? "" : "@" + trace[0]);
        if (seen.size() < DISTINCT_MAX && seen.add(kind)) {
            LOG.error("edge error", error);
        }
        if (FatalError.is(error)) {
            onFatal.accept(error);
        }
    }

    long count() {
        return count.get();
    }
}
