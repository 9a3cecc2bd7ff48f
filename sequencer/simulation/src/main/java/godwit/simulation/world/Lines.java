package godwit.simulation.world;

import godwit.protocol.codecs.AcknowledgeDecoder;
import godwit.protocol.codecs.AttachDecoder;
import godwit.protocol.codecs.AttachedDecoder;
import godwit.protocol.codecs.ChangeChatDecoder;
import godwit.protocol.codecs.ChangedDecoder;
import godwit.protocol.codecs.ChatCreatedDecoder;
import godwit.protocol.codecs.CreateChatDecoder;
import godwit.protocol.codecs.DeliveryFrameDecoder;
import godwit.protocol.codecs.DetachDecoder;
import godwit.protocol.codecs.DoneDecoder;
import godwit.protocol.codecs.EdgeCloseDecoder;
import godwit.protocol.codecs.EdgeKeepAliveDecoder;
import godwit.protocol.codecs.EdgeOpenDecoder;
import godwit.protocol.codecs.EdgeOpenedDecoder;
import godwit.protocol.codecs.JournalAdvanceDecoder;
import godwit.protocol.codecs.LaggingDecoder;
import godwit.protocol.codecs.LinkAckDecoder;
import godwit.protocol.codecs.LinkBatchDecoder;
import godwit.protocol.codecs.LinkChatDecoder;
import godwit.protocol.codecs.LinkEntryDecoder;
import godwit.protocol.codecs.LinkMarkDecoder;
import godwit.protocol.codecs.LinkPeerDecoder;
import godwit.protocol.codecs.MessageDeliveryDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.ReceiptDecoder;
import godwit.protocol.codecs.RefusedDecoder;
import godwit.protocol.codecs.RemoveDeviceDecoder;
import godwit.protocol.codecs.ResyncDecoder;
import godwit.protocol.codecs.SendDecoder;
import godwit.protocol.codecs.SeenWantedDecoder;
import godwit.protocol.codecs.SentDecoder;
import godwit.protocol.codecs.SessionEndedDecoder;
import godwit.protocol.codecs.SpooledEntryDecoder;
import godwit.protocol.codecs.StoredDeliveryDecoder;
import godwit.protocol.codecs.TopologyDecoder;
import godwit.protocol.codecs.UnchangedDecoder;
import godwit.protocol.codecs.UnsubscribedDecoder;
import java.util.StringJoiner;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;

/** Commands and deliveries as text, for a trace. */
public final class Lines {
    private static final int SHOWN_MAX = 400;
    private static final int ALIGNMENT = 8;

    private Lines() {
    }

    /** A command of the log. */
    public static String command(final byte[] bytes) {
        try {
            return readCommand(bytes);
        } catch (final IndexOutOfBoundsException e) {
            return "torn, bytes=" + bytes.length;
        }
    }

    private static String readCommand(final byte[] bytes) {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, 0);
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
            return "foreign, bytes=" + bytes.length;
        }
        if (header.templateId() != LinkBatchDecoder.TEMPLATE_ID) {
            return message(buffer, 0);
        }
        final LinkBatchDecoder batch = new LinkBatchDecoder().wrapAndApplyHeader(buffer, 0, header);
        final StringJoiner line = new StringJoiner("; ", "of shard " + batch.fromShard() + ": ", "");
        return messages(buffer, header.blockLength(), batch.count(), line);
    }

    /** What a frame of the delivery stream says. */
    public static String frame(final byte[] bytes) {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, 0);
        final DeliveryFrameDecoder frame =
            new DeliveryFrameDecoder().wrapAndApplyHeader(buffer, 0, header);
        final StringJoiner line = new StringJoiner("; ", "term=" + frame.leadershipTermId() + " frame="
            + frame.streamSequence() + " ", "");
        return messages(buffer, header.blockLength(), frame.count(), line);
    }

    /** Messages behind a head, each with its length before it. */
    private static String messages(
        final UnsafeBuffer buffer, final int headLength, final int count, final StringJoiner line) {
        int position = BitUtil.align(MessageHeaderDecoder.ENCODED_LENGTH + headLength, ALIGNMENT);
        for (int i = 0; i < count; i++) {
            final int length = buffer.getInt(position);
            line.add(message(buffer, position + Integer.BYTES));
            position = BitUtil.align(position + Integer.BYTES + length, ALIGNMENT);
        }
        return line.toString();
    }

    private static String message(final DirectBuffer buffer, final int offset) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, offset);
        final MessageDecoderFlyweight decoder = decoder(header.templateId());
        if (decoder == null) {
            return "template=" + header.templateId();
        }
        decoder.wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        final String text = decoder.toString().replaceAll("\\(sbeTemplateId=[^)]*\\)", "").replace('\n', ' ');
        return text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text;
    }

    private static MessageDecoderFlyweight decoder(final int templateId) {
        return switch (templateId) {
            case EdgeOpenDecoder.TEMPLATE_ID -> new EdgeOpenDecoder();
            case EdgeKeepAliveDecoder.TEMPLATE_ID -> new EdgeKeepAliveDecoder();
            case EdgeCloseDecoder.TEMPLATE_ID -> new EdgeCloseDecoder();
            case AttachDecoder.TEMPLATE_ID -> new AttachDecoder();
            case DetachDecoder.TEMPLATE_ID -> new DetachDecoder();
            case ResyncDecoder.TEMPLATE_ID -> new ResyncDecoder();
            case LaggingDecoder.TEMPLATE_ID -> new LaggingDecoder();
            case CreateChatDecoder.TEMPLATE_ID -> new CreateChatDecoder();
            case SendDecoder.TEMPLATE_ID -> new SendDecoder();
            case AcknowledgeDecoder.TEMPLATE_ID -> new AcknowledgeDecoder();
            case RemoveDeviceDecoder.TEMPLATE_ID -> new RemoveDeviceDecoder();
            case JournalAdvanceDecoder.TEMPLATE_ID -> new JournalAdvanceDecoder();
            case ChangeChatDecoder.TEMPLATE_ID -> new ChangeChatDecoder();
            case TopologyDecoder.TEMPLATE_ID -> new TopologyDecoder();
            case LinkChatDecoder.TEMPLATE_ID -> new LinkChatDecoder();
            case LinkEntryDecoder.TEMPLATE_ID -> new LinkEntryDecoder();
            case LinkMarkDecoder.TEMPLATE_ID -> new LinkMarkDecoder();
            case LinkPeerDecoder.TEMPLATE_ID -> new LinkPeerDecoder();
            case LinkAckDecoder.TEMPLATE_ID -> new LinkAckDecoder();
            default -> delivery(templateId);
        };
    }

    private static MessageDecoderFlyweight delivery(final int templateId) {
        return switch (templateId) {
            case EdgeOpenedDecoder.TEMPLATE_ID -> new EdgeOpenedDecoder();
            case AttachedDecoder.TEMPLATE_ID -> new AttachedDecoder();
            case SessionEndedDecoder.TEMPLATE_ID -> new SessionEndedDecoder();
            case RefusedDecoder.TEMPLATE_ID -> new RefusedDecoder();
            case DoneDecoder.TEMPLATE_ID -> new DoneDecoder();
            case SentDecoder.TEMPLATE_ID -> new SentDecoder();
            case ChatCreatedDecoder.TEMPLATE_ID -> new ChatCreatedDecoder();
            case MessageDeliveryDecoder.TEMPLATE_ID -> new MessageDeliveryDecoder();
            case StoredDeliveryDecoder.TEMPLATE_ID -> new StoredDeliveryDecoder();
            case ChangedDecoder.TEMPLATE_ID -> new ChangedDecoder();
            case UnchangedDecoder.TEMPLATE_ID -> new UnchangedDecoder();
            case SeenWantedDecoder.TEMPLATE_ID -> new SeenWantedDecoder();
            case UnsubscribedDecoder.TEMPLATE_ID -> new UnsubscribedDecoder();
            case ReceiptDecoder.TEMPLATE_ID -> new ReceiptDecoder();
            case SpooledEntryDecoder.TEMPLATE_ID -> new SpooledEntryDecoder();
            default -> null;
        };
    }
}
