package godwit.journal.checkpoint;

import java.util.concurrent.TimeUnit;

/**
 * Turns a watermark that moves all the time into a few log entries: one per {@value #INTERVAL_MS} ms at most, and none
 * when nothing moved. The progress row is stored first, so a journal never restarts below what the shard let go of.
 * <p>
 * Single-threaded.
 */
public final class Checkpoint {
    /** Between two checkpoints, at least. */
    public static final long INTERVAL_MS = 100;

    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(INTERVAL_MS);
    private static final long FAILURE_PAUSE_NS = TimeUnit.SECONDS.toNanos(1);

    private final CheckpointListener listener;
    private long movedSequence;
    private long movedWriteTimeUs;
    private long storedSequence;
    private long saidSequence;
    private long nextStoreNs;
    private long nextSayNs;
    private boolean storing;

    /**
     * Begins where an earlier journal ended; that position is said again, since it may have been lost.
     *
     * @param lastSequence the last record that is stored; 0: none.
     * @param nowNs        the time.
     * @param listener     where checkpoints go.
     */
    public Checkpoint(final long lastSequence, final long nowNs, final CheckpointListener listener) {
        this.listener = listener;
        this.movedSequence = lastSequence;
        this.storedSequence = lastSequence;
        this.nextStoreNs = nowNs;
        this.nextSayNs = nowNs;
    }

    /**
     * The watermark as it is now.
     *
     * @param sequence    every record up to it is stored.
     * @param writeTimeUs of that record.
     */
    public void onWatermark(final long sequence, final long writeTimeUs) {
        if (sequence < movedSequence) {
            throw new IllegalStateException("watermark went back, from=" + movedSequence + ", to=" + sequence);
        }
        movedSequence = sequence;
        movedWriteTimeUs = writeTimeUs;
    }

    /**
     * Does what is due.
     *
     * @param nowNs the time.
     * @return how much was done.
     */
    public int doWork(final long nowNs) {
        int workCount = 0;
        if (!storing && movedSequence > storedSequence && nowNs - nextStoreNs >= 0) {
            storing = true;
            nextStoreNs = nowNs + INTERVAL_NS;
            listener.onStoreProgress(movedSequence, movedWriteTimeUs);
            workCount++;
        }
        if (storedSequence > saidSequence && nowNs - nextSayNs >= 0) {
            nextSayNs = nowNs + INTERVAL_NS;
            if (listener.onAdvance(storedSequence)) {
                saidSequence = storedSequence;
                workCount++;
            }
        }
        return workCount;
    }

    /**
     * The progress row is stored.
     *
     * @param sequence as given out.
     */
    public void onProgressStored(final long sequence) {
        storing = false;
        storedSequence = Math.max(storedSequence, sequence);
    }

    /**
     * The progress row is not stored; what it says will be said with the next.
     *
     * @param nowNs the time.
     */
    public void onProgressFailed(final long nowNs) {
        storing = false;
        nextStoreNs = nowNs + FAILURE_PAUSE_NS;
    }

    /**
     * What was said may be lost with a leader or a connection: say it again.
     */
    public void onShardLost() {
        saidSequence = 0;
    }
}
