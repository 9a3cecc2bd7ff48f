package godwit.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Collects settings, each source over the one before: defaults, a file, assignments of the command line.
 * <p>
 * Throws {@link SettingsException} for whatever is unknown, malformed or out of range. One thread.
 */
public final class SettingsLoader {
    private final Values values = new Values();
    private Path dataFolder = Path.of("data");

    /**
     * Where everything is kept.
     *
     * @param folder need not exist.
     * @return this.
     */
    public SettingsLoader dataFolder(final Path folder) {
        dataFolder = folder;
        return this;
    }

    /**
     * Reads a file in HOCON, the syntax of Typesafe config: {@code edge.http-port = 8080}, or nested.
     *
     * @param file must exist.
     * @return this.
     */
    public SettingsLoader file(final Path file) {
        if (!Files.isRegularFile(file)) {
            throw new SettingsException("config file: " + (Files.exists(file) ? file + " is no file" : "there is no " + file));
        }
        final Config config;
        try {
            config = ConfigFactory.parseFile(file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false))
                .resolve();
        } catch (final ConfigException e) {
            throw new SettingsException("config file: " + e.getMessage().lines().findFirst().orElse("unreadable"));
        }
        for (final Map.Entry<String, ConfigValue> entry : config.entrySet()) {
            put(file, String.join(".", ConfigUtil.splitPath(entry.getKey())), entry.getValue());
        }
        return this;
    }

    /**
     * One assignment of the command line.
     *
     * @param assignment {@code KEY=VALUE}.
     * @return this.
     */
    public SettingsLoader set(final String assignment) {
        final int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw new SettingsException("--set " + assignment + " expected KEY=VALUE");
        }
        return set(assignment.substring(0, equals).strip(), assignment.substring(equals + 1).strip());
    }

    /**
     * One setting, as a flag of the command line gives it.
     *
     * @param name  of the setting.
     * @param value its text.
     * @return this.
     */
    public SettingsLoader set(final String name, final String value) {
        values.put(name, value, "command line");
        return this;
    }

    /**
     * Checks how the settings go together.
     *
     * @return the settings.
     */
    public Settings load() {
        final Settings settings = Settings.of(dataFolder, values);
        Relations.check(settings);
        return settings;
    }

    private void put(final Path file, final String name, final ConfigValue value) {
        Keys.named(name);
        if (value.valueType() == ConfigValueType.LIST) {
            throw new SettingsException(name + " expected one value, not a list");
        }
        values.put(name, value.unwrapped().toString(), file + ":" + value.origin().lineNumber());
    }
}
