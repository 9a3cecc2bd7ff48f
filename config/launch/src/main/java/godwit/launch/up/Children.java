package godwit.launch.up;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The processes that this one started: none of them may outlive it, whatever part of it hangs. Any thread. */
final class Children {
    /** Seen are 5 s, on a machine with three busy threads a core; only what hangs in the kernel takes longer. */
    static final long KILL_TIMEOUT_MS = 30_000;
    private static final Logger LOGGER = LoggerFactory.getLogger(Children.class);

    private final Supplier<Stream<ProcessHandle>> running;

    Children(final Supplier<Stream<ProcessHandle>> running) {
        this.running = running;
    }

    static Children ofThisProcess() {
        return new Children(ProcessHandle.current()::descendants);
    }

    /**
     * Kills those that run and waits until they are gone; the log says which are not.
     *
     * @param patienceMs how long it waits at most.
     * @return false: there was none.
     */
    boolean end(final long patienceMs) {
        final List<ProcessHandle> left = running.get().toList();
        left.forEach(ProcessHandle::destroyForcibly);
        try {
            CompletableFuture.allOf(left.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .get(patienceMs, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (final ExecutionException | TimeoutException e) {
            LOGGER.error("killed child processes do not end: pids={} waitedMs={}",
                left.stream().filter(ProcessHandle::isAlive).map(ProcessHandle::pid).toList(), patienceMs);
        }
        return !left.isEmpty();
    }
}
