package godwit.launch.up;

import godwit.core.CoreLimits;
import godwit.launch.EnvironmentException;
import godwit.launch.OperationException;
import godwit.launch.data.DataFolder;
import godwit.launch.data.ShmFolder;
import godwit.launch.log.Reason;
import godwit.protocol.idle.Doorbells;
import godwit.sequencer.HostConfiguration;
import godwit.sequencer.SequencerConfiguration;
import godwit.sequencer.SequencerHost;
import godwit.sequencer.SequencerNode;
import godwit.sequencer.log.DamagedLogException;
import godwit.settings.SequencerSettings;
import godwit.settings.Topology;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shards of {@code up}: one node for each over the driver and the archives that they share. They start and end all at
 * once. Any thread.
 */
final class Shards implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Shards.class);

    private final Topology topology;
    private final List<Doorbells> bells;
    private final SequencerHost host;
    private final String aeronDirectory;
    /** By their numbers; while they start, those that did. */
    private final List<SequencerNode> nodes;

    private Shards(
        final Topology topology, final List<Doorbells> bells, final SequencerHost host, final String aeronDirectory,
        final List<SequencerNode> nodes) {
        this.topology = topology;
        this.bells = bells;
        this.host = host;
        this.aeronDirectory = aeronDirectory;
        this.nodes = nodes;
    }

    /**
     * Starts them; when one does not start, ends the others and throws.
     *
     * @param settings of all of them together.
     * @param data     where everything is kept.
     * @param topology which there are.
     * @param failure  hears of one that ends by itself.
     * @return the running shards.
     */
    static Shards start(
        final SequencerSettings settings, final DataFolder data, final Topology topology, final FirstFailure failure) {
        final int count = topology.shardCount();
        final SequencerSettings share = settings.shareOf(count);
        final List<Doorbells> bells = Doorbells.shared(count);
        final String directory = ShmFolder.of(data.root()).toString();
        final Consumer<Throwable> onFatal = cause -> failure.report("shard", cause);
        final SequencerHost host = launch(new HostConfiguration(data.root(), directory,
            IntStream.range(0, count).boxed().toList(), share, bells.get(0), onFatal));
        final List<SequencerNode> started = Collections.synchronizedList(new ArrayList<>());
        try {
            final List<Supplier<SequencerNode>> starters = new ArrayList<>();
            for (int shard = 0; shard < count; shard++) {
                final SequencerConfiguration configuration = new SequencerConfiguration(data.root(), directory, shard,
                    topology, 0, share, bells.get(shard), onFatal, System::currentTimeMillis);
                starters.add(() -> {
                    final SequencerNode node = SequencerNode.launch(configuration, host);
                    started.add(node);
                    return node;
                });
            }
            return new Shards(topology, bells, host, directory, Parallel.all("start-shard", starters));
        } catch (final RuntimeException e) {
            new Shards(topology, bells, host, directory, List.copyOf(started)).close();
            throw e instanceof DamagedLogException ? new OperationException(e.getMessage(), e) : e;
        }
    }

    private static SequencerHost launch(final HostConfiguration configuration) {
        try {
            return SequencerHost.launch(configuration);
        } catch (final DamagedLogException e) {
            throw new OperationException(e.getMessage(), e);
        } catch (final UncheckedIOException e) {
            throw new EnvironmentException(e.getMessage() + ": " + Reason.of(e.getCause()));
        }
    }

    Topology topology() {
        return topology;
    }

    List<Doorbells> bells() {
        return bells;
    }

    List<SequencerNode> nodes() {
        return nodes;
    }

    /** Where the media driver is. */
    String aeronDirectory() {
        return aeronDirectory;
    }

    /** Of each: they are the same. */
    CoreLimits limits() {
        return nodes.get(0).limits();
    }

    boolean isServing() {
        return nodes.stream().allMatch(SequencerNode::isServing);
    }

    /** Whether each has replayed its log and leads. */
    boolean hasReplayed() {
        return nodes.stream().allMatch(node -> node.replayedSequence() >= 0);
    }

    /** Which of them serve, for people. */
    String readiness() {
        return String.join(",", nodes.stream().map(node -> String.valueOf(node.isServing())).toList());
    }

    /** Before an orderly stop. */
    void lastAudit() {
        Parallel.all("last-audit", nodes.stream().map(node -> (Supplier<Void>) () -> {
            try {
                node.lastAudit();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return null;
        }).toList());
    }

    @Override
    public void close() {
        try {
            Parallel.all("stop-shard", nodes.stream().map(node -> (Supplier<Void>) () -> {
                node.close();
                return null;
            }).toList());
        } catch (final RuntimeException e) {
            LOGGER.warn("a shard did not end cleanly", e);
        } finally {
            host.close();
        }
    }
}
