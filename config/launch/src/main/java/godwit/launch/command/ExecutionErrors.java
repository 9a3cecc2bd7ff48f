package godwit.launch.command;

import godwit.launch.EnvironmentException;
import godwit.launch.OperationException;
import godwit.launch.log.OneLine;
import godwit.launch.log.Reason;
import godwit.settings.SettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * A command that threw: one line on stderr; of what nobody foresaw it says the place and the causes. The
 * stack trace is in the log of {@code up}; other commands have none.
 */
final class ExecutionErrors implements IExecutionExceptionHandler {
    private static final int CAUSES_MAX = 8;

    @Override
    public int handleExecutionException(final Exception e, final CommandLine command, final ParseResult parsed) {
        return say(e, command.getErr());
    }

    /**
     * Says it.
     *
     * @param e   what was thrown.
     * @param err gets the line.
     * @return the exit code.
     */
    static int say(final Exception e, final PrintWriter err) {
        final boolean isUsage = e instanceof EnvironmentException || e instanceof SettingsException;
        final boolean isForeseen = isUsage || e instanceof OperationException || e instanceof IOException;
        err.println("godwit: " + OneLine.of(Reason.of(e) + (isForeseen ? "" : place(e))));
        return isUsage ? ExitCode.USAGE : ExitCode.FAILED;
    }

    private static String place(final Exception e) {
        final List<Throwable> chain =
            Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause).limit(CAUSES_MAX).toList();
        final String names = chain.stream().map(thrown -> thrown.getClass().getName())
            .collect(Collectors.joining(" caused by "));
        return "; that is a bug, please report this line (" + names + place(chain) + ")";
    }

    /** The first frame of ours, or else the first of all: what the JDK checks for others is not its fault. */
    private static String place(final List<Throwable> chain) {
        final List<StackTraceElement> frames =
            chain.stream().flatMap(thrown -> Stream.of(thrown.getStackTrace())).toList();
        return frames.stream().filter(frame -> frame.getClassName().startsWith("godwit.")).findFirst()
            .or(() -> frames.stream().findFirst()).map(frame -> " at " + frame).orElse("");
    }
}
