package godwit.sequencer.ingress;

import godwit.core.CoreCommands;
import godwit.protocol.codecs.LinkAckDecoder;
import godwit.protocol.codecs.LinkBatchDecoder;
import godwit.protocol.codecs.LinkChatDecoder;
import godwit.protocol.codecs.LinkEntryDecoder;
import godwit.protocol.codecs.LinkMarkDecoder;
import godwit.protocol.codecs.LinkPeerDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.TopologyDecoder;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import java.nio.ByteOrder;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What other shards tell, one call of the core for each message of a batch; and which shards there are. A message that is
 * torn, of another schema, of a newer version, unknown or with a value that no shard says ends its batch, counted: the
 * numbers of what follows it would not follow. One thread, nothing allocated.
 */
final class LinkCommands {
    private static final int ALIGNMENT = 8;

    private final CoreCommands core;
    private final NodeCounters counters;
    private final EntryBounds bounds = EntryBounds.ofLinks();
    private final UnsafeBuffer message = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer userId = new UnsafeBuffer(0, 0);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final LinkBatchDecoder batch = new LinkBatchDecoder();
    private final LinkChatView chat = new LinkChatView();
    private final LinkEntryView entry = new LinkEntryView();
    private final LinkMarkDecoder mark = new LinkMarkDecoder();
    private final LinkPeerDecoder peer = new LinkPeerDecoder();
    private final LinkAckDecoder ack = new LinkAckDecoder();
    private final TopologyDecoder topology = new TopologyDecoder();

    LinkCommands(final CoreCommands core, final NodeCounters counters) {
        this.core = core;
        this.counters = counters;
    }

    void onLinkBatch(final DirectBuffer from, final int offset, final int blockLength, final int version) {
        batch.wrap(from, offset, blockLength, version);
        final int fromShard = batch.fromShard();
        final int count = batch.count();
        boolean isWhole = count >= 0;
        int next = BitUtil.align(offset + blockLength, ALIGNMENT);
        for (int i = 0; i < count && isWhole; i++) {
            isWhole = wrap(from, next) && onMessage(fromShard);
            next = BitUtil.align(next + Integer.BYTES + message.capacity(), ALIGNMENT);
        }
        if (!isWhole) {
            counters.increment(NodeCounter.LINKS_CUT);
            counters.refusedLinks().onCut(fromShard);
        }
    }

    /** Whether a whole message lies there, which is shown then. */
    private boolean wrap(final DirectBuffer from, final int offset) {
        final int room = from.capacity() - offset - Integer.BYTES;
        if (room < MessageHeaderDecoder.ENCODED_LENGTH) {
            return false;
        }
        final int length = from.getInt(offset, ByteOrder.LITTLE_ENDIAN);
        if (length < MessageHeaderDecoder.ENCODED_LENGTH || length > room) {
            return false;
        }
        message.wrap(from, offset + Integer.BYTES, length);
        header.wrap(message, 0);
        return header.schemaId() == MessageHeaderDecoder.SCHEMA_ID
            && header.version() <= MessageHeaderDecoder.SCHEMA_VERSION
            && bounds.holds(message, header.templateId(), header.blockLength(), header.version());
    }

    private boolean onMessage(final int fromShard) {
        final int blockLength = header.blockLength();
        final int version = header.version();
        return switch (header.templateId()) {
            case LinkChatDecoder.TEMPLATE_ID -> onChat(fromShard, blockLength, version);
            case LinkEntryDecoder.TEMPLATE_ID -> onEntry(fromShard, blockLength, version);
            case LinkMarkDecoder.TEMPLATE_ID -> onMark(fromShard, blockLength, version);
            case LinkPeerDecoder.TEMPLATE_ID -> onPeer(fromShard, blockLength, version);
            case LinkAckDecoder.TEMPLATE_ID -> onAck(fromShard, blockLength, version);
            default -> false;
        };
    }

    private boolean onChat(final int fromShard, final int blockLength, final int version) {
        if (!chat.wrap(message, blockLength, version)) {
            return false;
        }
        core.onLinkChat(fromShard, chat.generation(), chat.number(), chat, chat.members());
        return true;
    }

    private boolean onEntry(final int fromShard, final int blockLength, final int version) {
        if (!entry.wrap(message, blockLength, version)) {
            return false;
        }
        core.onLinkEntry(fromShard, entry.generation(), entry.number(), entry, entry.members());
        return true;
    }

    private boolean onMark(final int fromShard, final int blockLength, final int version) {
        mark.wrap(message, MessageHeaderDecoder.ENCODED_LENGTH, blockLength, version);
        mark.wrapUserId(userId);
        if (!LinkChecks.isNumber(mark.generation(), mark.number()) || mark.chatId() <= 0
            || !LinkChecks.isMark(mark.deliveredSequence(), mark.readSequence(), mark.msgId(), mark.status())
            || mark.readOthers() < 0 || !LinkChecks.isId(userId)) {
            return false;
        }
        core.onLinkMark(fromShard, mark.generation(), mark.number(), mark.chatId(), userId, mark.deliveredSequence(),
            mark.readSequence(), mark.readOthers(), mark.msgId(), mark.status());
        return true;
    }

    private boolean onPeer(final int fromShard, final int blockLength, final int version) {
        peer.wrap(message, MessageHeaderDecoder.ENCODED_LENGTH, blockLength, version);
        peer.wrapUserId(userId);
        if (!LinkChecks.isNumber(peer.generation(), peer.number()) || peer.chatId() <= 0
            || !LinkChecks.isMark(peer.deliveredSequence(), peer.readSequence(), peer.msgId(), peer.status())
            || !LinkChecks.isPartition(peer.partition()) || !LinkChecks.isId(userId)) {
            return false;
        }
        core.onLinkPeer(fromShard, peer.generation(), peer.number(), peer.chatId(), peer.partition(), userId,
            peer.deliveredSequence(), peer.readSequence(), peer.msgId(), peer.status());
        return true;
    }

    private boolean onAck(final int fromShard, final int blockLength, final int version) {
        ack.wrap(message, MessageHeaderDecoder.ENCODED_LENGTH, blockLength, version);
        if (ack.generation() <= 0 || ack.number() < 0) {
            return false;
        }
        core.onLinkAck(fromShard, ack.generation(), ack.number());
        return true;
    }

    void onTopology(final DirectBuffer from, final int offset, final int blockLength, final int version) {
        topology.wrap(from, offset, blockLength, version);
        for (final TopologyDecoder.RangesDecoder range : topology.ranges()) {
            core.onRange(range.fromPartition(), range.shard());
        }
        core.onTopology();
    }
}
