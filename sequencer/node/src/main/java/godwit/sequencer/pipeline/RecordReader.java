package godwit.sequencer.pipeline;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Puts a record together again from its slots. One stage's, one thread. */
public final class RecordReader {
    private static final int RECORD_LENGTH_MAX = OutputEncoder.RECORD_LENGTH_MAX;

    private final UnsafeBuffer whole = new UnsafeBuffer(new byte[RECORD_LENGTH_MAX]);
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private Output head;
    private int length;

    /**
     * Takes the next slot.
     *
     * @param slot of the ring.
     * @return whether a record is complete: {@link #head}, {@link #record} and {@link #length} tell of it.
     */
    public boolean onSlot(final Output slot) {
        if (head == null && slot.partsAfter == 0) {
            view.wrap(slot.bytes, 0, slot.length);
            head = slot;
            length = slot.length;
            return true;
        }
        if (head == null) {
            head = slot;
            length = 0;
        }
        whole.putBytes(length, slot.bytes, 0, slot.length);
        length += slot.length;
        if (slot.partsAfter == 0) {
            view.wrap(whole, 0, length);
            return true;
        }
        return false;
    }

    /** The record's first slot. */
    public Output head() {
        return head;
    }

    /** The record's bytes, the whole buffer. */
    public DirectBuffer record() {
        return view;
    }

    /** The record's length. */
    public int length() {
        return length;
    }

    /** Done with the record. */
    public void release() {
        head = null;
    }
}
