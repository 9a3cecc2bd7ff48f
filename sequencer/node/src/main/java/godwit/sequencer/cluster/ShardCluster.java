package godwit.sequencer.cluster;

import godwit.client.LogRoom;
import godwit.protocol.StreamIds;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import godwit.sequencer.SequencerConfiguration;
import godwit.sequencer.SequencerNode;
import godwit.sequencer.SequencerStatus;
import godwit.sequencer.audit.AuditFile;
import godwit.sequencer.egress.AeronFramePath;
import godwit.sequencer.egress.EgressStage;
import godwit.sequencer.link.AeronLinkPath;
import godwit.sequencer.link.LinkStage;
import godwit.sequencer.log.LivePositions;
import godwit.sequencer.pipeline.OutputPipeline;
import godwit.sequencer.snapshot.ImageKeeper;
import godwit.sequencer.snapshot.ReplayedImages;
import godwit.sequencer.snapshot.Replays;
import godwit.sequencer.snapshot.SnapshotShelf;
import godwit.sequencer.snapshot.Snapshots;
import godwit.sequencer.spool.Rereads;
import godwit.sequencer.spool.Spool;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ClusterControl;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.service.ClusteredServiceContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.status.AtomicCounter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a shard's node, started in order and closed in the opposite one. */
public final class ShardCluster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShardCluster.class);
    private static final int AGENT_CLOSE_S = 2;
    /** Between two looks of a thread that cannot go on: its ring or the recorder is full. */
    private static final long STALL_NS = TimeUnit.MICROSECONDS.toNanos(100);

    private final SequencerConfiguration configuration;
    private final HostParts host;
    private final NodeCounters counters;
    private final ArrayDeque<AutoCloseable> parts = new ArrayDeque<>();
    private final Failures failures;
    private final AeronContexts contexts;
    private OutputPipeline pipeline;
    private Spool spool;
    private LivePositions livePositions;
    private Snapshots snapshots;
    private ShardService service;
    private ConsensusModule consensus;
    private Housekeeping housekeeping;

    private ShardCluster(final SequencerConfiguration configuration, final HostParts host) {
        this.configuration = configuration;
        this.host = host;
        counters = host.counters(configuration.shard());
        failures = new Failures("shard " + configuration.shard(), counters, configuration.onFatal());
        contexts = new AeronContexts(configuration, failures);
    }

    /** Starts the parts; when one does not start, closes the others and throws. */
    public static ShardCluster launch(final SequencerConfiguration configuration, final HostParts host) {
        final ShardCluster cluster = new ShardCluster(configuration, host);
        try {
            cluster.start();
            return cluster;
        } catch (final RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void start() {
        makeFolders();
        // 1. Clients of the process's archives, and what the spool had when they began.
        final Spool.Contents spooled = host.spooled(configuration.shard());
        final AeronArchive logArchive = add(AeronArchive.connect(over(contexts.logArchiveClient(2))));
        livePositions = new LivePositions(host.aeron().countersReader(), logArchive.archiveId());
        final AeronArchive rereadArchive = add(AeronArchive.connect(over(contexts.spoolArchiveClient(4))));
        // 2. What the spool has decides which snapshot the log may be replayed from.
        final ReplayedImages images = new ReplayedImages(new Replays(logArchive, contexts.imageReplayStream()));
        final SnapshotShelf shelf = new SnapshotShelf(configuration.clusterFolder(), logArchive, configuration.shard(),
            images, contexts.imageStream());
        final long spooledLast = spooled.lastSequence();
        final long restored = shelf.choose(spooledLast);
        counters.add(NodeCounter.SNAPSHOTS_PURGED, shelf.purgeLeftOvers(contexts.snapshotStreams()));
        LostEnd.checkAudits(configuration, shelf.logEnd());
        // 3. The output pipeline: ring, egress, spool, links, latency.
        final Rereads rereads = new Rereads();
        spool = add(Spool.open(rereadArchive, configuration.shard(), spooled, restored, rereads, counters,
            () -> new SleepingIdleStrategy(STALL_NS), configuration.bells()::ringSpool));
        final AtomicCounter logFull = add(LogRoom.publish(host.aeron(), StreamIds.ingress(configuration.shard())));
        pipeline = add(new OutputPipeline(configuration.settings().outputSlots(),
            new EgressStage(configuration.shard(), AeronFramePath.in(host.aeron(), counters), counters, rereads,
                configuration.bells()::ringEdges), spool.stage(), links(), counters,
            new SleepingIdleStrategy(STALL_NS), failures::onFatal));
        // 4. The cluster, with the core as its service.
        final ShardClock clock = new ShardClock(configuration.wallClock());
        final AuditFile audits = add(new AuditFile(configuration.shardFolder(), shelf.logEnd()));
        snapshots = new Snapshots(configuration.shard(), images);
        service = new ShardService(configuration.shard(), pipeline,
            new SpoolWait(spool.stage()::lastSequence, System::nanoTime), snapshots, audits, counters, clock,
            (replayed, position) -> LostEnd.checkSpool(configuration, spooledLast, replayed, position), failures::onFatal);
        consensus = add(ConsensusModule.launch(contexts.consensus(clock).terminationHook(this::onTerminated)));
        add(ClusteredServiceContainer.launch(contexts.service(service).terminationHook(this::onTerminated)));
        // 5. Housekeeping, and the reader of the spool.
        final AtomicCounter toggle = ClusterControl.findControlToggle(
            consensus.context().aeron().countersReader(), configuration.shard());
        final SnapshotAsking asking = new SnapshotAsking(configuration.settings().log(), service, snapshots.writing(),
            new ImageKeeper(logArchive, contexts.imageStream(), configuration.shard(), snapshots.writing()), toggle);
        housekeeping = new Housekeeping(configuration, SequencerNode.limits(configuration), service, this::logBytes,
            new ShardClient(host.aeron(), configuration.shard(), failures), asking, shelf,
            spool, logFull, counters);
        run(housekeeping);
        run(spool.reader());
    }

    private void makeFolders() {
        try {
            Files.createDirectories(configuration.clusterFolder());
            // The folder is this process's alone: a mark that a kill left must not be taken for a living owner.
            for (final Path mark : new Path[] {configuration.clusterFolder().resolve("cluster-mark.dat"),
                configuration.clusterFolder().resolve("cluster-mark-service-0.dat")}) {
                Files.deleteIfExists(mark);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("the shard's folder cannot be prepared: "
                + configuration.shardFolder(), e);
        }
    }

    private <T extends AutoCloseable> T add(final T part) {
        parts.push(part);
        return part;
    }

    private void run(final Agent agent) {
        final AgentRunner runner =
            new AgentRunner(new SleepingMillisIdleStrategy(5), failures, null, agent);
        AgentRunner.startOnThread(runner);
        parts.push(() -> runner.close((int) TimeUnit.SECONDS.toMillis(AGENT_CLOSE_S), thread ->
            LOG.warn("{} did not end within {} s", thread.getName(), AGENT_CLOSE_S)));
    }

    private LinkStage links() {
        final int shard = configuration.shard();
        return configuration.shards() == 1 ? null : new LinkStage(shard, configuration.shards(),
            destination -> new AeronLinkPath(host.aeron(), shard, destination, failures), counters, System::nanoTime,
            configuration.bells()::ringConsensus);
    }

    private AeronArchive.Context over(final AeronArchive.Context client) {
        return client.aeron(host.aeron()).ownsAeronClient(false);
    }

    private void onTerminated() {
        failures.onFatal(new IllegalStateException("the cluster's agent ended"));
    }

    /** The core's shell. */
    public ShardService service() {
        return service;
    }

    /** Snapshots, audits, purging. */
    public Housekeeping housekeeping() {
        return housekeeping;
    }

    /** What the service's last snapshot cost. */
    public Snapshots.Cost snapshotCost() {
        return snapshots.cost();
    }

    /** About how large the state is. */
    public long stateBytes() {
        return snapshots.writing().stateBytes();
    }

    /** Snapshots that the whole node took since the start. */
    public long snapshotsCompleted() {
        return consensus.context().snapshotCounter().get();
    }

    /** What was counted. */
    public NodeCounters counters() {
        return counters;
    }

    /** How long the stages took. */
    public Map<String, Histogram> latencies() {
        return pipeline.latency().latencies();
    }

    /** How the node stands. */
    public SequencerStatus status() {
        return new SequencerStatus(configuration.shard(), configuration.memberId(), role(),
            service.leadershipTermId(), consensus.context().commitPositionCounter().get(), service.logPosition(),
            service.snapshotAgeS(), contexts.endpoint(), service.outputSequence(), service.journalPosition(),
            spool.bytes(), logBytes(), snapshotsCompleted(), snapshots.cost(),
            Arrays.stream(counters.refusedLinks().shards()).boxed().toList());
    }

    private long logBytes() {
        return contexts.logBytes(livePositions);
    }

    private String role() {
        return switch ((int) consensus.context().clusterNodeRoleCounter().get()) {
            case 1 -> "CANDIDATE";
            case 2 -> "LEADER";
            default -> "FOLLOWER";
        };
    }

    @Override
    public void close() {
        failures.closing();
        while (!parts.isEmpty()) {
            CloseHelper.quietClose(parts.pop());
        }
    }
}
