package godwit.sequencer.snapshot;

import godwit.core.Core;
import godwit.core.ImagePlace;

/** Reads the image that a snapshot names. */
@FunctionalInterface
public interface ImageSource {
    /**
     * Gives all its slices to a core that wants them.
     *
     * @param place as the snapshot names it.
     * @param core  in the middle of loading the snapshot.
     * @throws IllegalStateException when the image is gone, short or damaged.
     */
    void read(ImagePlace place, Core core);
}
