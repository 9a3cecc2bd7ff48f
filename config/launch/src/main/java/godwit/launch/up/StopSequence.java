package godwit.launch.up;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been started, to be stopped in the opposite order, once, whatever the moment: a stop waits for the part that is
 * just coming up, which would leave its threads and files behind otherwise; one that begins later is not started.
 * <p>
 * Any thread.
 */
final class StopSequence {
    private static final Logger LOGGER = LoggerFactory.getLogger(StopSequence.class);

    private final Deque<Part> parts = new ArrayDeque<>();
    private final Deque<Runnable> listeners = new ArrayDeque<>();
    /** Held while parts are closed. */
    private final Object closing = new Object();
    private boolean isStopping;
    private boolean isStarting;

    /**
     * Starts a part and keeps it for the stop. One at a time.
     *
     * @param name    of the part, for the log.
     * @param starter starts it; what it throws leaves nothing behind.
     * @param <T>     of the part.
     * @return the part.
     * @throws StoppingException when the stop began before, or meanwhile.
     */
    <T extends AutoCloseable> T start(final String name, final Supplier<T> starter) {
        synchronized (this) {
            check();
            isStarting = true;
        }
        try {
            final T part = starter.get();
            synchronized (this) {
                parts.push(new Part(name, part));
                check();
            }
            return part;
        } finally {
            synchronized (this) {
                isStarting = false;
                notifyAll();
            }
        }
    }

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

    /**
     * Tells a part at once when the stop begins, before any is stopped, however long its turn takes.
     *
     * @param onStop must not block.
     */
    void onStop(final Runnable onStop) {
        synchronized (this) {
            if (!isStopping) {
                listeners.add(onStop);
                return;
            }
        }
        onStop.run();
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

    /** Stops all, the newest first; returns when all are stopped, to the second caller too, who finds nothing left. */
    void stop() {
        synchronized (this) {
            isStopping = true;
        }
        for (Runnable onStop = nextListener(); onStop != null; onStop = nextListener()) {
            onStop.run();
        }
        awaitStarting();
        synchronized (closing) {
            for (Part part = next(); part != null; part = next()) {
                close(part);
            }
        }
    }

    private synchronized Runnable nextListener() {
        return listeners.poll();
    }

    private synchronized void awaitStarting() {
        try {
            while (isStarting) {
                wait();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
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
