package godwit.launch.command;

import godwit.launch.control.JsonText;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code godwit cluster status}.
 */
@Command(name = "status", description = "Say what runs: shards and their members, edges, journal, Cassandra.")
final class ClusterStatusCommand extends HelpOption implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private AnswerOption answer;

    @Override
    public Integer call() {
        final Map<String, Object> status = data.ask("status");
        answer.print(() -> JsonText.of(status), () -> StatusText.of(status));
        return ExitCode.DONE;
    }
}
