package godwit.sequencer.snapshot;

import godwit.sequencer.snapshot.ImageWriting.Progress;
import io.aeron.archive.client.AeronArchive;
import io.aeron.exceptions.AeronException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins and ends the recordings of images, and purges those of no use. The housekeeping thread. */
public final class ImageKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(ImageKeeper.class);
    private static final long AGAIN_NS = TimeUnit.SECONDS.toNanos(10);

    private final AeronArchive archive;
    private final int streamId;
    private final int shard;
    private final ImageWriting writing;
    private final List<Long> useless = new ArrayList<>();
    private long notBeforeNs = System.nanoTime();

    /**
     * A keeper of one shard's images.
     *
     * @param archive  of the log.
     * @param streamId of images.
     * @param shard    the shard's number.
     * @param writing  writes them.
     */
    public ImageKeeper(final AeronArchive archive, final int streamId, final int shard, final ImageWriting writing) {
        this.archive = archive;
        this.streamId = streamId;
        this.shard = shard;
        this.writing = writing;
    }

    /** Looks how things stand, and begins an image if one is wanted and none is there. */
    public void doWork(final boolean wanted, final long nowNs) {
        final Progress progress = writing.progress();
        if (progress == Progress.TAKEN || progress == Progress.GIVEN_UP) {
            end(progress, nowNs);
        } else if (progress == Progress.NONE && wanted && nowNs - notBeforeNs >= 0) {
            begin(nowNs);
        }
        if (!useless.isEmpty()) {
            useless.removeIf(this::purge);
        }
    }

    private void begin(final long nowNs) {
        try {
            writing.begin(ImageStream.open(archive, streamId));
        } catch (final RuntimeException e) {
            notBeforeNs = nowNs + AGAIN_NS;
            LOG.warn("shard {}: no image of the state can be recorded, a snapshot is written in full: {}", shard, e.getMessage());
        }
    }

    private void end(final Progress progress, final long nowNs) {
        final ImageStream ended = writing.stream();
        writing.release();
        if (progress == Progress.GIVEN_UP) {
            useless.add(ended.recordingId());
            notBeforeNs = nowNs + AGAIN_NS;
        }
        try {
            ended.close();
        } catch (final AeronException e) {
            LOG.warn("shard {}: the recording of an image does not end recording_id={}: {}", shard, ended.recordingId(),
                e.getMessage());
        }
    }

    private boolean purge(final long recordingId) {
        try {
            if (archive.getStopPosition(recordingId) == AeronArchive.NULL_POSITION) {
                return false;
            }
            archive.purgeRecording(recordingId);
        } catch (final AeronException e) {
            LOG.warn("shard {}: an image that is not needed stays until the next start recording_id={}: {}", shard,
                recordingId, e.getMessage());
        }
        return true;
    }

    /** Whether all of an image is written but what changes now. */
    public boolean isReady() {
        return writing.progress() == Progress.READY;
    }
}
