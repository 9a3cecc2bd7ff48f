package godwit.launch.command;

import godwit.launch.EnvironmentException;
import godwit.launch.OperationException;
import godwit.launch.log.OneLine;
import godwit.settings.SettingsException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * A command that threw: one line on stderr; what nobody foresaw is logged as well.
 */
final class ExecutionErrors implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(final Exception e, final CommandLine command, final ParseResult parsed) {
        final boolean isUsage = e instanceof EnvironmentException || e instanceof SettingsException;
        if (!isUsage && !(e instanceof OperationException)) {
            LoggerFactory.getLogger(ExecutionErrors.class).error("command failed", e);
        }
        final String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        command.getErr().println("godwit: " + OneLine.of(reason));
        return isUsage ? ExitCode.USAGE : ExitCode.FAILED;
    }
}
