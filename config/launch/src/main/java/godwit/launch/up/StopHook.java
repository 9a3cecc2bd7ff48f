package godwit.launch.up;

import godwit.launch.log.Logs;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns SIGTERM and Ctrl-C into an orderly stop with exit code 0; the JVM's own answer would be 143 or 130.
 */
final class StopHook {
    /** Promised to whoever stops us: then the process is gone. */
    private static final long STOP_MS_MAX = 9_000;
    private static final Logger LOGGER = LoggerFactory.getLogger(StopHook.class);

    private final StopSequence parts;
    private final Progress progress;
    private final AtomicBoolean isEnded = new AtomicBoolean();

    StopHook(final StopSequence parts, final Progress progress) {
        this.parts = parts;
        this.progress = progress;
    }

    void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::onExit, "stop"));
    }

    /** The process ends by itself: stops everything, within the same time; the caller tells the exit code. */
    void stopNow() {
        isEnded.set(true);
        startWatchdog();
        parts.stop();
        Logs.flush();
    }

    private void onExit() {
        if (isEnded.get()) {
            return;
        }
        startWatchdog();
        progress.say("stopping");
        parts.stop();
        progress.say("stopped");
        end(0);
    }

    private void startWatchdog() {
        final Thread watchdog = new Thread(this::endLateStop, "stop-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private void endLateStop() {
        try {
            TimeUnit.MILLISECONDS.sleep(STOP_MS_MAX);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOGGER.error("a part did not stop in {} ms; nothing acknowledged is lost by ending now", STOP_MS_MAX);
        end(1);
    }

    private static void end(final int code) {
        Logs.flush();
        Runtime.getRuntime().halt(code);
    }
}
