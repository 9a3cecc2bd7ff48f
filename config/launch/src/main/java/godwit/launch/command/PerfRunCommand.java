package godwit.launch.command;

import godwit.launch.EnvironmentException;
import godwit.launch.OperationException;
import godwit.launch.control.JsonTree;
import godwit.launch.log.Reason;
import godwit.perf.Crowd;
import godwit.perf.DevTokens;
import godwit.perf.PerfOptions;
import godwit.perf.PerfResult;
import godwit.perf.PerfRun;
import godwit.perf.Scenario;
import godwit.perf.TokenLifeException;
import godwit.settings.DurationText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code godwit perf run}.
 */
@Command(
    name = "run",
    description = "Put load on a schedule that waits for no answer; report the latencies from the time each thing was due,"
        + " and count what is lost, doubled or out of order.")
final class PerfRunCommand extends HelpOption implements Callable<Integer> {
    private static final int TEXT_BYTES_DEFAULT = 100;

    @Option(names = "--scenario", paramLabel = "NAME", defaultValue = "one-to-one",
        description = {"one-to-one: pairs of users, both writing (default).",
            "group: members of groups write, each message comes to all.",
            "presence-churn: users come and go while others watch them."})
    private String scenario;
    @Option(names = "--rate", paramLabel = "R",
        description = "Messages, or connects and disconnects, a second, over all users (default: one-to-one 500, group 10,"
            + " presence-churn 50).")
    private Double rate;
    @Option(names = "--duration", paramLabel = "TIME", defaultValue = "20s",
        description = "How long is measured (default: 20s).")
    private String duration;
    @Option(names = "--warmup", paramLabel = "TIME", defaultValue = "5s",
        description = "How long the same load runs before, uncounted (default: 5s).")
    private String warmup;
    @Option(names = "--users", paramLabel = "N",
        description = "one-to-one: an even number (default: one for each 50 messages a second). presence-churn: a"
            + " multiple of --peers and one, at least 3 for each event a second (default: 10). Half of them are connected at"
            + " any time.")
    private Integer users;
    @Option(names = "--members", paramLabel = "N",
        description = "group: members of each group, 2 to 5000, all connected (default: 100); two are a direct chat.")
    private Integer members;
    @Option(names = "--groups", paramLabel = "G",
        description = "group: how many groups, each of members of its own (default: 1). One process holds at most 20000"
            + " descriptors, one for each user.")
    private Integer groups;
    @Option(names = "--peers", paramLabel = "P",
        description = "presence-churn: with how many others each user has a direct chat, and watches them (default: 3).")
    private Integer peers;
    @Option(names = "--text-bytes", paramLabel = "N",
        description = "one-to-one, group: length of a message's text (default: 100).")
    private Integer textBytes;
    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
        description = "What the texts, and a group's writers, are made from (default: 1).")
    private long seed;
    @Option(names = "--out", paramLabel = "DIR", defaultValue = "perf-report",
        description = "Folder of the report: histograms and one HTML page (default: ./perf-report).")
    private Path out;
    @Option(names = "--ws", paramLabel = "URL", description = "The system's WebSocket address, instead of --data.")
    private URI ws;
    @Mixin
    private DataOption data;
    @Mixin
    private AnswerOption answer;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        final PerfOptions options = options();
        makeReportFolder();
        try {
            final PerfResult result = PerfRun.run(options, ws == null ? data.folder() : null, System.err);
            answer.print(result::json, result::summary);
            return result.exitCode();
        } catch (final TokenLifeException e) {
            throw new EnvironmentException("--" + e.getMessage());
        } catch (final IOException | UncheckedIOException e) {
            throw new OperationException("the run failed: " + Reason.of(e), e);
        } catch (final TimeoutException | IllegalStateException e) {
            throw new OperationException(Reason.of(e), e);
        }
    }

    private PerfOptions options() {
        final URI target = ws == null ? local() : ws;
        try {
            final Scenario load = Scenario.of(scenario);
            return new PerfOptions(load, rate == null ? load.rateDefault() : rate,
                DurationText.parse("--duration", duration), DurationText.parse("--warmup", warmup), crowd(), target, out,
                seed, textBytes(load), new DevTokens(target),
                "godwit " + String.join(" ", spec.root().commandLine().getParseResult().originalArgs()));
        } catch (final IllegalArgumentException e) {
            throw new EnvironmentException("--" + e.getMessage());
        }
    }

    private Crowd crowd() {
        return new Crowd(number("users", users, "an even number from 2 on"), number("members", members, "2 to 5000"),
            number("groups", groups, "1 or more"), number("peers", peers, "1 to 100"));
    }

    /** As many as are asked for, or 0. */
    private static int number(final String name, final Integer asked, final String expected) {
        if (asked != null && asked == 0) {
            throw new IllegalArgumentException(name + "=0 expected " + expected);
        }
        return asked == null ? 0 : asked;
    }

    private int textBytes(final Scenario load) {
        if (textBytes != null && load == Scenario.PRESENCE_CHURN) {
            throw new IllegalArgumentException("text-bytes goes with one-to-one and group, not " + load.text());
        }
        return textBytes == null ? TEXT_BYTES_DEFAULT : textBytes;
    }

    private void makeReportFolder() {
        try {
            Files.createDirectories(out);
        } catch (final IOException e) {
            throw new EnvironmentException("--out=" + out + " cannot be made, expected a folder that can be written to: "
                + Reason.of(e));
        }
        if (!Files.isWritable(out)) {
            throw new EnvironmentException("--out=" + out + " is not writable, expected a folder that can be written to");
        }
    }

    private URI local() {
        final List<Map<String, Object>> edges =
            JsonTree.objects(data.ask("status").get("edges"));
        if (edges.isEmpty()) {
            throw new OperationException("the godwit on " + data.folder() + " has no edge yet");
        }
        return URI.create(String.valueOf(edges.get(0).get("http")).replaceFirst("^http", "ws") + "/ws");
    }
}
