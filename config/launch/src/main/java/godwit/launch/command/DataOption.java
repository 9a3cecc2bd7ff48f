package godwit.launch.command;

import godwit.launch.control.ControlClient;
import java.nio.file.Path;
import java.util.Map;
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

    /** What the instance that runs on the folder answers. */
    Map<String, Object> ask(final String request) {
        return new ControlClient(folder).ask(request);
    }
}
