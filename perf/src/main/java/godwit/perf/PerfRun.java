package godwit.perf;

import godwit.perf.floor.Floor;
import godwit.perf.load.OneToOneLoad;
import godwit.perf.report.HtmlReport;
import godwit.perf.report.JsonReport;
import godwit.perf.report.Measurements;
import godwit.perf.report.StageLatency;
import godwit.perf.report.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/** A measured run against a running system, from options to report. */
public final class PerfRun {
    private PerfRun() {
    }

    /**
     * Runs it; blocks until the report is written.
     *
     * @param options    what to do.
     * @param dataFolder of the system under load, for the floor of its disk; null: it is elsewhere.
     * @param progress   where a person is told how far it is.
     * @return what it came to.
     * @throws IOException          when the report's folder cannot be made or written.
     * @throws TimeoutException     when the users could not be connected.
     * @throws InterruptedException when interrupted.
     * @throws TokenLifeException   when the users' tokens would end before the run does.
     */
    public static PerfResult run(final PerfOptions options, final Path dataFolder, final PrintStream progress)
        throws IOException, TimeoutException, InterruptedException {
        Files.createDirectories(options.out());
        final Measurements measurements = new Measurements();
        progress.println("perf: measuring what the machine gives at best, 2 s");
        measurements.floor(Floor.measure(dataFolder));
        new OneToOneLoad(options, measurements, progress).run();
        final List<StageLatency> stages = StageLatency.of(options.ws());
        final List<String> problems = Verdict.problems(options.rate(), measurements);
        final String json = JsonReport.of(options, measurements, stages, problems);
        HtmlReport.writeAll(options, measurements, stages, problems, json);
        return new PerfResult(json, summary(options, measurements, problems), problems,
            measurements.counts().broken(), stages);
    }

    private static String summary(
        final PerfOptions options, final Measurements measurements, final List<String> problems) {
        final StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "rate            %,.1f/s of %,.1f/s asked for%n",
            measurements.rateAchieved(), options.rate()));
        text.append(latency("send -> SENT", measurements.sendToSent().total()));
        text.append(latency("send -> RECEIVE", measurements.sendToReceive().total()));
        text.append("floor           ").append(measurements.floor().text()).append(System.lineSeparator());
        text.append(String.format(Locale.ROOT, "messages        %,d sent, %,d answered, %,d delivered%n",
            measurements.left(), measurements.sent(), measurements.received()));
        text.append(String.format(Locale.ROOT, "broken          %,d lost, %,d duplicated, %,d reordered%n",
            measurements.counts().lost, measurements.counts().duplicated, measurements.counts().reordered));
        problems.forEach(problem -> text.append("not valid       ").append(problem).append(System.lineSeparator()));
        return text.append("report          ").append(options.out().resolve("index.html"))
            .append(System.lineSeparator()).toString();
    }

    private static String latency(final String name, final Histogram histogram) {
        return String.format(Locale.ROOT, "%-15s p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, max %.2f ms%n", name,
            histogram.getValueAtPercentile(50) / 1e3, histogram.getValueAtPercentile(99) / 1e3,
            histogram.getValueAtPercentile(99.9) / 1e3, histogram.getMaxValue() / 1e3);
    }
}
