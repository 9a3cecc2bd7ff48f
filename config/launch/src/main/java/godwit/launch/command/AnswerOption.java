package godwit.launch.command;

import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How a command answers: in words, or as one JSON document for a script.
 */
final class AnswerOption {
    @Option(names = "--json", description = "Print one JSON document on stdout and nothing else there.")
    private boolean isJson;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Prints one of the two. */
    void print(final Supplier<String> json, final Supplier<String> words) {
        command.commandLine().getOut().println(isJson ? json.get() : words.get());
    }

    /** Words that people need besides a JSON document; for scripts they stay off stdout. */
    void alsoSay(final Supplier<String> words) {
        if (isJson) {
            command.commandLine().getErr().println(words.get());
        }
    }
}
