package godwit.edge.accept;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the sockets of one loop for whose reading there was no direct memory, and says so from time to time. It is that of
 * the heap never: without heap the process ends before anybody hears of it (ExitOnOutOfMemoryError). Single-threaded.
 */
final class ReadFailures {
    private static final Logger LOG = LoggerFactory.getLogger("godwit.edge");
    private static final long AGAIN_NS = TimeUnit.MINUTES.toNanos(1);

    private long sayFromNs = System.nanoTime();

    /**
     * One socket is closed for it; the others go on.
     *
     * @param counters counts.
     * @param cause    why it could not be read.
     */
    void add(final EdgeCounters counters, final OutOfMemoryError cause) {
        counters.increment(EdgeCounter.READS_FAILED);
        final long nowNs = System.nanoTime();
        if (nowNs - sayFromNs >= 0) {
            sayFromNs = nowNs + AGAIN_NS;
            LOG.warn("no direct memory to read from a socket, which is closed: {} (said once a minute at most)",
                cause.getMessage());
        }
    }
}
