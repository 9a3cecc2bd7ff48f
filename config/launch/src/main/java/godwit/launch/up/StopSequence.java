package godwit.launch.up;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been started, to be stopped in the opposite order, once, whatever the moment: a part that comes up after the
 * stop began is stopped at once.
 * <p>
 * Any thread.
 */
final class StopSequence {
    private static final Logger LOGGER = LoggerFactory.getLogger(StopSequence.class);

    private final Deque<Part> parts = new ArrayDeque<>();
    private boolean isStopping;

    /**
     * Keeps a part for the stop.
     *
     * @param name of the part, for the log.
     * @param part to be closed.
     * @param <T>  of the part.
     * @return the part.
     */
    <T extends AutoCloseable> T add(final String name, final T part) {
        synchronized (this) {
            if (!isStopping) {
                parts.push(new Part(name, part));
                return part;
            }
        }
        close(new Part(name, part));
        throw new StoppingException();
    }

    /** Throws when the stop has begun: nothing further should be started. */
    synchronized void check() {
        if (isStopping) {
            throw new StoppingException();
        }
    }

    /** Whether the stop has begun. */
    synchronized boolean isStopping() {
        return isStopping;
    }

    /** Stops all, the newest first; the second caller finds nothing left. */
    void stop() {
        synchronized (this) {
            isStopping = true;
        }
        for (Part part = next(); part != null; part = next()) {
            close(part);
        }
    }

    private synchronized Part next() {
        return parts.poll();
    }

    private static void close(final Part part) {
        final long startNs = System.nanoTime();
        try {
            part.closeable().close();
            LOGGER.info("stopped part={} tookMs={}", part.name(), (System.nanoTime() - startNs) / 1_000_000);
        } catch (final Exception e) {
            LOGGER.warn("not stopped cleanly: part={}", part.name(), e);
        }
    }

    /** A stop was asked for while something was starting. */
    static final class StoppingException extends RuntimeException {
        private static final long serialVersionUID = 1;

        StoppingException() {
            super("stopping");
        }
    }

    private record Part(String name, AutoCloseable closeable) {
    }
}
