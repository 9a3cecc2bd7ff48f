package godwit.perf.report;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.perf.Crowd;
import godwit.perf.PerfOptions;
import godwit.perf.Scenario;
import godwit.perf.Token;
import godwit.perf.floor.Floor;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Floor FLOOR = new Floor(of(250_000), of(8_000));

    @TempDir
    private Path folder;

    @Test
    void shouldWriteLogsThatReadBackAPageAndADocument() throws Exception {
        final Measurements measurements = measured(1_000);
        final PerfOptions options = options();
        final List<String> problems = Verdict.problems(options, measurements);
        final String json = JsonReport.of(options, measurements, List.of(), problems);
        HtmlReport.writeAll(options, measurements, List.of(), problems, json);

        assertThat(problems).isEmpty();
        assertThat(json).contains("\"lost\":0", "\"valid\":true", "\"acked\":1000", "\"send_to_receive\":{\"p50\":");
        assertThat(Files.readString(folder.resolve("index.html"))).contains("<svg", "godwit perf run &lt;x&gt;",
            "<tr><td class=\"soft\">floor: one fdatasync of 512 bytes</td><td>0.25</td>",
            "<tr><td class=\"soft\">floor: waking a thread</td><td>0.008</td>");
        assertThat(json).contains(
            "\"floor_us\":{\"fdatasync\":{\"p50\":250.1,\"p99\":250.1},\"wake\":{\"p50\":8.0,\"p99\":8.0}}");
        try (HistogramLogReader log = new HistogramLogReader(folder.resolve("send_to_sent.hlog").toString())) {
            long count = 0;
            while (log.hasNext()) {
                count += ((Histogram) log.nextIntervalHistogram()).getTotalCount();
            }
            assertThat(count).isEqualTo(1_000);
        }
    }

    @Test
    void shouldCallARunInvalidWhoseRateWasNotHeld() {
        assertThat(Verdict.problems(options(), measured(979))).singleElement().asString().contains("rate_achieved=979.0");
        assertThat(Verdict.problems(options(), measured(980))).isEmpty();
    }

    @Test
    void shouldSayInWordsWhetherARunIsValidAndWhyNot() {
        final String end = System.lineSeparator();
        assertThat(Verdict.text(List.of(), false)).isEqualTo("valid           yes" + end);
        assertThat(Verdict.text(List.of("late", "refused"), false)).isEqualTo(
            "valid           no: late" + end + "                    refused" + end);
        assertThat(Verdict.text(List.of(), true)).contains("valid           yes; a rule of the protocol was broken");
    }

    @Test
    void shouldCallARunInvalidWhoseSendsLeftLate() {
        final Measurements measurements = measured(1_000);
        for (int i = 0; i < 50; i++) {
            measurements.onLeft(true, 30_000_000);
        }
        assertThat(Verdict.problems(options(), measurements)).singleElement().asString().contains("generator_lag_us");
    }

    @Test
    void shouldTellAGroupsDeliveriesAndCallThoseInvalidThatDidNotKeepUp() throws Exception {
        final Measurements measurements = measured(Scenario.GROUP, 1_000);
        measurements.expectedPerMessage(1);
        final PerfOptions options = options(Scenario.GROUP, new Crowd(0, 30, 2, 0));
        assertThat(Verdict.problems(options, measurements)).isEmpty();
        assertThat(JsonReport.of(options, measurements, List.of(), List.of())).contains("\"scenario\":\"group\"",
            "\"users\":60,\"groups\":2,\"members\":30", "\"wrong\":0", "\"deliveries_per_second\":1000,");
        HtmlReport.writeAll(options, measurements, List.of(), List.of(), "{}");
        assertThat(Files.readString(folder.resolve("index.html"))).contains("2 groups of 30 members",
            "<td>Deliveries a second while measured</td><td>1,000</td>");
        measurements.expectedPerMessage(2);
        measurements.counts().wrong = 3;
        assertThat(Verdict.problems(options, measurements)).hasSize(2)
            .anyMatch(problem -> problem.startsWith("deliveries_per_second=1000.0 expected at least 1960.0"))
            .anyMatch(problem -> problem.startsWith("wrong=3 expected 0: Members whose marks"));
    }

    @Test
    void shouldTellOnlineAndOfflineApartAndWhatWasTooLate() throws Exception {
        final Measurements measurements = measured(Scenario.PRESENCE_CHURN, 1_000);
        final long nowNs = System.nanoTime();
        measurements.onPresence(true, true, nowNs, 5_000_000);
        measurements.onPresence(true, true, nowNs, 1_000_999_000);
        measurements.onPresence(false, true, nowNs, 1_002_000_000);
        measurements.onPresence(false, false, nowNs, 9_000_000_000L);
        final PerfOptions options = options(Scenario.PRESENCE_CHURN, new Crowd(4_000, 0, 0, 0));
        final List<String> problems = Verdict.problems(options, measurements);
        final String json = JsonReport.of(options, measurements, List.of(), problems);
        HtmlReport.writeAll(options, measurements, List.of(), problems, json);
        assertThat(problems).isEmpty();
        assertThat(json).contains("\"peers\":3", "\"online_over_limit\":1,\"offline_over_limit\":1",
            "\"online_told\":2,\"offline_told\":1", "\"event_to_online\":{\"p50\":", "\"send_to_receive\":{\"p50\":");
        assertThat(folder.resolve("event_to_offline.hlog")).isNotEmptyFile();
        assertThat(Files.readString(folder.resolve("index.html"))).contains("close → OFFLINE at a subscriber",
            "<td>OFFLINE later than 1 s</td><td class=\"bad\">1</td>");
        measurements.counts().lost = 2;
        measurements.onDisconnected("closed by the server with 4408");
        assertThat(Verdict.problems(options, measurements)).hasSize(2);
    }

    @Test
    void shouldReadTheServersStages() {
        final List<StageLatency> stages = StageLatency.parse("""
            # TYPE godwit_stage_latency_us summary
            godwit_stage_latency_us{shard="0",stage="core",quantile="0.5"} 12.0
            godwit_stage_latency_us{shard="0",stage="core",quantile="0.99"} 1.2E2
            godwit_stage_latency_us_count{stage="core"} 5
            """);
        assertThat(stages).singleElement().satisfies(stage -> {
            assertThat(stage.stage()).isEqualTo("core");
            assertThat(stage.quantiles()).containsEntry("0.5", 12.0).containsEntry("0.99", 120.0);
        });
    }

    private static Histogram of(final long ns) {
        final Histogram histogram = new Histogram(1_000_000_000, 3);
        histogram.recordValue(ns);
        return histogram;
    }

    private static Measurements measured(final int count) {
        return measured(Scenario.ONE_TO_ONE, count);
    }

    private static Measurements measured(final Scenario scenario, final int count) {
        final Measurements measurements = new Measurements(scenario);
        measurements.floor(FLOOR);
        final long startNs = System.nanoTime();
        measurements.start(startNs, 1_000_000_000);
        for (int i = 0; i < count; i++) {
            measurements.onLeft(true, 1_000);
            measurements.onSent(true, startNs + i, 1_500_000 + i);
            measurements.onReceived(true, startNs + i, 2_000_000 + i);
        }
        return measurements;
    }

    private PerfOptions options() {
        return options(Scenario.ONE_TO_ONE, Crowd.DEFAULT);
    }

    private PerfOptions options(final Scenario scenario, final Crowd crowd) {
        return new PerfOptions(scenario, 1_000, Duration.ofSeconds(1), Duration.ZERO, crowd,
            URI.create("ws://127.0.0.1:1/ws"), folder, 1, 128, user -> new Token("token", Long.MAX_VALUE), "godwit perf run <x>");
    }
}
