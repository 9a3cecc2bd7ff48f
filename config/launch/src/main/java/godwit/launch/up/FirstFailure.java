package godwit.launch.up;

import godwit.launch.log.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first part that died, if any did: it ends the process, the others only echo it.
 * <p>
 * Any thread.
 */
final class FirstFailure {
    private static final Logger LOGGER = LoggerFactory.getLogger(FirstFailure.class);

    private final CompletableFuture<String> reason = new CompletableFuture<>();

    /**
     * A part is dead.
     *
     * @param part  its name.
     * @param cause why.
     */
    void report(final String part, final Throwable cause) {
        LOGGER.error("failed part={}", part, cause);
        reason.complete(part + " failed: " + Reason.of(cause) + "; the log in the data folder says more");
    }

    /**
     * Waits for a failure.
     *
     * @param timeoutMs how long.
     * @return the failure in one line, or null when there was none so long.
     * @throws InterruptedException when interrupted.
     */
    String await(final long timeoutMs) throws InterruptedException {
        try {
            return reason.get(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (final TimeoutException e) {
            return null;
        } catch (final ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
