package godwit.sequencer;

import godwit.protocol.codecs.AttachedDecoder;
import godwit.protocol.codecs.ChatCreatedDecoder;
import godwit.protocol.codecs.DeliveryFrameDecoder;
import godwit.protocol.codecs.DoneDecoder;
import godwit.protocol.codecs.EdgeOpenedDecoder;
import godwit.protocol.codecs.MessageDeliveryDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.RefusedDecoder;
import godwit.protocol.codecs.SentDecoder;
import godwit.protocol.codecs.SpooledEntryDecoder;
import godwit.protocol.codecs.TypingDeliveryDecoder;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;

/**
 * A delivery as an edge sees it.
 *
 * @param type           name of the template.
 * @param streamSequence of its frame.
 * @param decoder        over a copy of it.
 */
record Delivered(String type, long streamSequence, MessageDecoderFlyweight decoder) {
    static List<Delivered> of(final DirectBuffer buffer, final int offset, final int length) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        final DeliveryFrameDecoder frame = new DeliveryFrameDecoder().wrapAndApplyHeader(buffer, offset, header);
        final List<Delivered> deliveries = new ArrayList<>();
        int position = BitUtil.align(MessageHeaderDecoder.ENCODED_LENGTH + header.blockLength(), 8);
        for (int i = 0; i < frame.count(); i++) {
            final int messageLength = buffer.getInt(offset + position, ByteOrder.LITTLE_ENDIAN);
            final UnsafeBuffer copy = new UnsafeBuffer(new byte[messageLength]);
            copy.putBytes(0, buffer, offset + position + 4, messageLength);
            deliveries.add(decode(frame.streamSequence(), copy));
            position = BitUtil.align(position + 4 + messageLength, 8);
        }
        if (position < length) {
            throw new AssertionError("frame longer than its deliveries length=" + length + " read=" + position);
        }
        return deliveries;
    }

    private static Delivered decode(final long streamSequence, final UnsafeBuffer copy) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(copy, 0);
        final MessageDecoderFlyweight decoder = switch (header.templateId()) {
            case EdgeOpenedDecoder.TEMPLATE_ID -> new EdgeOpenedDecoder();
            case AttachedDecoder.TEMPLATE_ID -> new AttachedDecoder();
            case ChatCreatedDecoder.TEMPLATE_ID -> new ChatCreatedDecoder();
            case SentDecoder.TEMPLATE_ID -> new SentDecoder();
            case RefusedDecoder.TEMPLATE_ID -> new RefusedDecoder();
            case SpooledEntryDecoder.TEMPLATE_ID -> new SpooledEntryDecoder();
            case TypingDeliveryDecoder.TEMPLATE_ID -> new TypingDeliveryDecoder();
            case DoneDecoder.TEMPLATE_ID -> new DoneDecoder();
            default -> new MessageDeliveryDecoder();
        };
        decoder.wrap(copy, MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        return new Delivered(decoder.getClass().getSimpleName().replace("Decoder", ""), streamSequence, decoder);
    }
}
