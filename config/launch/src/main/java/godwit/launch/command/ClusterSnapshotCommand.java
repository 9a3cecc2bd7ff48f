package godwit.launch.command;

import godwit.launch.control.JsonText;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code godwit cluster snapshot}.
 */
@Command(name = "snapshot", description = "Take a snapshot of every shard now, and wait for it.")
final class ClusterSnapshotCommand extends HelpOption implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private AnswerOption answer;

    @Override
    public Integer call() {
        final Map<String, Object> taken = data.ask("snapshot");
        answer.print(() -> JsonText.of(taken), () -> StatusText.snapshot(taken));
        return ExitCode.DONE;
    }
}
