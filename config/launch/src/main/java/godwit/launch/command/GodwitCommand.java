package godwit.launch.command;

import godwit.launch.log.Logs;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

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
        final String empty = withoutValue(args);
        if (empty != null) {
            err.println("godwit: " + empty + " has an empty value: name one, or leave it out");
            return ExitCode.USAGE;
        }
        return new CommandLine(new GodwitCommand())
            .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
            .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
            .setUsageHelpWidth(COLUMNS)
            .setUsageHelpLongOptionsMaxWidth(OPTION_COLUMNS)
            .setParameterExceptionHandler(new UsageErrors())
            .setExecutionExceptionHandler(new ExecutionErrors())
            .setExecutionStrategy(GodwitCommand::runIfUnderstood)
            .setExitCodeExceptionMapper(thrown -> ExitCode.FAILED)
            .execute(args);
    }

    /** What is asked with --help has to be there, too: else the help of something else would pass for it. */
    private static int runIfUnderstood(final ParseResult parsed) {
        for (ParseResult part = parsed; part != null; part = part.hasSubcommand() ? part.subcommand() : null) {
            if (!part.unmatched().isEmpty()) {
                throw new UnmatchedArgumentException(part.commandSpec().commandLine(), part.unmatched());
            }
        }
        return new RunLast().execute(parsed);
    }

    /** The option that has nothing for a value, as from a variable that was never set; null: none has. */
    private static String withoutValue(final String... args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].isEmpty()) {
                return i == 0 ? "the command" : args[i - 1];
            }
            if (args[i].startsWith("--") && args[i].indexOf('=') == args[i].length() - 1) {
                return args[i].substring(0, args[i].length() - 1);
            }
        }
        return null;
    }
}
