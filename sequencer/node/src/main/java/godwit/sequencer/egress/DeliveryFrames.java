package godwit.sequencer.egress;

import godwit.protocol.ProtocolLimits;
import godwit.protocol.codecs.DeliveryFrameEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import java.nio.ByteOrder;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A frame under construction: a head, then deliveries, each with its length before it and aligned. Reused. */
final class DeliveryFrames {
    private static final int ALIGNMENT = 8;
    private static final int HEAD_LENGTH = BitUtil.align(
        MessageHeaderEncoder.ENCODED_LENGTH + DeliveryFrameEncoder.BLOCK_LENGTH, ALIGNMENT);
    private static final int LENGTH_MAX = ProtocolLimits.MESSAGE_LENGTH_MAX;
    /** The longest delivery: a frame holds it alone. */
    static final int DELIVERY_LENGTH_MAX = LENGTH_MAX - HEAD_LENGTH - Integer.BYTES;
    /** A frame is sent once it is this long, so that one burst does not wait for its end. */
    private static final int LENGTH_GOOD = 16 * 1024;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final DeliveryFrameEncoder head = new DeliveryFrameEncoder();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH_MAX]);
    private int length = HEAD_LENGTH;
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    boolean holds(final int deliveryLength) {
        return length + Integer.BYTES + deliveryLength <= LENGTH_MAX;
    }

    boolean isFull() {
        return length >= LENGTH_GOOD;
    }

    void add(final DirectBuffer delivery, final int deliveryLength) {
        buffer.putInt(length, deliveryLength, ByteOrder.LITTLE_ENDIAN);
        buffer.putBytes(length + Integer.BYTES, delivery, 0, deliveryLength);
        count++;
        final int end = length + Integer.BYTES + deliveryLength;
        length = Math.min(LENGTH_MAX, BitUtil.align(end, ALIGNMENT));
    }

    /** Stamps the frame; {@link #buffer} and {@link #length} are then what is to be sent. */
    void finish(final long leadershipTermId, final long streamSequence, final long edgeId, final int shard) {
        head.wrapAndApplyHeader(buffer, 0, header).leadershipTermId(leadershipTermId).streamSequence(streamSequence)
            .edgeId(edgeId).shard(shard).count(count);
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
