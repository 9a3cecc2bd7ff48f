package godwit.launch.command;

import godwit.launch.log.OneLine;
import godwit.settings.NearestName;
import java.net.URI;
import java.util.Collection;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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
            if (e.getArgSpec() instanceof OptionSpec option && e.getValue() != null) {
                return option.longestName() + "=" + e.getValue() + " expected " + kind(option.type());
            }
            return lowerFirst(e.getMessage().lines().findFirst().orElse("bad usage"));
        }
        final String argument = unmatched.getUnmatched().get(0);
        final boolean isOption = argument.startsWith("-");
        return (isOption ? "unknown option " : "unknown command or argument ") + argument
            + NearestName.of(argument.replaceFirst("=.*", ""), known(e.getCommandLine().getCommandSpec(), isOption))
                .map(name -> ", did you mean " + name + "?").orElse("");
    }

    private static String kind(final Class<?> type) {
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type == int.class || type == Integer.class || type == long.class) {
            return "a whole number";
        }
        return type == URI.class ? "an address" : "a path";
    }

    private static Collection<String> known(final CommandSpec command, final boolean isOption) {
        return isOption
            ? command.options().stream().filter(option -> !option.hidden())
                .flatMap(option -> Stream.of(option.names())).toList()
            : command.subcommands().keySet();
    }

    private static String lowerFirst(final String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
