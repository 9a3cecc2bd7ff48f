package godwit.perf.report;

import godwit.perf.Crowd;
import godwit.perf.PerfOptions;
import godwit.perf.Scenario;
import godwit.perf.Wording;
import godwit.perf.check.ChatLedger;
import godwit.perf.floor.Floor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The one plain page of a run: a verdict, the counts, the percentiles, their curve, and how to get them again. */
public final class HtmlReport {
    private static final String STYLE = """
        :root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--line:#d9dee5;--paper:#fff;--a:#1565c0;--b:#c2571a;
        --good:#1b7f3b;--bad:#b3261e}
        @media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#9aa5b4;--line:#333c48;--paper:#12161c;
        --a:#7ab8ff;--b:#ffab70;--good:#6fd08c;--bad:#ff8a80}}
        body{font:15px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;color:var(--ink);
        background:var(--paper)}
        h1{font-size:1.5rem;margin:0}h2{font-size:1.05rem;margin:2rem 0 .5rem}
        p.soft,td.soft,th{color:var(--soft)}table{border-collapse:collapse;width:100%}
        td,th{padding:.35rem .6rem;border-bottom:1px solid var(--line);text-align:right;font-variant-numeric:tabular-nums}
        td:first-child,th:first-child{text-align:left}th{font-weight:500}
        .good{color:var(--good)}.bad{color:var(--bad)}code{font:13px ui-monospace,monospace;overflow-wrap:anywhere}
        svg{width:100%;height:auto}svg text{fill:var(--soft);font:12px system-ui,sans-serif}
        """;

    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

    private HtmlReport() {
    }

    /** Writes {@code index.html} into the run's folder. */
    static void write(
        final PerfOptions options, final Measurements measurements, final List<StageLatency> stages,
        final List<String> problems) {
        try {
            Files.writeString(options.out().resolve("index.html"), page(options, measurements, stages, problems));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String page(
        final PerfOptions options, final Measurements measurements, final List<StageLatency> stages,
        final List<String> problems) {
        final String title = String.format(Locale.ROOT, "%s at %,.0f %s/s", options.scenario().text(),
            options.rate(), options.scenario().wording().unit());
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width\"><title>Godwit perf: " + escape(title)
            + "</title><style>" + STYLE + "</style></head><body>\n<h1>" + escape(title) + "</h1>\n"
            + "<p class=\"soft\">" + Instant.now().truncatedTo(ChronoUnit.SECONDS) + " · "
            + escape(crowd(options)) + " · " + options.duration().toSeconds() + " s measured after "
            + options.warmup().toSeconds() + " s of warm-up · latencies from the intended time</p>\n"
            + about(options.scenario())
            + verdict(options.scenario().wording(), measurements, problems)
            + "<h2>Latency, milliseconds</h2>\n" + latencies(measurements, stages)
            + "<h2>By percentile</h2>\n" + PercentileCurve.svg(measurements)
            + "<h2>Counts</h2>\n" + counts(options.scenario().wording(), measurements)
            + "<h2>How to get this again</h2>\n<p><code>" + escape(options.commandLine()) + "</code></p>\n"
            + "<p class=\"soft\">" + escape(environment()) + "</p>\n</body></html>\n";
    }

    private static String crowd(final PerfOptions options) {
        final Crowd crowd = options.crowd();
        return switch (options.scenario()) {
            case ONE_TO_ONE -> crowd.users() + " users";
            case GROUP -> crowd.groups() + (crowd.groups() == 1 ? " group of " : " groups of ") + crowd.members()
                + " members, all connected";
            case PRESENCE_CHURN -> crowd.users() + " users, half of them connected, each watching " + crowd.peers();
        };
    }

    private static String about(final Scenario scenario) {
        return switch (scenario) {
            case ONE_TO_ONE -> "";
            case GROUP -> "<p>Members drawn at random write at a fixed rate, whatever the answers do; each message has to"
                + " come to every other member. <em>send → RECEIVE</em> has a value for each member that it came to. Members"
                + " acknowledge once a second, or after a quarter of the window of unacknowledged entries, every fourth time"
                + " with READ; at the end GET_CHAT has to tell exactly that of everyone.</p>\n";
            case PRESENCE_CHURN -> "<p>Users connect and close cleanly at a fixed rate, by turns, and subscribe on each"
                + " connection to the presence of those with whom they have direct chats. Each change has to come to every"
                + " subscriber within 1 s, counted from the time the socket was due to be opened, or the close to be sent."
                + " <em>event → done</em> is the user's own side: until CONNECTED, or until the server closed.</p>\n";
        };
    }

    private static String verdict(
        final Wording wording, final Measurements measurements, final List<String> problems) {
        final StringBuilder html = new StringBuilder();
        final boolean broken = measurements.counts().broken();
        html.append(broken
            ? "<p class=\"bad\"><strong>A rule was broken</strong>: see the counts.</p>\n"
            : "<p class=\"good\"><strong>" + escape(wording.good()) + "</strong></p>\n");
        if (problems.isEmpty()) {
            html.append("<p>The figures are valid.</p>\n");
        } else {
            html.append("<p class=\"bad\">The figures are not valid:</p><ul>\n");
            problems.forEach(problem -> html.append("<li>").append(escape(problem)).append("</li>\n"));
            html.append("</ul>\n");
        }
        return html.toString();
    }

    private static String latencies(final Measurements measurements, final List<StageLatency> stages) {
        final StringBuilder html = new StringBuilder("<table><tr><th></th><th>p50</th><th>p90</th><th>p99</th>"
            + "<th>p99.9</th><th>max</th></tr>\n");
        measurements.logs().forEach(log -> row(html, log.title(), log.total()));
        row(html, "generator's own lag", measurements.generatorLagUs());
        floor(html, "floor: one fdatasync of 512 bytes", measurements.floor().syncNs());
        floor(html, "floor: waking a thread", measurements.floor().wakeNs());
        for (final StageLatency stage : stages) {
            html.append("<tr><td class=\"soft\">server since its start: ").append(escape(stage.stage())).append("</td>");
            for (final String quantile : List.of("0.5", "0.9", "0.99", "0.999", "1.0")) {
                final Double value = stage.quantiles().get(quantile);
                html.append("<td>").append(value == null ? "" : millis(value.longValue())).append("</td>");
            }
            html.append("</tr>\n");
        }
        return html.append("</table>\n<p class=\"soft\">The floor is what this machine gave just before the load, for a"
            + " second each: a durable message waits for a sync and for several threads to wake one another, so read the"
            + " latencies as multiples of it.</p>\n").toString();
    }

    private static void floor(final StringBuilder html, final String name, final Histogram ns) {
        if (ns == null) {
            return;
        }
        html.append("<tr><td class=\"soft\">").append(name).append("</td>");
        for (final double percentile : PERCENTILES) {
            html.append("<td>").append(Floor.millis(ns.getValueAtPercentile(percentile))).append("</td>");
        }
        html.append("</tr>\n");
    }

    private static void row(final StringBuilder html, final String name, final Histogram histogram) {
        html.append("<tr><td>").append(escape(name)).append("</td>");
        for (final double percentile : PERCENTILES) {
            html.append("<td>").append(millis(histogram.getValueAtPercentile(percentile))).append("</td>");
        }
        html.append("</tr>\n");
    }

    private static String counts(final Wording wording, final Measurements measurements) {
        final ChatLedger.Counts counts = measurements.counts();
        final StringBuilder html = new StringBuilder("<table>\n");
        count(html, wording.left(), measurements.left(), false);
        count(html, wording.answered(), measurements.sent(), false);
        count(html, wording.came(), measurements.received(), false);
        decimal(html, "Answers a second while measured", measurements.rateAchieved());
        for (final Figure figure : measurements.figures()) {
            if (figure.value() == Math.rint(figure.value())) {
                count(html, figure.title(), (long) figure.value(), figure.bad());
            } else {
                decimal(html, figure.title(), figure.value());
            }
        }
        count(html, wording.lost(), counts.lost, true);
        if (wording != Scenario.PRESENCE_CHURN.wording()) {
            count(html, "Doubled", counts.duplicated, true);
            count(html, "Changed on the way", counts.corrupted, true);
            count(html, "Two under one number", counts.conflicting, true);
            count(html, "Numbers without a message", counts.holes, true);
            count(html, "Sent again after a refusal or a lost connection", measurements.retries(), false);
        }
        count(html, wording.reordered(), counts.reordered, true);
        count(html, wording.again(), counts.redelivered, false);
        if (wording.wrong() != null) {
            count(html, wording.wrong(), counts.wrong, true);
        }
        count(html, "Unanswered at the end", measurements.unanswered(), true);
        more(html, "Refused for good: ", measurements.refusals());
        more(html, "Connection lost: ", measurements.disconnects());
        return html.append("</table>\n").toString();
    }

    private static void decimal(final StringBuilder html, final String name, final double value) {
        html.append("<tr><td>").append(escape(name)).append("</td><td>")
            .append(String.format(Locale.ROOT, "%,.1f", value)).append("</td></tr>\n");
    }

    private static void more(final StringBuilder html, final String prefix, final Map<String, Long> values) {
        values.forEach((name, value) -> count(html, prefix + name, value, true));
    }

    private static void count(final StringBuilder html, final String name, final long value, final boolean bad) {
        html.append("<tr><td>").append(escape(name)).append("</td><td")
            .append(bad && value > 0 ? " class=\"bad\"" : "").append('>')
            .append(String.format(Locale.ROOT, "%,d", value)).append("</td></tr>\n");
    }

    private static String environment() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
            + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors()
            + " processors, the load on " + System.getProperty("java.vm.name") + " "
            + System.getProperty("java.version");
    }

    static String millis(final long micros) {
        return String.format(Locale.ROOT, micros < 10_000 ? "%.2f" : "%.1f", micros / 1000.0);
    }

    static String escape(final String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    /**
     * Writes the logs and the page of a run into its folder.
     *
     * @param options      what was asked for.
     * @param measurements what came of it.
     * @param stages       latencies inside the server.
     * @param problems     why the figures must not be used.
     * @param json         the run's JSON document, which stands beside them as {@code result.json}.
     */
    public static void writeAll(
        final PerfOptions options, final Measurements measurements, final List<StageLatency> stages,
        final List<String> problems, final String json) {
        final Path folder = options.out();
        measurements.logs().forEach(log -> log.write(folder));
        write(options, measurements, stages, problems);
        try {
            Files.writeString(folder.resolve("result.json"), json + "\n");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
