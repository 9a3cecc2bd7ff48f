package godwit.journal.follow;

import org.agrona.DirectBuffer;

/**
 * Keeps the journal's rule that nothing is skipped: of what a spool delivers, it lets through the record after the last
 * one and nothing else. What was seen already is skipped; a hole, or a record of a kind or version it does not know,
 * stops it until somebody looked again from the right place.
 * <p>
 * Single-threaded.
 */
public final class RecordFollower {
    private final RecordDecoder decoder = new RecordDecoder();
    private final FollowListener listener;
    private long nextSequence;
    private boolean stopped;
    private long repeats;
    private long holes;
    private long unreadable;

    /**
     * Follows from where an earlier journal ended.
     *
     * @param lastSequence the last record that is stored; 0: none.
     * @param listener     gets what comes of it.
     */
    public RecordFollower(final long lastSequence, final FollowListener listener) {
        this.nextSequence = lastSequence + 1;
        this.listener = listener;
    }

    /**
     * Bytes of one record from the spool.
     *
     * @param buffer holds the record.
     * @param offset of its header.
     * @param length of all of it.
     */
    public void onBytes(final DirectBuffer buffer, final int offset, final int length) {
        if (stopped) {
            return;
        }
        final long sequence = decoder.outputSequence(buffer, offset, length);
        if (sequence == RecordDecoder.UNREADABLE) {
            unreadable++;
            stop(sequence);
        } else if (sequence < nextSequence) {
            repeats++;
        } else if (sequence > nextSequence) {
            holes++;
            stop(sequence);
        } else {
            nextSequence++;
            listener.onRecord(decoder.decode(buffer, offset));
        }
    }

    private void stop(final long sequence) {
        stopped = true;
        listener.onHole(nextSequence, sequence);
    }

    /**
     * The spool is read again, from {@link #nextSequence()} or before.
     */
    public void onSeek() {
        stopped = false;
    }

    /**
     * What must come next.
     *
     * @return an output sequence.
     */
    public long nextSequence() {
        return nextSequence;
    }

    /**
     * Whether it waits to be sought anew.
     *
     * @return true after a hole.
     */
    public boolean isStopped() {
        return stopped;
    }

    /**
     * Records that came again and were skipped.
     *
     * @return a count.
     */
    public long repeats() {
        return repeats;
    }

    /**
     * Holes refused.
     *
     * @return a count.
     */
    public long holes() {
        return holes;
    }

    /**
     * Records of an unknown kind or version refused.
     *
     * @return a count.
     */
    public long unreadable() {
        return unreadable;
    }
}
