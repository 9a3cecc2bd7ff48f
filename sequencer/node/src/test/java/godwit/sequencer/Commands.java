package godwit.sequencer;

import godwit.protocol.codecs.AttachEncoder;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.CreateChatEncoder;
import godwit.protocol.codecs.EdgeKeepAliveEncoder;
import godwit.protocol.codecs.EdgeOpenEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.SendEncoder;
import org.agrona.MutableDirectBuffer;

/** What an edge says to a shard, written to the beginning of a buffer; each call returns its length in bytes. */
final class Commands {
    private static final String DEVICE = "phone";

    private final long edgeId;
    private final MutableDirectBuffer buffer;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    Commands(final long edgeId, final MutableDirectBuffer buffer) {
        this.edgeId = edgeId;
        this.buffer = buffer;
    }

    /** For deliveries on a stream of a channel. */
    int open(final long correlationId, final int streamId, final String channel, final String name) {
        final EdgeOpenEncoder open = new EdgeOpenEncoder().wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId)
            .correlationId(correlationId).streamId(streamId);
        return open.channel(channel).name(name).limit();
    }

    int keepAlive(final long epoch) {
        return new EdgeKeepAliveEncoder().wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).epoch(epoch).limit();
    }

    /** A connection that had no session before; its number is the question's. */
    int attach(final long epoch, final long correlationId, final int partition, final String user, final String device) {
        final AttachEncoder attach = new AttachEncoder().wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).epoch(epoch)
            .correlationId(correlationId).connectionId(correlationId).previousSession(0).waitedMs(0).partition(partition);
        return attach.userId(user).deviceId(device).limit();
    }

    /** A chat of two. */
    int createChat(
        final long correlationId, final int partition, final String creator, final int otherPartition, final String other,
        final String title) {
        final CreateChatEncoder create = new CreateChatEncoder().wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId)
            .correlationId(correlationId).creatorPartition(partition);
        create.participantsCount(1).next().partition(otherPartition).participantId(other);
        return create.creatorId(creator).deviceId(DEVICE).clientChatId("").title(title).limit();
    }

    /** From a device without a session. */
    int send(final long correlationId, final long chatId, final String sender, final String key, final byte[] body) {
        final SendEncoder send = new SendEncoder().wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId)
            .correlationId(correlationId).session(0).chatId(chatId).contentKind(ContentKind.OPAQUE);
        return send.senderId(sender).deviceId(DEVICE).clientMsgId(key).putBody(body, 0, body.length).afterClientMsgId("")
            .limit();
    }
}
