package godwit.launch.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/**
 * Which local {@code up} is meant.
 */
final class DataOption {
    @Option(names = "--data", paramLabel = "DIR", defaultValue = "data",
        description = "The data folder of a local godwit up (default: ./data).")
    private Path folder;

    Path folder() {
        return folder;
    }
}
