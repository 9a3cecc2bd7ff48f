package godwit.sequencer.snapshot;

import godwit.core.Core;
import godwit.core.ImagePlace;
import io.aeron.ControlledFragmentAssembler;
import io.aeron.Image;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import org.agrona.concurrent.IdleStrategy;

/** Reads a core's state out of a snapshot's replay; a snapshot that is damaged or ends early is refused. */
public final class SnapshotLoader {
    private SnapshotLoader() {
    }

    /**
     * Loads a new core.
     *
     * @param image        of the snapshot, behind what is the cluster's own.
     * @param core         a new one.
     * @param images       reads the image that the snapshot may name.
     * @param idleStrategy while the archive is behind.
     */
    public static void load(
        final Image image, final Core core, final ImageSource images, final IdleStrategy idleStrategy) {
        final boolean[] complete = new boolean[1];
        final ControlledFragmentAssembler assembler = new ControlledFragmentAssembler((buffer, offset, length, header) -> {
            complete[0] = complete[0] || core.onSnapshotChunk(buffer, offset, length);
            return core.imageWanted() == null ? Action.CONTINUE : Action.BREAK;
        });
        Polling.until(image, () -> complete[0], () -> {
            final int fragments = image.controlledPoll(assembler, Polling.FRAGMENTS);
            final ImagePlace wanted = core.imageWanted();
            if (wanted != null) {
                images.read(wanted, core);
            }
            return fragments;
        }, idleStrategy);
    }

    /** The image that a snapshot names; null: none. The replay is behind what is the cluster's own. */
    static ImagePlace imageOf(final Image image, final IdleStrategy idleStrategy) {
        final boolean[] found = new boolean[1];
        final ImagePlace[] place = new ImagePlace[1];
        final ControlledFragmentAssembler assembler = new ControlledFragmentAssembler((buffer, offset, length, header) -> {
            place[0] = Core.imageOf(buffer, offset, length);
            found[0] = true;
            return Action.BREAK;
        });
        Polling.until(image, () -> found[0], () -> image.controlledPoll(assembler, 1), idleStrategy);
        return place[0];
    }
}
