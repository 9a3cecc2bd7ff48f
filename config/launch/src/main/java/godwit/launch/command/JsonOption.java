package godwit.launch.command;

import picocli.CommandLine.Option;

/**
 * Whether a script reads the answer.
 */
final class JsonOption {
    @Option(names = "--json", description = "Print one JSON document on stdout and nothing else there.")
    private boolean json;

    boolean isJson() {
        return json;
    }
}
