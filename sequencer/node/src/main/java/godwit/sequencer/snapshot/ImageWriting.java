package godwit.sequencer.snapshot;

import godwit.core.Core;
import godwit.core.ImagePlace;
import godwit.core.snapshot.StateImage;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;

/**
 * Writes the image of a core's state between entries, in steps so small that nobody waits for one, and so few that the
 * shard goes on with its work. The service's thread, but for what is volatile: housekeeping gives it a recording, and takes
 * it back when it is done with.
 */
public final class ImageWriting {
    /** About a third of a millisecond. */
    private static final int STEP_BYTES = 256 * 1024;
    /** A seventh of the thread's time or so, and less than a disk syncs that the log is synced to, too. */
    private static final long BYTES_PER_US = 128;
    /** What may be made up for at once after the thread had other work. */
    private static final long BYTES_AT_ONCE = 1 << 20;
    /** A pass so short leaves so little to a snapshot that one more would gain nothing. */
    private static final long SHORT_PASS_BYTES = 1 << 20;
    /** So often all is gone through at most before a snapshot may come: each pass is shorter than the last, or none is. */
    private static final int PASSES_MAX = 6;
    /** Between passes while the snapshot does not come. */
    private static final long PASS_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long RECORDED_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How it stands; each step is one thread's. */
    public enum Progress {
        /** There is none; housekeeping may give a recording. */
        NONE,
        /** A recording is there, and the service's thread writes. */
        WRITING,
        /** All is written but what changes now. */
        READY,
        /** A snapshot names it; housekeeping ends its recording. */
        TAKEN,
        /** It is of no use; housekeeping ends its recording and purges it. */
        GIVEN_UP
    }

    private volatile Progress progress = Progress.NONE;
    private volatile ImageStream stream;
    private volatile long stateBytes;
    private long firstPassBytes;
    private long passBytesBefore;
    private long allowedBytes;
    private long lastNs;
    private long passEndedNs;
    private long nextLookNs;
    private int passes;
    private boolean isPassing;

    /** Writes a little, if there is something to write and it is time; how much work that was. */
    public int doWork(final Core core, final long nowNs) {
        if (nowNs - nextLookNs >= 0) {
            nextLookNs = nowNs + LOOK_NS;
            stateBytes = core.stateBytes();
        }
        if (!isUnderWay()) {
            return 0;
        }
        if (!core.image().isUnderWay()) {
            begin(core.image(), nowNs);
        }
        return isTime(nowNs) ? step(core.image(), nowNs) : 0;
    }

    private void begin(final StateImage image, final long nowNs) {
        image.begin();
        firstPassBytes = 0;
        passBytesBefore = 0;
        allowedBytes = STEP_BYTES;
        passes = 0;
        isPassing = true;
        lastNs = nowNs;
    }

    private boolean isTime(final long nowNs) {
        final long sinceUs = TimeUnit.NANOSECONDS.toMicros(nowNs - lastNs);
        lastNs += TimeUnit.MICROSECONDS.toNanos(sinceUs);
        allowedBytes = Math.min(BYTES_AT_ONCE, allowedBytes + Math.min(BYTES_AT_ONCE, sinceUs) * BYTES_PER_US);
        isPassing = isPassing || progress == Progress.WRITING || nowNs - passEndedNs >= PASS_NS;
        return isPassing && allowedBytes >= STEP_BYTES;
    }

    private int step(final StateImage image, final long nowNs) {
        image.write(stream::offer, STEP_BYTES);
        allowedBytes -= STEP_BYTES;
        if (image.passes() > passes) {
            onPass(image, nowNs);
        }
        if (stream.isBroken() || firstPassBytes > 0 && image.bytes() > 2 * firstPassBytes + BYTES_AT_ONCE) {
            giveUp(image);
        }
        return 1;
    }

    private void onPass(final StateImage image, final long nowNs) {
        passes = image.passes();
        isPassing = false;
        passEndedNs = nowNs;
        if (passes == 1) {
            firstPassBytes = Math.max(1, image.bytes());
        } else if (image.bytesOfLastPass() <= SHORT_PASS_BYTES || image.bytesOfLastPass() > passBytesBefore / 2
            || passes == PASSES_MAX) {
            progress = Progress.READY;
        }
        passBytesBefore = image.bytesOfLastPass();
    }

    private void giveUp(final StateImage image) {
        image.end();
        progress = Progress.GIVEN_UP;
    }

    /**
     * Before a snapshot: the image that it may name, all of which is recorded. An image that is not through yet is better
     * than none.
     *
     * @param core         whose state it is.
     * @param idleStrategy while the archive is behind.
     * @return null: there is none, the snapshot has to be written in full.
     */
    public ImagePlace forSnapshot(final Core core, final IdleStrategy idleStrategy) {
        if (!isUnderWay() || !core.image().isUnderWay()) {
            return null;
        }
        if (core.image().slices() == 0 || !isRecorded(idleStrategy)) {
            giveUp(core.image());
            return null;
        }
        return new ImagePlace(stream.recordingId(), 0, stream.position());
    }

    private boolean isRecorded(final IdleStrategy idleStrategy) {
        final long startNs = System.nanoTime();
        while (!stream.isRecorded()) {
            if (System.nanoTime() - startNs > RECORDED_NS) {
                return false;
            }
            idleStrategy.idle();
        }
        return true;
    }

    /** A snapshot names it. */
    public void onTaken() {
        progress = Progress.TAKEN;
    }

    private boolean isUnderWay() {
        return progress == Progress.WRITING || progress == Progress.READY;
    }

    /** How it stands. Any thread. */
    public Progress progress() {
        return progress;
    }

    /** About how large the state is. Any thread. */
    public long stateBytes() {
        return stateBytes;
    }

    /** The recording that was given. */
    ImageStream stream() {
        return stream;
    }

    /** Housekeeping gives a recording: an image begins. */
    void begin(final ImageStream recording) {
        stream = recording;
        progress = Progress.WRITING;
    }

    /** Housekeeping has taken the recording back. */
    void release() {
        stream = null;
        progress = Progress.NONE;
    }
}
