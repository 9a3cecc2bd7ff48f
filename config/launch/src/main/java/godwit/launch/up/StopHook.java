package godwit.launch.up;

import godwit.launch.log.Logs;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns SIGTERM and Ctrl-C into an orderly stop with exit code 0; the JVM's own answer would be 143 or 130. However it
 * goes, the processes that this one started end before it does.
 */
final class StopHook {
    /** Promised to whoever stops us: then the process is gone, or waits for its children alone, which are killed. */
    private static final long STOP_MS_MAX = 9_000;
    /** What is left to do once a child is gone that everything waited for takes milliseconds. */
    private static final long AFTER_CHILDREN_MS = 1_000;
    private static final Logger LOGGER = LoggerFactory.getLogger(StopHook.class);

    private final StopSequence parts;
    private final Progress progress;
    private final Children children;
    private final long stopMsMax;
    private final AtomicBoolean isEnded = new AtomicBoolean();

    StopHook(final StopSequence parts, final Progress progress) {
        this(parts, progress, Children.ofThisProcess(), STOP_MS_MAX);
    }

    StopHook(final StopSequence parts, final Progress progress, final Children children, final long stopMsMax) {
        this.parts = parts;
        this.progress = progress;
        this.children = children;
        this.stopMsMax = stopMsMax;
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
            // The process is gone once this returns, and a signal may have come before everything is stopped.
            parts.stop();
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
            TimeUnit.MILLISECONDS.sleep(stopMsMax);
            if (children.end(Children.KILL_TIMEOUT_MS)) {
                TimeUnit.MILLISECONDS.sleep(AFTER_CHILDREN_MS);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOGGER.error("a part did not stop in {} ms; nothing acknowledged is lost by ending now", stopMsMax);
        end(1);
    }

    private static void end(final int code) {
        Logs.flush();
        Runtime.getRuntime().halt(code);
    }
}
