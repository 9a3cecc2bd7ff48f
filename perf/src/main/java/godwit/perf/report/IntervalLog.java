package godwit.perf.report;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** A latency in microseconds, as one histogram for each second and one for all. Not thread-safe. */
public final class IntervalLog {
    private static final int DIGITS = 3;
    private static final long INTERVAL_MS = 1_000;
    private static final int INTERVALS_MAX = 24 * 3600;

    private final String name;
    private final String title;
    private final Histogram total = new Histogram(DIGITS);
    private final List<Histogram> intervals = new ArrayList<>();
    private long startedAtMs;
    private long startNs;

    IntervalLog(final String name, final String title) {
        this.name = name;
        this.title = title;
    }

    void start(final long atMs, final long atNs) {
        startedAtMs = atMs;
        startNs = atNs;
    }

    void record(final long nowNs, final long valueUs) {
        total.recordValue(valueUs);
        final long elapsedMs = Math.max(0, TimeUnit.NANOSECONDS.toMillis(nowNs - startNs));
        final int index = (int) Math.min(INTERVALS_MAX, elapsedMs / INTERVAL_MS);
        while (intervals.size() <= index) {
            final Histogram interval = new Histogram(DIGITS);
            interval.setStartTimeStamp(startedAtMs + intervals.size() * INTERVAL_MS);
            interval.setEndTimeStamp(startedAtMs + (intervals.size() + 1) * INTERVAL_MS);
            intervals.add(interval);
        }
        intervals.get(index).recordValue(valueUs);
    }

    /** The name, as in the JSON document. */
    public String name() {
        return name;
    }

    /** The name for people. */
    public String title() {
        return title;
    }

    /** All values. */
    public Histogram total() {
        return total;
    }

    /** The values of each second. */
    public List<Histogram> intervals() {
        return intervals;
    }

    /** Writes {@code <name>.hlog}, which any HdrHistogram tool reads. */
    void write(final Path folder) {
        try (PrintStream out =
            new PrintStream(Files.newOutputStream(folder.resolve(name + ".hlog")), false, StandardCharsets.UTF_8)) {
            final HistogramLogWriter writer = new HistogramLogWriter(out);
            writer.outputComment("[godwit perf: " + name + ", microseconds from the intended time]");
            writer.outputLogFormatVersion();
            writer.outputStartTime(startedAtMs);
            writer.setBaseTime(startedAtMs);
            writer.outputLegend();
            intervals.forEach(writer::outputIntervalHistogram);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
