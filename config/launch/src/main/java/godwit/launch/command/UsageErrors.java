package godwit.launch.command;

import godwit.launch.log.OneLine;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * A command line that cannot be understood: one line, exit code 2.
 */
final class UsageErrors implements IParameterExceptionHandler {
    @Override
    public int handleParseException(final ParameterException e, final String[] args) {
        final CommandLine command = e.getCommandLine();
        command.getErr().println("godwit: " + OneLine.of(reason(e)) + "; see " + command.getCommandSpec().qualifiedName()
            + " --help");
        return ExitCode.USAGE;
    }

    private static String reason(final ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return lowerFirst(e.getMessage().lines().findFirst().orElse("bad usage"));
        }
        final String argument = unmatched.getUnmatched().get(0);
        final List<String> near = unmatched.getSuggestions().stream()
            .filter(known -> Math.abs(known.length() - argument.length()) <= 2).toList();
        return (argument.startsWith("-") ? "unknown option " : "unknown command or argument ") + argument
            + (near.isEmpty() ? "" : ", did you mean " + near.get(0) + "?");
    }

    private static String lowerFirst(final String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
