package godwit.sequencer.log;

import godwit.core.Core;
import godwit.core.ImagePlace;
import godwit.sequencer.DataLayout;
import godwit.sequencer.ingress.LogApplier;
import godwit.sequencer.snapshot.ClusterPart;
import godwit.sequencer.snapshot.ImageSource;
import io.aeron.cluster.RecordingLog;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;

/**
 * A shard's log and its snapshots as they lie on the disk, read only, without a media driver: of a node that runs, was
 * stopped or was killed. What a running node appends meanwhile is seen or not. One thread.
 */
public final class LogReader {
    private static final int SERVICE_ID = 0;
    private static final int CONSENSUS_MODULE_ID = -1;

    private final Path archiveFolder;
    private final List<Recording> recordings;
    private final List<RecordedSnapshot> snapshots;
    private final Recording log;

    private LogReader(
        final Path archiveFolder, final List<Recording> recordings, final List<RecordedSnapshot> snapshots,
        final Recording log) {
        this.archiveFolder = archiveFolder;
        this.recordings = recordings;
        this.snapshots = snapshots;
        this.log = log;
    }

    /**
     * A snapshot that the cluster's recording log names as valid.
     *
     * @param recordingId of the core's part.
     * @param moduleId    recording of the consensus module's part; -1: it is not named.
     * @param logPosition that it stands at.
     */
    public record RecordedSnapshot(long recordingId, long moduleId, long logPosition) {
    }

    /**
     * Looks at a shard's log in a data folder.
     *
     * @param dataFolder of the process.
     * @param shard      the shard's number.
     * @return a reader of what was there now.
     * @throws NoSuchFileException when no log was ever begun there.
     */
    public static LogReader open(final Path dataFolder, final int shard) throws NoSuchFileException {
        final Path clusterFolder = DataLayout.cluster(dataFolder, shard);
        final Path archiveFolder = DataLayout.logArchive(dataFolder);
        for (final Path file : new Path[] {clusterFolder.resolve(RecordingLog.RECORDING_LOG_FILE_NAME),
            archiveFolder.resolve(Catalogue.NAME)}) {
            if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException(file.toString());
            }
        }
        final List<Recording> recordings = Catalogue.read(archiveFolder);
        try (RecordingLog recordingLog = new RecordingLog(clusterFolder.toFile(), false)) {
            final long logId = recordingLog.findLastTermRecordingId();
            if (logId < 0) {
                throw new NoSuchFileException(clusterFolder.toString(), null, "no term was ever begun");
            }
            return new LogReader(archiveFolder, recordings, snapshots(recordingLog), find(recordings, logId));
        }
    }

    private static List<RecordedSnapshot> snapshots(final RecordingLog log) {
        final List<RecordedSnapshot> snapshots = new ArrayList<>();
        for (final RecordingLog.Entry entry : log.entries()) {
            if (isSnapshot(entry, SERVICE_ID)) {
                final long moduleId = log.entries().stream()
                    .filter(other -> isSnapshot(other, CONSENSUS_MODULE_ID) && other.logPosition == entry.logPosition)
                    .mapToLong(other -> other.recordingId).max().orElse(-1);
                snapshots.add(new RecordedSnapshot(entry.recordingId, moduleId, entry.logPosition));
            }
        }
        snapshots.sort(Comparator.comparingLong(RecordedSnapshot::logPosition));
        return snapshots;
    }

    private static boolean isSnapshot(final RecordingLog.Entry entry, final int serviceId) {
        return entry.isValid && entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT && entry.serviceId == serviceId;
    }

    private static Recording find(final List<Recording> recordings, final long id) {
        return recordings.stream().filter(recording -> recording.id() == id).findFirst()
            .orElseThrow(() -> new DamagedLogException(0, "the archive's catalogue lacks recording_id=" + id));
    }

    /** Whether a snapshot's recording is there still: purged ones stay named in the cluster's recording log. */
    public boolean has(final RecordedSnapshot snapshot) {
        return recordings.stream().anyMatch(recording -> recording.id() == snapshot.recordingId());
    }

    /** The snapshots that are there, oldest first. */
    public List<RecordedSnapshot> snapshots() {
        return snapshots.stream().filter(this::has).toList();
    }

    /** Where the log begins; above 0 once it was purged. */
    public long startPosition() {
        return log.startPosition();
    }

    /**
     * Loads a snapshot's core part, and looks whether the consensus module's part is whole.
     *
     * @param snapshot one of {@link #snapshots}.
     * @param core     a new one.
     * @throws DamagedLogException when it is not whole; the position is the snapshot's recording's.
     */
    public void load(final RecordedSnapshot snapshot, final Core core) {
        final Recording recording = find(recordings, snapshot.recordingId());
        final Loading loading = new Loading(core, this::loadImage);
        try (RecordedMessages messages = new RecordedMessages(archiveFolder, recording)) {
            final long end = messages.read(recording.startPosition(), loading);
            if (!loading.complete) {
                throw new DamagedLogException(end, "the snapshot ends before its last chunk");
            }
        }
        checkModulePart(find(recordings, snapshot.moduleId()));
    }

    private void loadImage(final ImagePlace place, final Core core) {
        try (RecordedMessages messages = new RecordedMessages(archiveFolder, find(recordings, place.recordingId()))) {
            final long end = messages.read(place.from(), (buffer, offset, length, endPosition) ->
                !core.onImageChunk(buffer, offset, length));
            if (core.imageWanted() != null) {
                throw new DamagedLogException(end, "the image of the snapshot ends before its last chunk");
            }
        }
    }

    private void checkModulePart(final Recording recording) {
        final boolean[] ended = new boolean[1];
        try (RecordedMessages messages = new RecordedMessages(archiveFolder, recording)) {
            final long end = messages.read(recording.startPosition(), (buffer, offset, length, endPosition) -> {
                ended[0] = ClusterPart.isEnd(buffer, offset, length);
                return true;
            });
            if (!ended[0]) {
                throw new DamagedLogException(end, "the consensus module's part of the snapshot has no end");
            }
        }
    }

    /**
     * Gives the log's entries to a core from a position, which must be the log's beginning or a snapshot's, to the end.
     *
     * @param from    the position.
     * @param applier gets the entries.
     * @param before  gets, before each entry, the position behind it.
     * @return the position behind the last entry.
     * @throws DamagedLogException when an entry is not whole.
     */
    public long read(final long from, final LogApplier applier, final LongConsumer before) {
        final LogEntryAdapter adapter = new LogEntryAdapter(applier);
        try (RecordedMessages messages = new RecordedMessages(archiveFolder, log)) {
            return messages.read(from, (buffer, offset, length, endPosition) -> {
                before.accept(endPosition);
                adapter.onMessage(buffer, offset, length);
                return true;
            });
        }
    }

    private static final class Loading implements RecordedMessages.MessageHandler {
        private final Core core;
        private final ImageSource images;
        private boolean clusterPart = true;
        private boolean complete;

        Loading(final Core core, final ImageSource images) {
            this.core = core;
            this.images = images;
        }

        @Override
        public boolean onMessage(
            final DirectBuffer buffer, final int offset, final int length, final long endPosition) {
            if (clusterPart) {
                clusterPart = !ClusterPart.isEnd(buffer, offset, length);
                return true;
            }
            try {
                complete = core.onSnapshotChunk(buffer, offset, length);
                if (core.imageWanted() != null) {
                    images.read(core.imageWanted(), core);
                }
            } catch (final IllegalStateException e) {
                throw new DamagedLogException(endPosition, e.getMessage());
            }
            return !complete;
        }
    }
}
