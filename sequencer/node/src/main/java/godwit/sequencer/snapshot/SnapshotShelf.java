package godwit.sequencer.snapshot;

import godwit.core.Core;
import godwit.core.ImagePlace;
import godwit.protocol.StreamIds;
import godwit.sequencer.ProcessKey;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.cluster.RecordingLog;
import io.aeron.cluster.client.ClusterException;
import io.aeron.exceptions.AeronException;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;
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
    private static final long NO_IMAGE = -1;
    /** A snapshot cannot be looked into: what it names is not known. */
    private static final long UNKNOWN = -2;

    private final File clusterFolder;
    private final AeronArchive archive;
    private final int shard;
    private final ImageSource images;
    private final int imageStreamId;
    private final Replays replays;
    private final List<Snapshot> snapshots = new ArrayList<>();
    /** The image's recording of each snapshot's, as far as they were looked at. */
    private final Map<Long, Long> imageIds = new HashMap<>();

    /**
     * A shelf.
     *
     * @param clusterFolder with the cluster's recording log.
     * @param archive       of the log.
     * @param shard         the shard's number.
     * @param images        reads the images that snapshots name.
     * @param imageStreamId of images.
     */
    public SnapshotShelf(
        final Path clusterFolder, final AeronArchive archive, final int shard, final ImageSource images,
        final int imageStreamId) {
        this.clusterFolder = clusterFolder.toFile();
        this.archive = archive;
        this.shard = shard;
        this.images = images;
        this.imageStreamId = imageStreamId;
        this.replays = new Replays(archive, StreamIds.SNAPSHOT_REPLAY_BASE + shard);
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
     * Purges what interrupted snapshots and images left: recordings of snapshots that no usable snapshot names. After
     * {@link #choose}, before the consensus module starts.
     *
     * @param streamIds of snapshots.
     * @return how many recordings went.
     */
    public int purgeLeftOvers(final int... streamIds) {
        final Set<Long> leftOver = recordingsOf(streamIds);
        final Set<Long> useless = recordingsOf(imageStreamId);
        for (final Snapshot snapshot : snapshots) {
            leftOver.remove(snapshot.recordingId());
            leftOver.remove(snapshot.moduleId());
        }
        if (!useless.isEmpty()) {
            snapshots.stream().filter(snapshot -> exists(snapshot.recordingId())).map(this::imageOf).toList()
                .forEach(named -> keep(named, useless));
        }
        leftOver.addAll(useless);
        leftOver.forEach(archive::purgeRecording);
        if (!leftOver.isEmpty()) {
            LOG.info("{} recordings of interrupted or unusable snapshots and images purged", leftOver.size());
        }
        return leftOver.size();
    }

    /** Of a snapshot that cannot be looked into any image may be the one it names. */
    private static void keep(final long named, final Set<Long> useless) {
        if (named == UNKNOWN) {
            useless.clear();
        }
        useless.remove(named);
    }

    private Set<Long> recordingsOf(final int... streamIds) {
        final Set<Long> recordings = new TreeSet<>();
        archive.listRecordings(0, Integer.MAX_VALUE, (controlSessionId, correlationId, id, startTimestamp,
            stopTimestamp, startPosition, stopPosition, initialTermId, segmentFileLength, termBufferLength, mtuLength,
            sessionId, streamId, strippedChannel, originalChannel, sourceIdentity) -> {
            if (Arrays.stream(streamIds).anyMatch(of -> of == streamId)) {
                recordings.add(id);
            }
        });
        return recordings;
    }

    /** The recording of the image that a snapshot names. */
    private long imageOf(final Snapshot snapshot) {
        return imageIds.computeIfAbsent(snapshot.recordingId(), this::lookForImage);
    }

    private long lookForImage(final long recordingId) {
        final ImagePlace[] place = new ImagePlace[1];
        try {
            replays.readAll(recordingId, (image, idle) -> {
                ClusterPart.skip(image, idle);
                place[0] = SnapshotLoader.imageOf(image, idle);
            });
            return place[0] == null ? NO_IMAGE : place[0].recordingId();
        } catch (final IllegalStateException | AeronException e) {
            LOG.warn("snapshot recording_id={} cannot be looked into: {}", recordingId, e.getMessage());
            return UNKNOWN;
        }
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
            replays.readAll(moduleId, (image, idle) -> ClusterPart.skip(image, idle));
            replays.readAll(entry.recordingId, (image, idle) -> {
                ClusterPart.skip(image, idle);
                SnapshotLoader.load(image, core, images, idle);
            });
            return new Snapshot(entry.recordingId, moduleId, entry.logPosition, core.outputSequence(), core.journalPosition());
        } catch (final IllegalStateException | ArchiveException | ClusterException e) {
            LOG.warn("snapshot at log position {} does not load: {}", entry.logPosition, e.getMessage());
            return null;
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
     * @param newest position of the newest snapshot that the shard took.
     * @param passed answers for a log position whether the journal passed what was said up to there long enough ago.
     * @return whether nothing more can go before there is a newer snapshot.
     */
    public boolean tidy(final long newest, final LongPredicate passed) {
        try (RecordingLog log = new RecordingLog(clusterFolder, false)) {
            list(log);
            snapshots.removeIf(snapshot -> !exists(snapshot.recordingId()));
            final Retention retention = Retention.of(snapshots, newest, passed);
            final boolean looked = lookForImages();
            if (looked) {
                retention.superfluous().forEach(this::purge);
            }
            if (retention.logFrom() >= 0) {
                purgeLogBelow(log.findLastTermRecordingId(), retention.logFrom());
            }
            return looked && retention.isSettled();
        }
    }

    /** False: some were looked at just now, and a recording that was being read is not purged at once. */
    private boolean lookForImages() {
        final boolean looked = snapshots.stream().allMatch(snapshot -> imageIds.containsKey(snapshot.recordingId()));
        if (!looked) {
            final boolean isAnyThere = !recordingsOf(imageStreamId).isEmpty();
            snapshots.forEach(snapshot -> imageIds.computeIfAbsent(snapshot.recordingId(),
                recordingId -> isAnyThere ? lookForImage(recordingId) : NO_IMAGE));
            return !isAnyThere;
        }
        return true;
    }

    /** The image last: a kill before that leaves an image that no snapshot names, which the next start purges. */
    private void purge(final Snapshot snapshot) {
        for (final long recordingId : new long[] {snapshot.recordingId(), snapshot.moduleId(), imageOf(snapshot)}) {
            if (recordingId >= 0 && exists(recordingId)) {
                archive.purgeRecording(recordingId);
            }
        }
        imageIds.remove(snapshot.recordingId());
    }

    private boolean exists(final long recordingId) {
        return replays.exists(recordingId);
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
