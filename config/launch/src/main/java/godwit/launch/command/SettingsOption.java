package godwit.launch.command;

import godwit.settings.SettingsLoader;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * Settings of a file, and over them those of the command line.
 */
final class SettingsOption {
    @Option(names = "--config", paramLabel = "FILE", description = "Settings; config/conf/godwit.conf is an example.")
    private Path config;
    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any one setting; may be repeated.")
    private List<String> assignments = List.of();

    /** With what was given so far. */
    SettingsLoader loader(final Path dataFolder) {
        final SettingsLoader loader = new SettingsLoader().dataFolder(dataFolder);
        if (config != null) {
            loader.file(config);
        }
        assignments.forEach(loader::set);
        return loader;
    }
}
