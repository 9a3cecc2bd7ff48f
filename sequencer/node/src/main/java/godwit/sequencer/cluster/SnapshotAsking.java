package godwit.sequencer.cluster;

import godwit.sequencer.snapshot.ImageKeeper;
import godwit.sequencer.snapshot.ImageWriting;
import godwit.settings.LogSettings;
import io.aeron.cluster.ClusterControl;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * When an image is written and when a snapshot is asked for: as the log grows, or when somebody wants one. Every member
 * writes its image when half of the log is there after which a snapshot comes; the leader asks when its own is ready, or at
 * the latest a quarter of that log later, or half a minute after it was told to. The housekeeping thread, but for
 * {@link #snapshot}.
 */
final class SnapshotAsking {
    /** Half of what a command waits for its snapshot: an image of 4 GiB; of a larger state what is there by then. */
    private static final long IMAGE_NS = TimeUnit.SECONDS.toNanos(30);

    private final LogSettings settings;
    private final ShardService service;
    private final ImageWriting writing;
    private final ImageKeeper keeper;
    private final AtomicCounter controlToggle;
    private long askedSnapshotAbove = -1;
    private volatile boolean isTold;
    private volatile long toldNs;

    SnapshotAsking(
        final LogSettings settings, final ShardService service, final ImageWriting writing, final ImageKeeper keeper,
        final AtomicCounter controlToggle) {
        this.settings = settings;
        this.service = service;
        this.writing = writing;
        this.keeper = keeper;
        this.controlToggle = controlToggle;
    }

    /** Begins and ends images, and asks for a snapshot when it is time. */
    void doWork(final boolean isFull, final long nowNs) {
        final long grown = service.logPosition() - service.snapshotPosition();
        keeper.doWork(isImageWorthIt() && (isTold || grown >= settings.snapshotBytes() / 2), nowNs);
        if (service.isLive()) {
            asTold(nowNs);
            asGrown(grown, isFull);
        }
    }

    private void asTold(final long nowNs) {
        if (isTold && (!isImageWorthIt() || keeper.isReady() || nowNs - toldNs >= IMAGE_NS) && toggle()) {
            isTold = false;
        }
    }

    private void asGrown(final long grown, final boolean isFull) {
        final boolean isDue = grown >= settings.snapshotBytes()
            && (!isImageWorthIt() || keeper.isReady() || grown >= settings.snapshotBytes() / 4 * 5);
        // A full log needs a snapshot for its front to go, but not one of the same again.
        final boolean isForRoom = isFull && grown >= settings.segmentBytes() / 2;
        final long snapshotPosition = service.snapshotPosition();
        if ((isDue || isForRoom) && snapshotPosition != askedSnapshotAbove && toggle()) {
            askedSnapshotAbove = snapshotPosition;
        }
    }

    private boolean isImageWorthIt() {
        return writing.stateBytes() >= settings.imageBytes();
    }

    /** Asks for a snapshot, after an image if the state is large; false: one is under way, or another control command. */
    boolean snapshot() {
        if (!isImageWorthIt()) {
            return toggle();
        }
        toldNs = System.nanoTime();
        isTold = true;
        return true;
    }

    private boolean toggle() {
        return ClusterControl.ToggleState.SNAPSHOT.toggle(controlToggle);
    }
}
