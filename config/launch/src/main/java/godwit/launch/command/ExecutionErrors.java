package godwit.launch.command;

import godwit.launch.EnvironmentException;
import godwit.launch.OperationException;
import godwit.launch.log.OneLine;
import godwit.launch.log.Reason;
import godwit.settings.SettingsException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * A command that threw: one line on stderr; of what nobody foresaw it says the place.
 */
final class ExecutionErrors implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(final Exception e, final CommandLine command, final ParseResult parsed) {
        final boolean isUsage = e instanceof EnvironmentException || e instanceof SettingsException;
        final boolean isForeseen = isUsage || e instanceof OperationException || e instanceof IOException;
        command.getErr().println("godwit: " + OneLine.of(Reason.of(e) + (isForeseen ? "" : place(e))));
        return isUsage ? ExitCode.USAGE : ExitCode.FAILED;
    }

    private static String place(final Exception e) {
        return "; that is a bug, please report this line"
            + (e.getStackTrace().length == 0 ? "" : " (" + e.getStackTrace()[0] + ")");
    }
}
