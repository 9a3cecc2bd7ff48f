package godwit.sequencer.pipeline;

import java.nio.ByteOrder;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A message under construction: room for a head, then records, each with its length before it and aligned. Reused. */
public final class PackedRecords {
    private static final int ALIGNMENT = 8;

    private final int headLength;
    private final UnsafeBuffer buffer;
    private int length;
    private int count;

    /**
     * Without records.
     *
     * @param headBytes what stands before the records, in bytes; see {@link #headLength}.
     * @param lengthMax of all, in bytes.
     */
    public PackedRecords(final int headBytes, final int lengthMax) {
        headLength = headLength(headBytes);
        buffer = new UnsafeBuffer(new byte[lengthMax]);
        clear();
    }

    /** What a head takes before the first record, in bytes. */
    public static int headLength(final int headBytes) {
        return BitUtil.align(headBytes, ALIGNMENT);
    }

    /** The longest record that a message holds alone, in bytes. */
    public static int recordLengthMax(final int headBytes, final int lengthMax) {
        return lengthMax - headLength(headBytes) - Integer.BYTES;
    }

    /** How long the message would be with one record more, in bytes. */
    public int lengthWith(final int recordLength) {
        return length + Integer.BYTES + recordLength;
    }

    /** Adds a record, for which there has to be room. */
    public void add(final DirectBuffer record, final int recordLength) {
        buffer.putInt(length, recordLength, ByteOrder.LITTLE_ENDIAN);
        buffer.putBytes(length + Integer.BYTES, record, 0, recordLength);
        count++;
        length = Math.min(buffer.capacity(), BitUtil.align(lengthWith(recordLength), ALIGNMENT));
    }

    /** The message; whoever sends it writes its head. */
    public UnsafeBuffer buffer() {
        return buffer;
    }

    /** The message's length, in bytes. */
    public int length() {
        return length;
    }

    /** How many records. */
    public int count() {
        return count;
    }

    /** Begins the next one. */
    public void clear() {
        length = headLength;
        count = 0;
    }
}
