package godwit.sequencer;

import godwit.protocol.idle.Doorbells;
import godwit.settings.SequencerSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the parts are made of that the shards of a process share.
 *
 * @param dataFolder     where logs and spools are kept; the process's alone, guarded by the caller.
 * @param aeronDirectory the media driver's folder in shared memory; cleared at start and end.
 * @param shards         which shards the process runs.
 * @param settings       the rest.
 * @param bells          wake its threads.
 * @param onFatal        gets what ended one of the parts; called once, on the thread that found it.
 */
public record HostConfiguration(
    Path dataFolder, String aeronDirectory, List<Integer> shards, SequencerSettings settings, Doorbells bells,
    Consumer<Throwable> onFatal) {
    /** Where the logs and snapshots are. */
    public Path logFolder() {
        return DataLayout.logArchive(dataFolder);
    }

    /** Where the spools are. */
    public Path spoolFolder() {
        return DataLayout.spoolArchive(dataFolder);
    }
}
