package godwit.sequencer.snapshot;

import godwit.core.Core;
import godwit.core.ImagePlace;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes and loads the service's snapshots and knows what the last one cost. The service's thread, which stands still
 * meanwhile; the volatile fields are for others to look at.
 */
public final class Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    private final int shard;
    private final ImageSource images;
    private final ImageWriting writing = new ImageWriting();
    private volatile Cost cost = Cost.NONE;

    /**
     * What a snapshot cost.
     *
     * @param pauseMs    how long the shard stood still; -1: none was taken since the start.
     * @param bytes      that were written in that time.
     * @param imageBytes that had been written before; 0: there was no image.
     */
    public record Cost(long pauseMs, long bytes, long imageBytes) {
        static final Cost NONE = new Cost(-1, 0, 0);
    }

    /**
     * Snapshots of a shard.
     *
     * @param shard  the shard's number.
     * @param images reads the images that snapshots name.
     */
    public Snapshots(final int shard, final ImageSource images) {
        this.shard = shard;
        this.images = images;
    }

    /** Writes a snapshot; nothing else is done until it is there. */
    public void take(
        final Core core, final ExclusivePublication publication, final IdleStrategy idleStrategy, final long sinceNs) {
        final ImagePlace image = writing.forSnapshot(core, idleStrategy);
        final long imageBytes = image == null ? 0 : core.image().bytes();
        final boolean isReady = writing.progress() == ImageWriting.Progress.READY;
        final long bytes = new SnapshotWriter(publication, idleStrategy).write(core, image);
        if (image != null) {
            writing.onTaken();
        }
        cost = new Cost(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNs), bytes, imageBytes);
        LOG.info("shard {}: snapshot taken, the shard stood still for {} ms and wrote {} KiB; {}", shard, cost.pauseMs(),
            bytes >> 10, image == null ? "there was no image" : (isReady ? "" : "part of ") + "an image of "
                + (imageBytes >> 10) + " KiB was there");
    }

    /** Loads a new core out of a snapshot's replay. */
    public void load(final Image snapshot, final Core core, final IdleStrategy idleStrategy) {
        final long startNs = System.nanoTime();
        SnapshotLoader.load(snapshot, core, images, idleStrategy);
        LOG.info("shard {}: snapshot loaded in {} ms", shard,
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
    }

    /** The writing of images. */
    public ImageWriting writing() {
        return writing;
    }

    /** What the last one cost. Any thread. */
    public Cost cost() {
        return cost;
    }
}
