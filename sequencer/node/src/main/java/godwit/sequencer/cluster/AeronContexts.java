package godwit.sequencer.cluster;

import godwit.protocol.StreamIds;
import godwit.sequencer.SequencerConfiguration;
import godwit.sequencer.log.RecordedBytes;
import godwit.settings.ClusterSettings;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.service.ClusterClock;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.cluster.service.ClusteredServiceContainer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.agrona.ErrorHandler;

/**
 * Every setting of a shard's cluster that is ours, not Aeron's: time-outs, sync levels, lengths, streams. What is not
 * named here is Aeron's default.
 */
final class AeronContexts {
    private static final int CONTROL_RESPONSE_STREAM_BASE = 9_000;
    private static final int ARCHIVE_CLIENTS = 8;

    private final SequencerConfiguration configuration;
    private final ErrorHandler errors;
    private final int syncLevel;
    private final ShardStreams streams;

    AeronContexts(final SequencerConfiguration configuration, final ErrorHandler errors) {
        this.configuration = configuration;
        this.errors = errors;
        this.syncLevel = HostContexts.syncLevel(configuration.settings().durability());
        this.streams = new ShardStreams(configuration.shard());
    }

    AeronArchive.Context logArchiveClient(final int number) {
        return archiveClient(HostContexts.LOG_ARCHIVE_CONTROL_STREAM, number);
    }

    AeronArchive.Context spoolArchiveClient(final int number) {
        return archiveClient(StreamIds.SPOOL_ARCHIVE_CONTROL, number);
    }

    private AeronArchive.Context archiveClient(final int controlStreamId, final int number) {
        return new AeronArchive.Context()
            .aeronDirectoryName(configuration.aeronDirectory())
            .controlRequestChannel(HostContexts.IPC)
            .controlRequestStreamId(controlStreamId)
            .controlResponseChannel(HostContexts.IPC)
            .controlResponseStreamId(CONTROL_RESPONSE_STREAM_BASE + configuration.shard() * ARCHIVE_CLIENTS + number)
            .messageTimeoutNs(TimeUnit.SECONDS.toNanos(HostContexts.HELD_UP_S))
            .errorHandler(errors);
    }

    ConsensusModule.Context consensus(final ClusterClock clock) {
        final ClusterSettings cluster = configuration.settings().cluster();
        return new ConsensusModule.Context()
            .aeronDirectoryName(configuration.aeronDirectory())
            .clusterDir(configuration.clusterFolder().toFile())
            .clusterId(configuration.shard())
            .clusterMemberId(configuration.memberId())
            .clusterMembers(members())
            // Nobody but this process speaks to the only member: it has no port, and its driver's folder is its user's.
            .ingressChannel(HostContexts.IPC)
            .isIpcIngressAllowed(false)
            .consensusChannel(HostContexts.IPC)
            .ingressStreamId(StreamIds.ingress(configuration.shard()))
            .logChannel("aeron:udp?term-length=" + HostContexts.LOG_TERM_LENGTH)
            .replicationChannel("aeron:udp?endpoint=" + HostContexts.NO_PORT)
            .logStreamId(streams.log())
            .consensusStreamId(streams.consensus())
            .snapshotStreamId(streams.moduleSnapshot())
            .replayStreamId(streams.moduleReplay())
            .consensusModuleStreamId(streams.consensusModule())
            .serviceStreamId(streams.service())
            .archiveContext(logArchiveClient(0))
            .clusterClock(clock)
            .maxConcurrentSessions(cluster.sessionsMax())
            .sessionTimeoutNs(TimeUnit.MILLISECONDS.toNanos(cluster.sessionTimeoutMs()))
            .leaderHeartbeatTimeoutNs(TimeUnit.MILLISECONDS.toNanos(cluster.leaderHeartbeatTimeoutMs()))
            .leaderHeartbeatIntervalNs(TimeUnit.MILLISECONDS.toNanos(cluster.leaderHeartbeatIntervalMs()))
            .electionTimeoutNs(TimeUnit.MILLISECONDS.toNanos(cluster.leaderHeartbeatTimeoutMs()))
            .startupCanvassTimeoutNs(TimeUnit.MILLISECONDS.toNanos(cluster.startupCanvassMs()))
            .terminationTimeoutNs(TimeUnit.MILLISECONDS.toNanos(cluster.terminationTimeoutMs()))
            .fileSyncLevel(syncLevel)
            .idleStrategySupplier(configuration.bells()::consensus)
            .errorHandler(errors);
    }

    ClusteredServiceContainer.Context service(final ClusteredService service) {
        return new ClusteredServiceContainer.Context()
            .aeronDirectoryName(configuration.aeronDirectory())
            .clusterDir(configuration.clusterFolder().toFile())
            .clusterId(configuration.shard())
            .serviceId(0)
            .serviceName("godwit-shard-" + configuration.shard())
            .isRespondingService(false)
            .snapshotStreamId(streams.serviceSnapshot())
            .replayStreamId(streams.serviceReplay())
            .consensusModuleStreamId(streams.consensusModule())
            .serviceStreamId(streams.service())
            .archiveContext(logArchiveClient(1))
            .clusteredService(service)
            .idleStrategySupplier(configuration.bells()::service)
            .errorHandler(errors);
    }

    /** The streams of snapshots: the consensus module's part and the service's. */
    int[] snapshotStreams() {
        return new int[] {streams.moduleSnapshot(), streams.serviceSnapshot()};
    }

    /** The stream of images, which snapshots name. */
    int imageStream() {
        return streams.image();
    }

    /** The stream over which they are read. */
    int imageReplayStream() {
        return streams.imageReplay();
    }

    /** Bytes of the log, its snapshots and images, when what goes on is there. */
    long logBytes(final LongUnaryOperator livePosition) {
        return RecordedBytes.of(configuration.logFolder(),
            streamId -> ShardStreams.shardOf(streamId) == configuration.shard(), livePosition);
    }

    /** Where this member is reached: within its process, since it is the only one. */
    String endpoint() {
        return "aeron:ipc";
    }

    /** Ingress, consensus, log, catch-up and archive of the only member; nothing is bound to them. */
    private String members() {
        return configuration.memberId() + ("," + HostContexts.NO_PORT).repeat(5);
    }
}
