package godwit.sequencer;

import godwit.protocol.codecs.LinkBatchEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import java.nio.ByteOrder;
import java.util.List;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Batches as one shard sends them to another, made anew from the schema's words. */
public final class LinkBatches {
    private static final int ALIGNMENT = 8;

    private LinkBatches() {
    }

    /** One batch with these messages, that says how many there are. */
    public static byte[] encode(final int fromShard, final List<byte[]> messages) {
        return encode(fromShard, messages.size(), messages);
    }

    /** One batch with these messages, that says there are so many. */
    public static byte[] encode(final int fromShard, final int count, final List<byte[]> messages) {
        int length = MessageHeaderEncoder.ENCODED_LENGTH + LinkBatchEncoder.BLOCK_LENGTH;
        for (final byte[] message : messages) {
            length = BitUtil.align(length, ALIGNMENT) + Integer.BYTES + message.length;
        }
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[length]);
        int end = new LinkBatchEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .fromShard(fromShard).count(count).limit();
        for (final byte[] message : messages) {
            end = BitUtil.align(end, ALIGNMENT);
            buffer.putInt(end, message.length, ByteOrder.LITTLE_ENDIAN);
            buffer.putBytes(end + Integer.BYTES, message);
            end += Integer.BYTES + message.length;
        }
        return buffer.byteArray();
    }
}
