package godwit.launch.up;

import godwit.launch.log.Logs;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns SIGTERM and Ctrl-C into an orderly stop with exit code 0, where the JVM's own answer would be 143 or 130; what was
 * ending by itself when they came keeps its exit code. However it goes, the processes that this one started end before it
 * does.
 */
final class StopHook {
    /** Promised to whoever stops us: then the process is gone, or only its children are late, which are killed. */
    private static final long STOP_MS_MAX = 9_000;
    /**
     * What waited for the children may take as long as their end took once they are gone, within these bounds: both take
     * milliseconds on an idle machine, and seconds on one that is busy enough. At most it gets the time of a whole stop.
     */
    private static final long REST_MS_MIN = 1_000;
    private static final long REST_MS_MAX = STOP_MS_MAX;
    private static final Logger LOGGER = LoggerFactory.getLogger(StopHook.class);

    private final StopSequence parts;
    private final Progress progress;
    private final Children children;
    private final long stopMsMax;
    private volatile boolean isEnded;
    private volatile int exitCode;

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

    /**
     * The process ends by itself: stops everything, within the same time.
     *
     * @param code that it ends with, also when a signal comes meanwhile; whatever there is to say was said before.
     */
    void stopNow(final int code) {
        exitCode = code;
        isEnded = true;
        startWatchdog(code);
        parts.stop();
        Logs.flush();
    }

    private void onExit() {
        if (isEnded) {
            // A signal may have come before everything is stopped.
            parts.stop();
        } else {
            startWatchdog(1);
            progress.say("stopping");
            parts.stop();
            progress.say("stopped");
        }
        end(exitCode);
    }

    private void startWatchdog(final int code) {
        final Thread watchdog = new Thread(() -> endLateStop(code), "stop-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private void endLateStop(final int code) {
        final long startNs = System.nanoTime();
        try {
            TimeUnit.MILLISECONDS.sleep(stopMsMax);
            final long killNs = System.nanoTime();
            if (children.end(Children.KILL_TIMEOUT_MS)) {
                TimeUnit.MILLISECONDS.sleep(Math.max(REST_MS_MIN, Math.min(REST_MS_MAX, millisSince(killNs))));
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOGGER.error("a part did not stop in {} ms; nothing acknowledged is lost by ending now", millisSince(startNs));
        end(code);
    }

    private static long millisSince(final long startNs) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    }

    private static void end(final int code) {
        Logs.flush();
        Runtime.getRuntime().halt(code);
    }
}
