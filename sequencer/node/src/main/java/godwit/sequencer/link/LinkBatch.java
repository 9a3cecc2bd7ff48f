package godwit.sequencer.link;

import godwit.protocol.ProtocolLimits;
import godwit.protocol.codecs.LinkBatchEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import java.nio.ByteOrder;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A command under construction: a head, then records, each with its length before it and aligned. Reused. */
final class LinkBatch {
    /** Records in one command. */
    static final int RECORDS_MAX = 64;

    private static final int ALIGNMENT = 8;
    private static final int HEAD_LENGTH = BitUtil.align(
        MessageHeaderEncoder.ENCODED_LENGTH + LinkBatchEncoder.BLOCK_LENGTH, ALIGNMENT);
    private static final int LENGTH_MAX = ProtocolLimits.COMMAND_LENGTH_MAX;
    /** A command is no longer than this, unless one record alone is. */
    private static final int LENGTH_GOOD = 100 * 1024;
    /** The longest record: a command holds it alone. */
    static final int RECORD_LENGTH_MAX = LENGTH_MAX - HEAD_LENGTH - Integer.BYTES;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final LinkBatchEncoder head = new LinkBatchEncoder();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH_MAX]);
    private int length = HEAD_LENGTH;
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /** Whether one more record of that length belongs into this command. */
    boolean holds(final int recordLength) {
        return count == 0 || count < RECORDS_MAX && length + Integer.BYTES + recordLength <= LENGTH_GOOD;
    }

    void add(final DirectBuffer record, final int recordLength) {
        if (recordLength > RECORD_LENGTH_MAX) {
            throw new IllegalStateException("record for another shard length=" + recordLength + " expected at most "
                + RECORD_LENGTH_MAX);
        }
        buffer.putInt(length, recordLength, ByteOrder.LITTLE_ENDIAN);
        buffer.putBytes(length + Integer.BYTES, record, 0, recordLength);
        count++;
        length = Math.min(LENGTH_MAX, BitUtil.align(length + Integer.BYTES + recordLength, ALIGNMENT));
    }

    /** Writes the head; {@link #buffer} and {@link #length} are then what is to be sent. */
    void finish(final int fromShard) {
        head.wrapAndApplyHeader(buffer, 0, header).fromShard(fromShard).count(count);
    }

    DirectBuffer buffer() {
        return buffer;
    }

    int length() {
        return length;
    }

    void clear() {
        length = HEAD_LENGTH;
        count = 0;
    }
}
