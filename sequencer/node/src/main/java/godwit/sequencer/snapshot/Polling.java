package godwit.sequencer.snapshot;

import io.aeron.Image;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.agrona.concurrent.IdleStrategy;

/** Polls a replay until what was wanted came, as long as it moves. */
final class Polling {
    static final int FRAGMENTS = 16;
    private static final long STUCK_NS = TimeUnit.SECONDS.toNanos(10);

    private Polling() {
    }

    /**
     * Polls.
     *
     * @param image is looked at when nothing comes.
     * @param done  whether all is there.
     * @param poll  polls it once; what was read.
     * @param idle  between polls that read nothing.
     * @throws IllegalStateException when it ends, or does not move for 10 s.
     */
    static void until(final Image image, final BooleanSupplier done, final IntSupplier poll, final IdleStrategy idle) {
        long movedNs = System.nanoTime();
        while (!done.getAsBoolean()) {
            if (poll.getAsInt() > 0) {
                movedNs = System.nanoTime();
            } else if (image.isClosed() || image.isEndOfStream() || System.nanoTime() - movedNs > STUCK_NS) {
                throw new IllegalStateException("the recording ends before its last chunk position=" + image.position());
            } else {
                idle.idle();
            }
        }
    }
}
