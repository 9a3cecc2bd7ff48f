package godwit.sequencer.snapshot;

import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/** Readings of an archive's recordings over one stream, one at a time; whoever waits for them waits. */
public final class Replays {
    private static final String CHANNEL = "aeron:ipc?term-length=1m";
    private static final long STUCK_NS = TimeUnit.SECONDS.toNanos(10);

    private final AeronArchive archive;
    private final int streamId;

    /**
     * Readings.
     *
     * @param archive  of the recordings.
     * @param streamId for them.
     */
    public Replays(final AeronArchive archive, final int streamId) {
        this.archive = archive;
        this.streamId = streamId;
    }

    /** Reads what is replayed. */
    @FunctionalInterface
    interface Part {
        /** The replay, and how to wait for more of it. */
        void read(Image image, IdleStrategy idle);
    }

    /** All of a recording that was ended. */
    void readAll(final long recordingId, final Part part) {
        checkThere(recordingId);
        read(recordingId, archive.getStartPosition(recordingId), archive.getStopPosition(recordingId), part);
    }

    /** A part of a recording, which must reach so far. */
    void read(final long recordingId, final long from, final long to, final Part part) {
        checkThere(recordingId);
        final long start = archive.getStartPosition(recordingId);
        final long end = end(recordingId);
        if (to == AeronArchive.NULL_POSITION || to <= from || from < start || to > end) {
            throw new IllegalStateException("its recording is empty or was cut short recording_id=" + recordingId
                + " start=" + start + " end=" + end + " expected " + from + " to " + to);
        }
        final IdleStrategy idle = new SleepingMillisIdleStrategy(1);
        try (Subscription replay = archive.replay(recordingId, from, to - from, CHANNEL, streamId)) {
            final long deadlineNs = System.nanoTime() + STUCK_NS;
            while (replay.imageCount() == 0) {
                if (System.nanoTime() - deadlineNs > 0) {
                    throw new IllegalStateException("no replay within 10 s recording_id=" + recordingId);
                }
                idle.idle();
            }
            part.read(replay.imageAtIndex(0), idle);
        }
    }

    /** Where a recording ends, or is now. */
    private long end(final long recordingId) {
        final long stop = archive.getStopPosition(recordingId);
        return stop == AeronArchive.NULL_POSITION ? archive.getRecordingPosition(recordingId) : stop;
    }

    private void checkThere(final long recordingId) {
        if (recordingId < 0 || !exists(recordingId)) {
            throw new IllegalStateException("its recording is gone recording_id=" + recordingId);
        }
    }

    boolean exists(final long recordingId) {
        return archive.listRecording(recordingId, (controlSessionId, correlationId, id, startTimestamp, stopTimestamp,
            startPosition, stopPosition, initialTermId, segmentFileLength, termBufferLength, mtuLength, sessionId,
            streamId, strippedChannel, originalChannel, sourceIdentity) -> {
        }) > 0;
    }
}
