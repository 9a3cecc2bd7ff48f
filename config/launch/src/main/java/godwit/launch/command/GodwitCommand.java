package godwit.launch.command;

import godwit.launch.log.Logs;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/**
 * The root of the command line.
 */
@Command(
    name = "godwit",
    description = "A messenger backend: ordered, durable, fast.",
    versionProvider = Version.class,
    subcommands = {
        UpCommand.class, TokenCommand.class, ClusterCommand.class, ReplayCommand.class, PerfCommand.class,
        VersionCommand.class, HelpCommand.class},
    footer = {
        "", "godwit COMMAND --help says more.",
        "Exit codes: 0 done, 1 failed, 2 bad usage or environment, 3 out of memory."})
public final class GodwitCommand extends HelpOption {
    /** A terminal's usual width. */
    private static final int COLUMNS = 80;
    private static final int OPTION_COLUMNS = 26;

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Print the version, as godwit version does.")
    private boolean version;

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
            .setUsageHelpWidth(COLUMNS)
            .setUsageHelpLongOptionsMaxWidth(OPTION_COLUMNS)
            .setParameterExceptionHandler(new UsageErrors())
            .setExecutionExceptionHandler(new ExecutionErrors())
            .setExitCodeExceptionMapper(thrown -> ExitCode.FAILED)
            .execute(args);
    }
}
