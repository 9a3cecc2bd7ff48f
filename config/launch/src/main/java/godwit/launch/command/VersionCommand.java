package godwit.launch.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code godwit version}.
 */
@Command(name = "version", description = "Print the version of Godwit and of the JDK it runs on.")
final class VersionCommand extends HelpOption implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(Version.line());
        return ExitCode.DONE;
    }
}
