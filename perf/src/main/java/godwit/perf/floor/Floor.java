package godwit.perf.floor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What the machine gives at best: no message is durable sooner than a sync, or handed on sooner than a thread wakes.
 *
 * @param syncNs one fdatasync of 512 bytes in the data folder's file system, in nanoseconds; null: not measured.
 * @param wakeNs one waking of a thread, in nanoseconds.
 */
public record Floor(Histogram syncNs, Histogram wakeNs) {
    private static final long PROBE_NS = TimeUnit.SECONDS.toNanos(1);

    /**
     * Measures for a second each, while there is no load.
     *
     * @param dataFolder of the system under load; null: it is elsewhere, and its disk is not measured.
     * @return what was measured; without the sync when the folder takes no file.
     * @throws InterruptedException when interrupted.
     */
    public static Floor measure(final Path dataFolder) throws InterruptedException {
        return measure(dataFolder, PROBE_NS);
    }

    static Floor measure(final Path dataFolder, final long probeNs) throws InterruptedException {
        return new Floor(sync(dataFolder, probeNs), WakeProbe.measure(probeNs));
    }

    private static Histogram sync(final Path dataFolder, final long probeNs) {
        try {
            return dataFolder == null ? null : SyncProbe.measure(dataFolder, probeNs);
        } catch (final IOException e) {
            return null;
        }
    }

    /**
     * For people.
     *
     * @return {@code fdatasync p50 … ms, p99 … ms; waking a thread p50 … ms, p99 … ms}.
     */
    public String text() {
        return (syncNs == null ? "fdatasync not measured" : "fdatasync " + text(syncNs))
            + "; waking a thread " + text(wakeNs);
    }

    private static String text(final Histogram ns) {
        return "p50 " + millis(ns.getValueAtPercentile(50)) + " ms, p99 " + millis(ns.getValueAtPercentile(99)) + " ms";
    }

    /**
     * A time in milliseconds, with as many digits as say something.
     *
     * @param ns nanoseconds.
     * @return like {@code 0.11}, {@code 0.007}.
     */
    public static String millis(final long ns) {
        return String.format(Locale.ROOT, ns < 100_000 ? "%.3f" : "%.2f", ns / 1e6);
    }
}
