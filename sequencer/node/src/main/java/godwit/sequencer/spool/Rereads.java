package godwit.sequencer.spool;

import godwit.sequencer.pipeline.Reread;
import java.util.concurrent.ArrayBlockingQueue;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Wishes for entries of the spool, and what was read for them, between the egress stage and the thread that reads. Both
 * ways are bounded: a wish too many is refused, and a full way back makes the reader wait.
 */
public final class Rereads {
    private static final int WISHES_MAX = 1024;
    private static final int READ_MAX = 256;

    private final ArrayBlockingQueue<Wish> wishes = new ArrayBlockingQueue<>(WISHES_MAX);
    private final ArrayBlockingQueue<Read> read = new ArrayBlockingQueue<>(READ_MAX);

    /** Takes a delivery that was read. */
    @FunctionalInterface
    public interface Sink {
        /** A delivery for that edge. */
        void onDelivery(long edgeId, DirectBuffer record, int length);
    }

    /** A wish; false when too many wait. */
    public boolean ask(final long edgeId, final Reread reread) {
        return wishes.offer(new Wish(edgeId, reread));
    }

    /** Gives what was read so far. */
    public void drain(final Sink sink) {
        for (Read next = read.poll(); next != null; next = read.poll()) {
            sink.onDelivery(next.edgeId(), next.record(), next.record().capacity());
        }
    }

    /** The next wish, or null. */
    public Wish next() {
        return wishes.poll();
    }

    /** Gives a delivery back; false when the way back is full. */
    public boolean give(final long edgeId, final DirectBuffer record, final int length) {
        if (read.remainingCapacity() == 0) {
            return false;
        }
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
        copy.putBytes(0, record, 0, length);
        return read.offer(new Read(edgeId, copy));
    }

    /**
     * Entries that the core wants to be read.
     *
     * @param edgeId who gets them.
     * @param reread which.
     */
    public record Wish(long edgeId, Reread reread) {
    }

    private record Read(long edgeId, UnsafeBuffer record) {
    }
}
