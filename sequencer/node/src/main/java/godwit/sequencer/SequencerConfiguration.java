package godwit.sequencer;

import godwit.protocol.idle.Doorbells;
import godwit.settings.SequencerSettings;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a node is made of.
 *
 * @param dataFolder     where log, spool and snapshots are kept; the node's alone, guarded by the caller.
 * @param aeronDirectory the media driver's folder in shared memory; cleared at start and end.
 * @param shard          the shard's number, from 0.
 * @param memberId       this member of it, from 0.
 * @param settings       the rest.
 * @param bells          wake its threads, and those of edges and journal in the same process.
 * @param onFatal        gets what ended the node; called once, on the thread that found it. The process should end.
 * @param wallClock      milliseconds since 1970; read once, at the start.
 */
public record SequencerConfiguration(
    Path dataFolder, String aeronDirectory, int shard, int memberId, SequencerSettings settings,
    Doorbells bells, Consumer<Throwable> onFatal, LongSupplier wallClock) {

    /** The same by the machine's clock. */
    public SequencerConfiguration(
        final Path dataFolder, final String aeronDirectory, final int shard, final int memberId,
        final SequencerSettings settings, final Doorbells bells, final Consumer<Throwable> onFatal) {
        this(dataFolder, aeronDirectory, shard, memberId, settings, bells, onFatal, System::currentTimeMillis);
    }

    /** Where this shard keeps its files. */
    public Path shardFolder() {
        return dataFolder.resolve("shard-" + shard);
    }

    /** The archive of the log, and of snapshots. */
    public Path logFolder() {
        return shardFolder().resolve("log");
    }

    /** The cluster's own files. */
    public Path clusterFolder() {
        return shardFolder().resolve("cluster");
    }

    /** The archive of the spool. */
    public Path spoolFolder() {
        return shardFolder().resolve("spool");
    }
}
