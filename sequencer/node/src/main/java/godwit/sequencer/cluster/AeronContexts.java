package godwit.sequencer.cluster;

import godwit.protocol.ProtocolLimits;
import godwit.protocol.StreamIds;
import godwit.protocol.idle.Doorbell;
import godwit.protocol.idle.DoorbellIdleStrategy;
import godwit.sequencer.SequencerConfiguration;
import godwit.settings.ClusterSettings;
import godwit.settings.Durability;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.checksum.Checksum;
import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.service.ClusterClock;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.ErrorHandler;

/**
 * Every setting of Aeron's parts that is ours, not Aeron's: time-outs, sync levels, checksums, lengths, streams. What is
 * not named here is Aeron's default.
 */
final class AeronContexts {
    private static final String IPC = "aeron:ipc?term-length=1m";
    private static final String NO_PORT = "127.0.0.1:0";
    private static final int LOG_ARCHIVE_CONTROL_STREAM = 4703;
    private static final int CONTROL_RESPONSE_STREAM_BASE = 4710;
    private static final int LOG_TERM_LENGTH = 8 * 1024 * 1024;
    private static final int SHARD_STREAMS = 20;
    private static final int SHARD_STREAM_BASE = 6_000;
    private static final long DRIVER_TIMER_MS = 20;
    /** With one member nothing that a message waits for passes the driver: it only moves limits. */
    private static final long DRIVER_PARK_US = 1_000;

    private final SequencerConfiguration configuration;
    private final ErrorHandler errors;
    private final int syncLevel;

    AeronContexts(final SequencerConfiguration configuration, final ErrorHandler errors) {
        this.configuration = configuration;
        this.errors = errors;
        this.syncLevel = configuration.settings().durability() == Durability.DURABLE ? 1 : 0;
        if (ProtocolLimits.MESSAGE_LENGTH_MAX > ProtocolLimits.TERM_LENGTH / 8) {
            throw new IllegalStateException("message_length_max=" + ProtocolLimits.MESSAGE_LENGTH_MAX
                + " expected at most an eighth of term_length=" + ProtocolLimits.TERM_LENGTH);
        }
    }

    MediaDriver.Context driver() {
        return new MediaDriver.Context()
            .aeronDirectoryName(configuration.aeronDirectory())
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(new DoorbellIdleStrategy(new Doorbell(), DRIVER_PARK_US))
            .timerIntervalNs(TimeUnit.MILLISECONDS.toNanos(DRIVER_TIMER_MS))
            .termBufferSparseFile(true)
            .publicationTermBufferLength(ProtocolLimits.TERM_LENGTH)
            .ipcTermBufferLength(ProtocolLimits.TERM_LENGTH)
            .errorHandler(errors);
    }

    /** The archive of the log and the snapshots: synced as the durability demands, every record with a checksum. */
    Archive.Context logArchive() {
        return archive(configuration.logFolder(), LOG_ARCHIVE_CONTROL_STREAM)
            .idleStrategySupplier(configuration.bells()::log)
            .segmentFileLength(Math.max(LOG_TERM_LENGTH, configuration.settings().log().segmentBytes()))
            .fileSyncLevel(syncLevel)
            .catalogFileSyncLevel(syncLevel);
    }

    /** The archive of the spool: a cache that the log can make again, so it is never synced. */
    Archive.Context spoolArchive() {
        return archive(configuration.spoolFolder(), StreamIds.SPOOL_ARCHIVE_CONTROL)
            .idleStrategySupplier(configuration.bells()::spool)
            .segmentFileLength(Math.max(4 * 1024 * 1024, configuration.settings().spool().segmentBytes()))
            .fileSyncLevel(0)
            .catalogFileSyncLevel(0);
    }

    private Archive.Context archive(final Path folder, final int controlStreamId) {
        final Checksum checksum = Checksums.crc32c();
        return new Archive.Context()
            .aeronDirectoryName(configuration.aeronDirectory())
            .archiveDir(folder.toFile())
            .controlChannelEnabled(false)
            .localControlChannel(IPC)
            .localControlStreamId(controlStreamId)
            .replicationChannel("aeron:udp?endpoint=" + NO_PORT)
            .archiveClientContext(new AeronArchive.Context().controlResponseChannel(IPC))
            .recordingEventsEnabled(false)
            .recordChecksum(checksum)
            .replayChecksum(checksum)
            .threadingMode(ArchiveThreadingMode.SHARED)
            .errorHandler(errors);
    }

    AeronArchive.Context logArchiveClient(final int number) {
        return archiveClient(LOG_ARCHIVE_CONTROL_STREAM, number);
    }

    AeronArchive.Context spoolArchiveClient(final int number) {
        return archiveClient(StreamIds.SPOOL_ARCHIVE_CONTROL, number);
    }

    private AeronArchive.Context archiveClient(final int controlStreamId, final int number) {
        return new AeronArchive.Context()
            .aeronDirectoryName(configuration.aeronDirectory())
            .controlRequestChannel(IPC)
            .controlRequestStreamId(controlStreamId)
            .controlResponseChannel(IPC)
            .controlResponseStreamId(CONTROL_RESPONSE_STREAM_BASE + number)
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
            .ingressChannel(IPC)
            .isIpcIngressAllowed(false)
            .consensusChannel(IPC)
            .ingressStreamId(StreamIds.ingress(configuration.shard()))
            .logChannel("aeron:udp?term-length=" + LOG_TERM_LENGTH)
            .replicationChannel("aeron:udp?endpoint=" + NO_PORT)
            .logStreamId(stream(0))
            .consensusStreamId(stream(1))
            .snapshotStreamId(stream(2))
            .replayStreamId(stream(3))
            .consensusModuleStreamId(stream(4))
            .serviceStreamId(stream(5))
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
            .snapshotStreamId(stream(6))
            .replayStreamId(stream(7))
            .consensusModuleStreamId(stream(4))
            .serviceStreamId(stream(5))
            .archiveContext(logArchiveClient(1))
            .clusteredService(service)
            .idleStrategySupplier(configuration.bells()::service)
            .errorHandler(errors);
    }

    /** The streams of snapshots: the consensus module's part and the service's. */
    int[] snapshotStreams() {
        return new int[] {stream(2), stream(6)};
    }

    /** Where this member is reached: within its process, since it is the only one. */
    String endpoint() {
        return "aeron:ipc";
    }

    /** Ingress, consensus, log, catch-up and archive of the only member; nothing is bound to them. */
    private String members() {
        return configuration.memberId() + ("," + NO_PORT).repeat(5);
    }

    private int stream(final int number) {
        return SHARD_STREAM_BASE + configuration.shard() * SHARD_STREAMS + number;
    }
}
