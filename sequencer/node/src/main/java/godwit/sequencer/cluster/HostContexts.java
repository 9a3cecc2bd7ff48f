package godwit.sequencer.cluster;

import godwit.protocol.ProtocolLimits;
import godwit.protocol.StreamIds;
import godwit.protocol.idle.Doorbell;
import godwit.protocol.idle.DoorbellIdleStrategy;
import godwit.sequencer.HostConfiguration;
import godwit.settings.Durability;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.checksum.Checksum;
import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.client.AeronArchive;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.ErrorHandler;

/** Every setting of the driver and the archives that is ours, not Aeron's. What is not named here is Aeron's default. */
final class HostContexts {
    /** Local control of the archive that keeps the logs of a process. */
    static final int LOG_ARCHIVE_CONTROL_STREAM = 4703;
    static final String IPC = "aeron:ipc?term-length=1m";
    static final String NO_PORT = "127.0.0.1:0";
    static final int LOG_TERM_LENGTH = 8 * 1024 * 1024;
    /**
     * Who is silent for so long is taken for dead by the driver, and who gets no answer for so long gives up; after 10 s if
     * it were Aeron's choice. All of them are threads of this process, which ends when one of them does: a silent one is
     * held up, mostly the logs' archive by a sync, which on a busy machine may wait for more than 10 s behind other
     * processes' writes. Taken for dead it would take all shards with it. No member hands over because of it: whoever leads
     * with a disk that hangs sends heartbeats all the same, and nothing is acknowledged until the disk is back or this is over.
     */
    static final long HELD_UP_S = 60;

    /** Has to be longer: a publisher that is held up between claim and commit is not to be passed over either. */
    private static final long UNBLOCK_S = HELD_UP_S + 15;
    private static final int SPOOL_SEGMENT_LENGTH_MIN = 4 * 1024 * 1024;
    private static final long DRIVER_TIMER_MS = 20;
    /** With one member nothing that a message waits for passes the driver: it only moves limits. */
    private static final long DRIVER_PARK_US = 1_000;

    private final HostConfiguration configuration;
    private final ErrorHandler errors;

    HostContexts(final HostConfiguration configuration, final ErrorHandler errors) {
        this.configuration = configuration;
        this.errors = errors;
        if (ProtocolLimits.MESSAGE_LENGTH_MAX > ProtocolLimits.TERM_LENGTH / 8) {
            throw new IllegalStateException("message_length_max=" + ProtocolLimits.MESSAGE_LENGTH_MAX
                + " expected at most an eighth of term_length=" + ProtocolLimits.TERM_LENGTH);
        }
    }

    /** How often what a durability demands is synced. */
    static int syncLevel(final Durability durability) {
        return durability == Durability.DURABLE ? 1 : 0;
    }

    MediaDriver.Context driver() {
        return new MediaDriver.Context()
            .aeronDirectoryName(configuration.aeronDirectory())
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(new DoorbellIdleStrategy(new Doorbell(), DRIVER_PARK_US))
            .clientLivenessTimeoutNs(TimeUnit.SECONDS.toNanos(HELD_UP_S))
            .publicationUnblockTimeoutNs(TimeUnit.SECONDS.toNanos(UNBLOCK_S))
            .timerIntervalNs(TimeUnit.MILLISECONDS.toNanos(DRIVER_TIMER_MS))
            .termBufferSparseFile(true)
            .publicationTermBufferLength(ProtocolLimits.TERM_LENGTH)
            .ipcTermBufferLength(ProtocolLimits.TERM_LENGTH)
            .errorHandler(errors);
    }

    /** The archive of the logs and the snapshots: synced as the durability demands, every record with a checksum. */
    Archive.Context logArchive() {
        return archive(configuration.logFolder(), LOG_ARCHIVE_CONTROL_STREAM)
            .idleStrategySupplier(configuration.bells()::log)
            .segmentFileLength(Math.max(LOG_TERM_LENGTH, configuration.settings().log().segmentBytes()))
            .fileSyncLevel(syncLevel(configuration.settings().durability()))
            .catalogFileSyncLevel(syncLevel(configuration.settings().durability()));
    }

    /** The archive of the spools: caches that the logs can make again, so they are never synced. */
    Archive.Context spoolArchive() {
        return archive(configuration.spoolFolder(), StreamIds.SPOOL_ARCHIVE_CONTROL)
            .idleStrategySupplier(configuration.bells()::spool)
            .segmentFileLength(Math.max(SPOOL_SEGMENT_LENGTH_MIN, configuration.settings().spool().segmentBytes()))
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
}
