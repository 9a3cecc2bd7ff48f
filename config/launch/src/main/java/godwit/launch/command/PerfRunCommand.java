package godwit.launch.command;

import godwit.launch.EnvironmentException;
import godwit.launch.OperationException;
import godwit.launch.control.JsonTree;
import godwit.launch.log.Reason;
import godwit.perf.DevTokens;
import godwit.perf.PerfOptions;
import godwit.perf.PerfResult;
import godwit.perf.PerfRun;
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
    description = "Send messages on a schedule that waits for no answer; report the latencies from the time each was due,"
        + " and count what is lost, doubled or out of order.")
final class PerfRunCommand extends HelpOption implements Callable<Integer> {
    @Option(names = "--scenario", paramLabel = "NAME", defaultValue = PerfOptions.ONE_TO_ONE,
        description = "one-to-one: pairs of users, both writing (default).")
    private String scenario;
    @Option(names = "--rate", paramLabel = "R", defaultValue = "500",
        description = "Messages a second, over all users (default: 500).")
    private double rate;
    @Option(names = "--duration", paramLabel = "TIME", defaultValue = "20s",
        description = "How long is measured (default: 20s).")
    private String duration;
    @Option(names = "--warmup", paramLabel = "TIME", defaultValue = "5s",
        description = "How long the same load runs before, uncounted (default: 5s).")
    private String warmup;
    @Option(names = "--users", paramLabel = "N",
        description = "Users, an even number (default: one for each 50 messages a second).")
    private Integer users;
    @Option(names = "--text-bytes", paramLabel = "N", defaultValue = "100",
        description = "Length of a message's text (default: 100).")
    private int textBytes;
    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "What the texts are made from (default: 1).")
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
            return new PerfOptions(scenario, rate, DurationText.parse("--duration", duration),
                DurationText.parse("--warmup", warmup), users(), target, out, seed, textBytes, new DevTokens(target),
                "godwit " + String.join(" ", spec.root().commandLine().getParseResult().originalArgs()));
        } catch (final IllegalArgumentException e) {
            throw new EnvironmentException("--" + e.getMessage());
        }
    }

    /** As many as are asked for, or 0. */
    private int users() {
        if (users != null && users == 0) {
            throw new IllegalArgumentException("users=0 expected an even number from 2 on");
        }
        return users == null ? 0 : users;
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
