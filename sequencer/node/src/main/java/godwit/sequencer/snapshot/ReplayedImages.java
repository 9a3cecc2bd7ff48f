package godwit.sequencer.snapshot;

import godwit.core.Core;
import godwit.core.ImagePlace;
import io.aeron.FragmentAssembler;

/** Images read back from the archive that recorded them. */
public final class ReplayedImages implements ImageSource {
    private final Replays replays;

    /** Images that these replays read. */
    public ReplayedImages(final Replays replays) {
        this.replays = replays;
    }

    @Override
    public void read(final ImagePlace place, final Core core) {
        final FragmentAssembler assembler = new FragmentAssembler((buffer, offset, length, header) -> {
            // Behind the last slice that this snapshot wants nothing else is to be read.
            if (core.imageWanted() != null) {
                core.onImageChunk(buffer, offset, length);
            }
        });
        replays.read(place.recordingId(), place.from(), place.to(), (image, idle) ->
            Polling.until(image, () -> core.imageWanted() == null, () -> image.poll(assembler, Polling.FRAGMENTS), idle));
    }
}
