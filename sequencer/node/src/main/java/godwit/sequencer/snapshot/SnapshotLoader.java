package godwit.sequencer.snapshot;

import godwit.core.Core;
import io.aeron.FragmentAssembler;
import io.aeron.Image;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;

/** Reads a core's state out of a snapshot's replay; a snapshot that is damaged or ends early is refused. */
public final class SnapshotLoader {
    private static final int FRAGMENTS = 16;
    private static final int STUCK_S = 10;

    private SnapshotLoader() {
    }

    /**
     * Loads a new core.
     *
     * @param image        of the snapshot, behind what is the cluster's own.
     * @param core         a new one.
     * @param idleStrategy while the archive is behind.
     */
    public static void load(final Image image, final Core core, final IdleStrategy idleStrategy) {
        final boolean[] complete = new boolean[1];
        final FragmentAssembler assembler = new FragmentAssembler((buffer, offset, length, header) ->
            complete[0] = complete[0] || core.onSnapshotChunk(buffer, offset, length));
        long movedNs = System.nanoTime();
        while (!complete[0]) {
            final int fragments = image.poll(assembler, FRAGMENTS);
            if (fragments > 0) {
                movedNs = System.nanoTime();
            } else if (image.isClosed() || image.isEndOfStream()
                || System.nanoTime() - movedNs > TimeUnit.SECONDS.toNanos(STUCK_S)) {
                throw new IllegalStateException("the snapshot ends before its last chunk position="
                    + image.position());
            } else {
                idleStrategy.idle();
            }
        }
    }
}
