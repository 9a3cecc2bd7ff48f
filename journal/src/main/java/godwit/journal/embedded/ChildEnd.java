package godwit.journal.embedded;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a child process and waits until it is gone. A killed one may take seconds for that: its threads have to run once
 * more, below ours in priority, and its memory is given back.
 */
final class ChildEnd {
    /** Seen are 5 s, with three busy threads a core beside it; only what hangs in the kernel takes longer. */
    static final long KILL_TIMEOUT_MS = 30_000;
    private static final Logger LOGGER = LoggerFactory.getLogger(ChildEnd.class);

    private ChildEnd() {
    }

    /**
     * Asks the child to end, kills it when it does not, and waits until it is gone. An interrupt kills it at once, and is
     * kept for the caller.
     *
     * @param child     to be ended.
     * @param orderlyMs how long it may take by itself.
     * @param killMs    how long it is waited for after it was killed.
     * @return whether it is gone; else the log says that it is not.
     */
    static boolean end(final Process child, final long orderlyMs, final long killMs) {
        // Not Process.destroy(): that closes the child's input too, which ends it at once.
        child.toHandle().destroy();
        try {
            if (child.waitFor(orderlyMs, TimeUnit.MILLISECONDS)) {
                return true;
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        child.destroyForcibly();
        awaitGone(child, killMs);
        if (child.isAlive()) {
            LOGGER.error("a killed child does not end: pid={} waitedMs={}", child.pid(), killMs);
            return false;
        }
        return true;
    }

    /** Goes on when interrupted: it is bounded, and who left now would leave the child behind. */
    private static void awaitGone(final Process child, final long killMs) {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(killMs);
        boolean isInterrupted = Thread.interrupted();
        boolean isOver = false;
        while (!isOver) {
            try {
                child.waitFor(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
                isOver = true;
            } catch (final InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
