package godwit.sequencer.snapshot;

import godwit.core.Core;
import godwit.core.ImagePlace;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;

/** Writes a core's state into a snapshot's publication, a message a chunk. The service's thread, which it holds up. */
public final class SnapshotWriter {
    private static final int STUCK_S = 10;

    private final ExclusivePublication publication;
    private final IdleStrategy idleStrategy;
    private long bytes;

    /**
     * A writer of one snapshot.
     *
     * @param publication  of the snapshot.
     * @param idleStrategy while the archive is behind.
     */
    public SnapshotWriter(final ExclusivePublication publication, final IdleStrategy idleStrategy) {
        this.publication = publication;
        this.idleStrategy = idleStrategy;
    }

    /**
     * Writes the whole state; throws when the archive does not move for {@value #STUCK_S} s.
     *
     * @param core  whose state.
     * @param image that has most of it; null: there is none.
     * @return bytes written.
     */
    public long write(final Core core, final ImagePlace image) {
        if (image == null) {
            core.snapshotTo(this::offer);
        } else {
            core.snapshotTo(this::offer, image);
        }
        return bytes;
    }

    private void offer(final DirectBuffer buffer, final int offset, final int length) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(STUCK_S);
        idleStrategy.reset();
        for (long result = publication.offer(buffer, offset, length); result < 0;
            result = publication.offer(buffer, offset, length)) {
            if (result != Publication.BACK_PRESSURED && result != Publication.ADMIN_ACTION
                || System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("the snapshot cannot be written result="
                    + Publication.errorString(result) + "; is the archive's disk full or hanging?");
            }
            idleStrategy.idle();
        }
        bytes += length;
    }
}
