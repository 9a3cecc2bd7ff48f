package godwit.perf;

import godwit.perf.check.ChatLedger;
import godwit.perf.floor.Floor;
import godwit.perf.load.Load;
import godwit.perf.report.Figure;
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
        final Measurements measurements = new Measurements(options.scenario());
        progress.println("perf: measuring what the machine gives at best, 2 s");
        measurements.floor(Floor.measure(dataFolder));
        Load.of(options, measurements, progress).run();
        final List<StageLatency> stages = StageLatency.of(options.ws());
        final List<String> problems = Verdict.problems(options, measurements);
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
        measurements.logs().forEach(log -> text.append(latency(ascii(log.title()), log.total())));
        text.append("floor           ").append(measurements.floor().text()).append(System.lineSeparator());
        text.append(counts(options.scenario(), measurements));
        for (final Figure figure : measurements.figures()) {
            text.append(String.format(Locale.ROOT, "%-34s %,.0f%n", figure.title(), figure.value()));
        }
        text.append(Verdict.text(problems, measurements.counts().broken()));
        return text.append("report          ").append(options.out().resolve("index.html"))
            .append(System.lineSeparator()).toString();
    }

    private static String counts(final Scenario scenario, final Measurements measurements) {
        final ChatLedger.Counts counts = measurements.counts();
        if (scenario == Scenario.PRESENCE_CHURN) {
            return String.format(Locale.ROOT, "events          %,d begun, %,d done, told %,d times%n"
                + "broken          %,d never told, %,d untrue, %,d wrong at the end%n", measurements.left(),
                measurements.sent(), measurements.received(), counts.lost, counts.reordered, counts.wrong);
        }
        final String wrong = scenario == Scenario.GROUP
            ? String.format(Locale.ROOT, ", %,d members' marks wrong", counts.wrong) : "";
        return String.format(Locale.ROOT, "messages        %,d sent, %,d answered, %,d delivered%n"
            + "broken          %,d lost, %,d duplicated, %,d reordered%s%n", measurements.left(), measurements.sent(),
            measurements.received(), counts.lost, counts.duplicated, counts.reordered, wrong);
    }

    private static String ascii(final String title) {
        return title.replace("→", "->").replace(" at a subscriber", "");
    }

    private static String latency(final String name, final Histogram histogram) {
        return String.format(Locale.ROOT, "%-15s p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, max %.2f ms%n", name,
            histogram.getValueAtPercentile(50) / 1e3, histogram.getValueAtPercentile(99) / 1e3,
            histogram.getValueAtPercentile(99.9) / 1e3, histogram.getMaxValue() / 1e3);
    }
}
