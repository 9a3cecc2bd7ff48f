package godwit.settings;

import java.nio.file.Path;
import java.util.List;

/**
 * All settings of a process, checked; made by {@link SettingsLoader}. Immutable; any thread.
 *
 * @param dataFolder absolute; everything that is kept lives below.
 * @param sequencer  the shard's node.
 * @param edge       the edge.
 * @param journal    the journal.
 * @param cassandra  its database.
 * @param effective  every setting with its value and origin, without secrets, a line each: for people to read.
 */
public record Settings(
    Path dataFolder,
    SequencerSettings sequencer,
    EdgeSettings edge,
    JournalSettings journal,
    CassandraSettings cassandra,
    List<String> effective) {

    /**
     * The defaults, for tests.
     *
     * @param dataFolder where everything is kept.
     * @return every setting at its default.
     */
    public static Settings defaults(final Path dataFolder) {
        return new SettingsLoader().dataFolder(dataFolder).load();
    }

    static Settings of(final Path dataFolder, final Values values) {
        return new Settings(
            dataFolder.toAbsolutePath().normalize(),
            SequencerSettings.of(values),
            EdgeSettings.of(values),
            JournalSettings.of(values),
            CassandraSettings.of(values),
            Keys.all().stream()
                .map(key -> key.name() + "=" + values.show(key) + " (" + values.origin(key) + ")")
                .toList());
    }
}
