package godwit.sequencer;

import godwit.protocol.idle.Doorbells;
import godwit.settings.SequencerSettings;
import godwit.settings.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a node is made of.
 *
 * @param dataFolder     where log, spool and snapshots are kept; the process's alone, guarded by the caller.
 * @param aeronDirectory the media driver's folder in shared memory.
 * @param shard          the shard's number, from 0.
 * @param topology       of all shards, which the process runs: they share its heap.
 * @param memberId       this member of it, from 0.
 * @param settings       the rest.
 * @param bells          wake its threads, and those of edges and journal in the same process.
 * @param onFatal        gets what ended the node; called once, on the thread that found it. The process should end.
 * @param wallClock      milliseconds since 1970; read once, at the start.
 */
public record SequencerConfiguration(
    Path dataFolder, String aeronDirectory, int shard, Topology topology, int memberId, SequencerSettings settings,
    Doorbells bells, Consumer<Throwable> onFatal, LongSupplier wallClock) {

    /** The process's only shard, by the machine's clock. */
    public SequencerConfiguration(
        final Path dataFolder, final String aeronDirectory, final int shard, final int memberId,
        final SequencerSettings settings, final Doorbells bells, final Consumer<Throwable> onFatal) {
        this(dataFolder, aeronDirectory, shard, Topology.ofShards(1), memberId, settings, bells, onFatal, System::currentTimeMillis);
    }

    /** How many shards there are. */
    public int shards() {
        return topology.shardCount();
    }

    /** Where this shard keeps its files. */
    public Path shardFolder() {
        return DataLayout.shard(dataFolder, shard);
    }

    /** The archive of the logs, and of snapshots. */
    public Path logFolder() {
        return DataLayout.logArchive(dataFolder);
    }

    /** The cluster's own files. */
    public Path clusterFolder() {
        return DataLayout.cluster(dataFolder, shard);
    }

    /** What it needs of its process, for this shard alone. */
    HostConfiguration host() {
        return new HostConfiguration(dataFolder, aeronDirectory, List.of(shard), settings, bells, onFatal);
    }
}
