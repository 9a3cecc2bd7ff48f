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
 * {@code godwit cluster snapshot}.
 */
@Command(name = "snapshot", description = "Take a snapshot of every shard now, and wait for it.")
final class ClusterSnapshotCommand extends HelpOption implements Callable<Integer> {
    @Mixin
    private DataOption data;
    @Mixin
    private JsonOption json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        final Map<String, Object> taken = new ControlClient(data.folder()).ask("snapshot");
        spec.commandLine().getOut().println(json.isJson() ? JsonText.of(taken) : StatusText.snapshot(taken));
        return ExitCode.DONE;
    }
}
