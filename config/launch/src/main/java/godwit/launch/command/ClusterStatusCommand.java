package godwit.launch.command;

import godwit.launch.control.ControlClient;
import godwit.launch.control.JsonText;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code godwit cluster status}.
 */
@Command(name = "status", description = "Say what runs: shards and their members, edges, journal, Cassandra.")
final class ClusterStatusCommand extends HelpOption implements Callable<Integer> {
    @Mixin
    private DataOption data;
    @Mixin
    private JsonOption json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        final Map<String, Object> status = new ControlClient(data.folder()).ask("status");
        spec.commandLine().getOut().println(json.isJson() ? JsonText.of(status) : StatusText.of(status));
        return ExitCode.DONE;
    }
}
