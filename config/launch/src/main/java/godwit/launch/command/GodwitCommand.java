package godwit.launch.command;

import godwit.launch.log.Logs;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/**
 * The root of the command line.
 */
@Command(
    name = "godwit",
    description = "A messenger backend: ordered, durable, fast.",
    subcommands = {
        UpCommand.class, TokenCommand.class, ClusterCommand.class, ReplayCommand.class, PerfCommand.class,
        VersionCommand.class},
    footer = {"", "godwit COMMAND --help says more. Exit codes: 0 done, 1 failed, 2 bad usage or environment."})
public final class GodwitCommand extends HelpOption {
    private GodwitCommand() {
    }

    /**
     * Runs one command line.
     *
     * @param out  answers.
     * @param err  progress and errors.
     * @param args the command line.
     * @return the exit code.
     */
    public static int execute(final PrintStream out, final PrintStream err, final String... args) {
        Logs.toTerminal();
        return new CommandLine(new GodwitCommand())
            .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
            .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
            .setUsageHelpWidth(100)
            .setUsageHelpLongOptionsMaxWidth(40)
            .setParameterExceptionHandler(new UsageErrors())
            .setExecutionExceptionHandler(new ExecutionErrors())
            .setExitCodeExceptionMapper(thrown -> ExitCode.FAILED)
            .execute(args);
    }
}
