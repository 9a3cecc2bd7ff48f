package godwit.journal.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a Cassandra that outlived its parent and still holds the folder: should not be, since it watches its parent, but
 * a process that hangs reads no input. A process id alone proves nothing: it may be another's by now.
 */
final class LeftOver {
    private static final Logger LOGGER = LoggerFactory.getLogger(LeftOver.class);
    private static final long START_TOLERANCE_MS = 3_000;

    private LeftOver() {
    }

    static void end(final Path pidFile, final String storageFlag) throws IOException {
        final Optional<ProcessHandle> found = find(pidFile, storageFlag);
        if (found.isPresent()) {
            final ProcessHandle process = found.get();
            process.destroyForcibly();
            LOGGER.warn("waiting for the end of a Cassandra that outlived its godwit and was killed now: pid={}, {} s at most",
                process.pid(), TimeUnit.MILLISECONDS.toSeconds(ChildEnd.KILL_TIMEOUT_MS));
            try {
                process.onExit().get(ChildEnd.KILL_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (final ExecutionException | TimeoutException e) {
                throw new CassandraException("a left-over Cassandra, pid=" + process.pid()
                    + ", does not end: end it by hand");
            }
        }
        Files.deleteIfExists(pidFile);
    }

    static void remember(final Path pidFile, final ProcessHandle process) throws IOException {
        Files.writeString(pidFile, process.pid() + " " + startMs(process) + "\n");
    }

    static Optional<ProcessHandle> find(final Path pidFile, final String storageFlag) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        final String[] words = Files.readString(pidFile).trim().split(" ");
        if (words.length != 2 || !words[0].matches("\\d{1,18}") || !words[1].matches("\\d{1,18}")) {
            return Optional.empty();
        }
        final long startMs = Long.parseLong(words[1]);
        return ProcessHandle.of(Long.parseLong(words[0]))
            .filter(process -> Math.abs(startMs(process) - startMs) <= START_TOLERANCE_MS)
            .filter(process -> isOurs(process, storageFlag));
    }

    private static boolean isOurs(final ProcessHandle process, final String storageFlag) {
        final String[] arguments = process.info().arguments().orElse(new String[0]);
        return Arrays.asList(arguments).contains(storageFlag);
    }

    private static long startMs(final ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
