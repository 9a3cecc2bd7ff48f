package godwit.launch.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * {@code godwit help [COMMAND]}: the same as {@code godwit COMMAND --help}.
 */
@Command(name = "help", description = "Say what can be asked of a command, as --help does.")
final class HelpCommand extends HelpOption implements Callable<Integer> {
    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "One or more words, as in: help cluster status.")
    private List<String> words = List.of();
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine command = spec.root().commandLine();
        for (int i = 0; i < words.size(); i++) {
            final CommandLine next = command.getSubcommands().get(words.get(i));
            if (next == null) {
                throw new UnmatchedArgumentException(command, words.subList(i, words.size()));
            }
            command = next;
        }
        command.usage(spec.commandLine().getOut());
        return ExitCode.DONE;
    }
}
