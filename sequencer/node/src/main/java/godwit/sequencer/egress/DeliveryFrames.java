package godwit.sequencer.egress;

import godwit.protocol.ProtocolLimits;
import godwit.protocol.codecs.DeliveryFrameEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.sequencer.pipeline.PackedRecords;
import org.agrona.DirectBuffer;

/** A frame under construction: a head, then deliveries. Reused. */
final class DeliveryFrames {
    private static final int HEAD_BYTES = MessageHeaderEncoder.ENCODED_LENGTH + DeliveryFrameEncoder.BLOCK_LENGTH;
    private static final int LENGTH_MAX = ProtocolLimits.MESSAGE_LENGTH_MAX;
    /** The longest delivery: a frame holds it alone. */
    static final int DELIVERY_LENGTH_MAX = PackedRecords.recordLengthMax(HEAD_BYTES, LENGTH_MAX);
    /** A frame is sent once it is this long, so that one burst does not wait for its end. */
    private static final int LENGTH_GOOD = 16 * 1024;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final DeliveryFrameEncoder head = new DeliveryFrameEncoder();
    private final PackedRecords records = new PackedRecords(HEAD_BYTES, LENGTH_MAX);

    boolean isEmpty() {
        return records.count() == 0;
    }

    int count() {
        return records.count();
    }

    boolean holds(final int deliveryLength) {
        return records.lengthWith(deliveryLength) <= LENGTH_MAX;
    }

    boolean isFull() {
        return records.length() >= LENGTH_GOOD;
    }

    void add(final DirectBuffer delivery, final int deliveryLength) {
        records.add(delivery, deliveryLength);
    }

    /** Stamps the frame; {@link #buffer} and {@link #length} are then what is to be sent. */
    void finish(final long leadershipTermId, final long streamSequence, final long edgeId, final int shard) {
        head.wrapAndApplyHeader(records.buffer(), 0, header).leadershipTermId(leadershipTermId)
            .streamSequence(streamSequence).edgeId(edgeId).shard(shard).count(records.count());
    }

    DirectBuffer buffer() {
        return records.buffer();
    }

    int length() {
        return records.length();
    }

    void clear() {
        records.clear();
    }
}
