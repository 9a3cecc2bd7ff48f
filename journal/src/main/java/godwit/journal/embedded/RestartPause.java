package godwit.journal.embedded;

import java.util.concurrent.TimeUnit;

/**
 * How long to wait before the next start of something that died: longer each time, from the beginning again after it
 * stayed up for a minute.
 */
final class RestartPause {
    private static final long SHORTEST_MS = 200;
    private static final long LONGEST_MS = 30_000;
    private static final long STEADY_NS = TimeUnit.MINUTES.toNanos(1);

    private long pauseMs = SHORTEST_MS;
    private long lastNs;
    private boolean hasLast;

    long next(final long nowNs) {
        if (!hasLast || nowNs - lastNs > STEADY_NS) {
            pauseMs = SHORTEST_MS;
        } else {
            pauseMs = Math.min(pauseMs * 2, LONGEST_MS);
        }
        hasLast = true;
        lastNs = nowNs;
        return pauseMs;
    }
}
