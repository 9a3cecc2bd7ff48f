package godwit.sequencer.snapshot;

import godwit.core.Core;
import godwit.protocol.StreamIds;
import godwit.sequencer.ProcessKey;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.cluster.RecordingLog;
import io.aeron.cluster.client.ClusterException;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which snapshots there are, which one a start may use, and which are kept. A start may use a snapshot that loads whole
 * and whose journal records the spool or the journal has: otherwise an older one, from which the log makes them again.
 * Before the consensus module starts, and later on the housekeeping thread.
 */
public final class SnapshotShelf {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotShelf.class);
    private static final int SERVICE_ID = 0;
    private static final int CONSENSUS_MODULE_ID = -1;
    private static final long STUCK_NS = TimeUnit.SECONDS.toNanos(10);

    private final File clusterFolder;
    private final AeronArchive archive;
    private final int shard;
    private final List<Snapshot> snapshots = new ArrayList<>();

    /**
     * A shelf.
     *
     * @param clusterFolder with the cluster's recording log.
     * @param archive       of the log.
     * @param shard         the shard's number.
     */
    public SnapshotShelf(final Path clusterFolder, final AeronArchive archive, final int shard) {
        this.clusterFolder = clusterFolder.toFile();
        this.archive = archive;
        this.shard = shard;
    }

    /**
     * A snapshot of the core.
     *
     * @param recordingId    of the core's part.
     * @param moduleId       recording of the consensus module's part.
     * @param logPosition    that it stands at.
     * @param outputSequence the last journal record in its state.
     * @param journaled      how far the journal was then.
     */
    public record Snapshot(
        long recordingId, long moduleId, long logPosition, long outputSequence, long journaled) {
    }

    /**
     * Makes the recording log name a snapshot that may be used, before the consensus module reads it.
     *
     * @param spooled the last journal record that the spool has.
     * @return the last journal record in the chosen snapshot's state; 0: the log is replayed from its beginning.
     * @throws IllegalStateException when no snapshot can be used and the log's beginning is gone.
     */
    public long choose(final long spooled) {
        long journaled = 0;
        long chosen = 0;
        if (!new File(clusterFolder, RecordingLog.RECORDING_LOG_FILE_NAME).exists()) {
            return chosen;
        }
        try (RecordingLog log = new RecordingLog(clusterFolder, false)) {
            for (RecordingLog.Entry entry = log.getLatestSnapshot(SERVICE_ID); entry != null;
                entry = log.getLatestSnapshot(SERVICE_ID)) {
                final Snapshot snapshot = read(log, entry);
                journaled = snapshot == null ? journaled : Math.max(journaled, snapshot.journaled());
                if (snapshot != null && (snapshot.outputSequence() <= Math.max(spooled, journaled)
                    || isLast(log, snapshot))) {
                    chosen = snapshot.outputSequence();
                    break;
                }
                LOG.warn("snapshot at log position {} is not used: {}", entry.logPosition, snapshot == null
                    ? "it does not load" : "the spool ends at " + spooled + ", before its " + snapshot.outputSequence());
                if (!log.invalidateLatestSnapshot()) {
                    break;
                }
            }
            checkReachable(log);
            list(log);
        }
        return chosen;
    }

    /**
     * Purges what interrupted snapshots left: recordings of snapshots that no usable snapshot names. After
     * {@link #choose}, before the consensus module starts.
     *
     * @param streamIds of snapshots.
     * @return how many recordings went.
     */
    public int purgeLeftOvers(final int... streamIds) {
        final Set<Long> leftOver = new TreeSet<>();
        archive.listRecordings(0, Integer.MAX_VALUE, (controlSessionId, correlationId, id, startTimestamp,
            stopTimestamp, startPosition, stopPosition, initialTermId, segmentFileLength, termBufferLength, mtuLength,
            sessionId, streamId, strippedChannel, originalChannel, sourceIdentity) -> {
            if (Arrays.stream(streamIds).anyMatch(snapshots -> snapshots == streamId)) {
                leftOver.add(id);
            }
        });
        for (final Snapshot snapshot : snapshots) {
            leftOver.remove(snapshot.recordingId());
            leftOver.remove(snapshot.moduleId());
        }
        leftOver.forEach(archive::purgeRecording);
        if (!leftOver.isEmpty()) {
            LOG.info("{} recordings of interrupted or unusable snapshots purged", leftOver.size());
        }
        return leftOver.size();
    }

    /** The log was purged below its oldest snapshot only because the journal had passed that one. */
    private boolean isLast(final RecordingLog log, final Snapshot snapshot) {
        final long start = logStart(log);
        list(log);
        return start > 0 && snapshots.stream().noneMatch(other -> other.logPosition() < snapshot.logPosition()
            && other.logPosition() >= start && exists(other.recordingId()));
    }

    private void checkReachable(final RecordingLog log) {
        if (log.getLatestSnapshot(SERVICE_ID) == null && logStart(log) > 0) {
            throw new IllegalStateException("no snapshot can be used and the log begins at position=" + logStart(log)
                + " expected 0: put back the shard's folder from a backup");
        }
    }

    private long logStart(final RecordingLog log) {
        final long recordingId = log.findLastTermRecordingId();
        return recordingId >= 0 && exists(recordingId) ? archive.getStartPosition(recordingId) : 0;
    }

    /** Where the log ends before the node starts; 0: there is none. */
    public long logEnd() {
        if (!new File(clusterFolder, RecordingLog.RECORDING_LOG_FILE_NAME).exists()) {
            return 0;
        }
        try (RecordingLog log = new RecordingLog(clusterFolder, false)) {
            final long recordingId = log.findLastTermRecordingId();
            return recordingId >= 0 && exists(recordingId) ? archive.getStopPosition(recordingId) : 0;
        }
    }

    private Snapshot read(final RecordingLog log, final RecordingLog.Entry entry) {
        final long moduleId = moduleOf(log, entry);
        final Core core = new Core(shard, new SilentListener(), ProcessKey.draw());
        try {
            replay(moduleId, (image, idle) -> ClusterPart.skip(image, idle));
            replay(entry.recordingId, (image, idle) -> {
                ClusterPart.skip(image, idle);
                SnapshotLoader.load(image, core, idle);
            });
            return new Snapshot(entry.recordingId, moduleId, entry.logPosition, core.outputSequence(), core.journalPosition());
        } catch (final IllegalStateException | ArchiveException | ClusterException e) {
            LOG.warn("snapshot at log position {} does not load: {}", entry.logPosition, e.getMessage());
            return null;
        }
    }

    private interface Part {
        void read(Image image, IdleStrategy idle);
    }

    private void replay(final long recordingId, final Part part) {
        if (recordingId < 0 || !exists(recordingId)) {
            throw new IllegalStateException("its recording is gone recording_id=" + recordingId);
        }
        final long start = archive.getStartPosition(recordingId);
        final long stop = archive.getStopPosition(recordingId);
        if (stop == AeronArchive.NULL_POSITION || stop <= start) {
            throw new IllegalStateException("its recording is empty or was cut short recording_id=" + recordingId);
        }
        final IdleStrategy idle = new SleepingMillisIdleStrategy(1);
        try (Subscription replay = archive.replay(recordingId, start, stop - start, "aeron:ipc?term-length=1m",
            StreamIds.SNAPSHOT_REPLAY_BASE + shard)) {
            final long deadlineNs = System.nanoTime() + STUCK_NS;
            while (replay.imageCount() == 0) {
                if (System.nanoTime() - deadlineNs > 0) {
                    throw new IllegalStateException("no replay within 10 s recording_id=" + recordingId);
                }
                idle.idle();
            }
            final Image image = replay.imageAtIndex(0);
            part.read(image, idle);
        }
    }

    private void list(final RecordingLog log) {
        snapshots.clear();
        for (final RecordingLog.Entry entry : log.entries()) {
            if (entry.isValid && entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT && entry.serviceId == SERVICE_ID
                && moduleOf(log, entry) >= 0) {
                snapshots.add(new Snapshot(entry.recordingId, moduleOf(log, entry), entry.logPosition, 0, 0));
            }
        }
        snapshots.sort(Comparator.comparingLong(Snapshot::logPosition));
    }

    private static long moduleOf(final RecordingLog log, final RecordingLog.Entry service) {
        for (final RecordingLog.Entry entry : log.entries()) {
            if (entry.isValid && entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT
                && entry.serviceId == CONSENSUS_MODULE_ID && entry.logPosition == service.logPosition) {
                return entry.recordingId;
            }
        }
        return -1;
    }

    /**
     * Lets go of what is not needed: snapshots as {@link Retention} says, and the log below the oldest that a start may
     * need, by whole files.
     *
     * @param passed answers for a log position whether the journal passed what was said up to there long enough ago.
     * @return whether nothing more can go before there is a newer snapshot.
     */
    public boolean tidy(final LongPredicate passed) {
        try (RecordingLog log = new RecordingLog(clusterFolder, false)) {
            list(log);
            snapshots.removeIf(snapshot -> !exists(snapshot.recordingId()));
            final Retention retention = Retention.of(snapshots, passed);
            retention.superfluous().forEach(this::purge);
            if (retention.logFrom() >= 0) {
                purgeLogBelow(log.findLastTermRecordingId(), retention.logFrom());
            }
            return retention.isSettled();
        }
    }

    private void purge(final Snapshot snapshot) {
        for (final long recordingId : new long[] {snapshot.recordingId(), snapshot.moduleId()}) {
            if (recordingId >= 0 && exists(recordingId)) {
                archive.purgeRecording(recordingId);
            }
        }
    }

    private boolean exists(final long recordingId) {
        return archive.listRecording(recordingId, (controlSessionId, correlationId, id, startTimestamp, stopTimestamp,
            startPosition, stopPosition, initialTermId, segmentFileLength, termBufferLength, mtuLength, sessionId,
            streamId, strippedChannel, originalChannel, sourceIdentity) -> {
        }) > 0;
    }

    private void purgeLogBelow(final long recordingId, final long logPosition) {
        final long[] keepFrom = {-1};
        archive.listRecording(recordingId, (controlSessionId, correlationId, id, startTimestamp, stopTimestamp,
            startPosition, stopPosition, initialTermId, segmentFileLength, termBufferLength, mtuLength, sessionId,
            streamId, strippedChannel, originalChannel, sourceIdentity) -> {
            final long base = AeronArchive.segmentFileBasePosition(startPosition, logPosition, termBufferLength,
                segmentFileLength);
            keepFrom[0] = base > startPosition ? base : -1;
        });
        if (keepFrom[0] > 0) {
            archive.purgeSegments(recordingId, keepFrom[0]);
        }
    }
}
