package godwit.sequencer.snapshot;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.status.RecordingPos;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.status.CountersReader;

/**
 * The recording of one image. Opened, ended and purged on the housekeeping thread, which may wait for the archive; written by
 * the service's thread in between, which never waits.
 */
final class ImageStream {
    /** So little is on its way to the recorder that a snapshot need not wait long for it. */
    private static final String CHANNEL = "aeron:ipc?term-length=1m";
    private static final long OPEN_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long POLL_MS = 5;

    private final AeronArchive archive;
    private final ExclusivePublication publication;
    private final CountersReader counters;
    private final int counterId;
    private final long recordingId;
    private boolean isBroken;

    private ImageStream(final AeronArchive archive, final ExclusivePublication publication, final int counterId) {
        this.archive = archive;
        this.publication = publication;
        this.counters = archive.context().aeron().countersReader();
        this.counterId = counterId;
        this.recordingId = RecordingPos.getRecordingId(counters, counterId);
    }

    /** Begins a recording. */
    static ImageStream open(final AeronArchive archive, final int streamId) {
        final ExclusivePublication publication = archive.addRecordedExclusivePublication(CHANNEL, streamId);
        try {
            return new ImageStream(archive, publication, awaitCounter(archive, publication.sessionId()));
        } catch (final RuntimeException e) {
            CloseHelper.quietClose(publication);
            throw e;
        }
    }

    private static int awaitCounter(final AeronArchive archive, final int sessionId) {
        final CountersReader counters = archive.context().aeron().countersReader();
        final long deadlineNs = System.nanoTime() + OPEN_NS;
        int counterId = RecordingPos.findCounterIdBySession(counters, sessionId, archive.archiveId());
        while (counterId == CountersReader.NULL_COUNTER_ID) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("no recording of an image within 5 s");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while a recording begins", e);
            }
            counterId = RecordingPos.findCounterIdBySession(counters, sessionId, archive.archiveId());
        }
        return counterId;
    }

    /** Its number in the archive. */
    long recordingId() {
        return recordingId;
    }

    /** Takes a slice; false: not now, or never again. */
    boolean offer(final DirectBuffer buffer, final int offset, final int length) {
        final long result = publication.offer(buffer, offset, length);
        isBroken = result < 0 && result != Publication.BACK_PRESSURED && result != Publication.ADMIN_ACTION;
        return result > 0;
    }

    /** Whether nothing is taken any more. */
    boolean isBroken() {
        return isBroken;
    }

    /** Where the next slice comes. */
    long position() {
        return publication.position();
    }

    /** Whether the archive has all that was taken. */
    boolean isRecorded() {
        return RecordingPos.isActive(counters, counterId, recordingId)
            && counters.getCounterValue(counterId) >= publication.position();
    }

    /** Ends the recording; nobody writes any more. */
    void close() {
        try {
            archive.tryStopRecordingByIdentity(recordingId);
        } finally {
            CloseHelper.quietClose(publication);
        }
    }
}
