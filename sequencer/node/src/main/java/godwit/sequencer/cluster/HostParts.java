package godwit.sequencer.cluster;

import godwit.sequencer.HostConfiguration;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import godwit.sequencer.log.RecordedEnds;
import godwit.sequencer.spool.Spool;
import io.aeron.Aeron;
import io.aeron.archive.Archive;
import io.aeron.driver.MediaDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.CloseHelper;

/** The parts that the shards of a process share, started in order and closed in the opposite one. */
public final class HostParts implements AutoCloseable {
    private static final String ARCHIVE_MARK = "archive-mark.dat";

    private final HostConfiguration configuration;
    private final ArrayDeque<AutoCloseable> parts = new ArrayDeque<>();
    private final Map<Integer, NodeCounters> counters = new TreeMap<>();
    private final Map<Integer, Spool.Contents> spooled = new TreeMap<>();
    private final Failures failures;
    private Aeron aeron;

    private HostParts(final HostConfiguration configuration) {
        this.configuration = configuration;
        configuration.shards().forEach(shard -> counters.put(shard, new NodeCounters()));
        // What is nobody's own is counted by the first shard.
        failures = new Failures("the process", counters.get(configuration.shards().get(0)), configuration.onFatal());
    }

    /** Starts the parts; when one does not start, closes the others and throws. */
    public static HostParts launch(final HostConfiguration configuration) {
        final HostParts host = new HostParts(configuration);
        try {
            host.start();
            return host;
        } catch (final RuntimeException e) {
            host.close();
            throw e;
        }
    }

    private void start() {
        makeFolders();
        // 1. What a kill left half written is made whole, while no archive has it open.
        for (final int shard : configuration.shards()) {
            spooled.put(shard, Spool.mend(configuration.spoolFolder(), shard, counters.get(shard)));
        }
        RecordedEnds.mend(configuration.logFolder(), this::onEndCut);
        // 2. The driver, an archive each for logs and spools, and a client for whoever needs none of its own.
        final HostContexts contexts = new HostContexts(configuration, failures);
        add(MediaDriver.launch(contexts.driver()));
        add(Archive.launch(contexts.logArchive()));
        add(Archive.launch(contexts.spoolArchive()));
        aeron = add(Aeron.connect(new Aeron.Context().aeronDirectoryName(configuration.aeronDirectory())
            .errorHandler(failures)));
    }

    private void onEndCut(final int streamId) {
        counters.getOrDefault(ShardStreams.shardOf(streamId), counters.get(configuration.shards().get(0)))
            .increment(NodeCounter.ENDS_CUT);
    }

    private void makeFolders() {
        try {
            for (final Path folder : new Path[] {configuration.logFolder(), configuration.spoolFolder()}) {
                Files.createDirectories(folder);
                // The folder is this process's alone: a mark that a kill left must not be taken for a living owner.
                Files.deleteIfExists(folder.resolve(ARCHIVE_MARK));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("the archives' folders cannot be prepared in " + configuration.dataFolder(), e);
        }
    }

    private <T extends AutoCloseable> T add(final T part) {
        parts.push(part);
        return part;
    }

    /** What a shard's spool had at the start. */
    Spool.Contents spooled(final int shard) {
        return spooled.get(shard);
    }

    /** A shard's counters. */
    NodeCounters counters(final int shard) {
        return counters.get(shard);
    }

    /** A client of the driver for all shards. */
    Aeron aeron() {
        return aeron;
    }

    @Override
    public void close() {
        failures.closing();
        while (!parts.isEmpty()) {
            CloseHelper.quietClose(parts.pop());
        }
    }
}
