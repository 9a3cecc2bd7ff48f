package godwit.sequencer.ingress;

import godwit.protocol.codecs.AcknowledgeDecoder;
import godwit.protocol.codecs.AttachDecoder;
import godwit.protocol.codecs.AuditDecoder;
import godwit.protocol.codecs.ChangeChatDecoder;
import godwit.protocol.codecs.ConfigureDecoder;
import godwit.protocol.codecs.CreateChatDecoder;
import godwit.protocol.codecs.DetachDecoder;
import godwit.protocol.codecs.EdgeCloseDecoder;
import godwit.protocol.codecs.EdgeKeepAliveDecoder;
import godwit.protocol.codecs.EdgeOpenDecoder;
import godwit.protocol.codecs.GetChatDecoder;
import godwit.protocol.codecs.JournalAdvanceDecoder;
import godwit.protocol.codecs.LaggingDecoder;
import godwit.protocol.codecs.LinkAckDecoder;
import godwit.protocol.codecs.LinkBatchDecoder;
import godwit.protocol.codecs.LinkChatDecoder;
import godwit.protocol.codecs.LinkEntryDecoder;
import godwit.protocol.codecs.LinkMarkDecoder;
import godwit.protocol.codecs.LinkPeerDecoder;
import godwit.protocol.codecs.ListChatsDecoder;
import godwit.protocol.codecs.ListDevicesDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.PresenceSubscribeDecoder;
import godwit.protocol.codecs.PresenceUnsubscribeDecoder;
import godwit.protocol.codecs.ReadHistoryDecoder;
import godwit.protocol.codecs.RemoveDeviceDecoder;
import godwit.protocol.codecs.ResyncDecoder;
import godwit.protocol.codecs.SendDecoder;
import godwit.protocol.codecs.SetPrivacyDecoder;
import godwit.protocol.codecs.TopologyDecoder;
import godwit.protocol.codecs.TypingDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Walks a command's block, group and texts before a decoder does, so that no decoder ever reads past the entry. A
 * command is a block, then at most one group whose elements have at most one text, then texts.
 */
final class EntryBounds {
    private static final int NONE = -1;
    private static final int GROUP_HEADER_LENGTH = 4;
    private static final int TEXT_HEADER_LENGTH = 2;
    private static final int TEMPLATES = 64;

    private final EntryShape[] shapes = new EntryShape[TEMPLATES];

    private EntryBounds() {
    }

    /** Of the log's entries. */
    static EntryBounds ofEntries() {
        final EntryBounds bounds = new EntryBounds();
        bounds.edges();
        bounds.sessions();
        bounds.chats();
        bounds.presence();
        bounds.shard();
        return bounds;
    }

    /** Of the messages in a batch of another shard. */
    static EntryBounds ofLinks() {
        final EntryBounds bounds = new EntryBounds();
        bounds.plain(LinkChatDecoder.TEMPLATE_ID, LinkChatDecoder.BLOCK_LENGTH, 4)
            .grouped(LinkChatDecoder.MembersDecoder.sbeBlockLength(), 1);
        bounds.plain(LinkEntryDecoder.TEMPLATE_ID, LinkEntryDecoder.BLOCK_LENGTH, 4)
            .grouped(LinkEntryDecoder.MembersDecoder.sbeBlockLength(), 1);
        bounds.plain(LinkMarkDecoder.TEMPLATE_ID, LinkMarkDecoder.BLOCK_LENGTH, 1);
        bounds.plain(LinkPeerDecoder.TEMPLATE_ID, LinkPeerDecoder.BLOCK_LENGTH, 1);
        bounds.plain(LinkAckDecoder.TEMPLATE_ID, LinkAckDecoder.BLOCK_LENGTH, 0);
        return bounds;
    }

    /** Of what comes on the typing stream, and in no log. */
    static EntryBounds ofTyping() {
        final EntryBounds bounds = new EntryBounds();
        bounds.plain(TypingDecoder.TEMPLATE_ID, TypingDecoder.BLOCK_LENGTH, 1);
        return bounds;
    }

    private void shard() {
        plain(LinkBatchDecoder.TEMPLATE_ID, LinkBatchDecoder.BLOCK_LENGTH, 0);
        plain(TopologyDecoder.TEMPLATE_ID, TopologyDecoder.BLOCK_LENGTH, 0)
            .grouped(TopologyDecoder.RangesDecoder.sbeBlockLength(), 0);
        plain(JournalAdvanceDecoder.TEMPLATE_ID, JournalAdvanceDecoder.BLOCK_LENGTH, 0);
        plain(AuditDecoder.TEMPLATE_ID, AuditDecoder.BLOCK_LENGTH, 0);
        plain(ConfigureDecoder.TEMPLATE_ID, ConfigureDecoder.BLOCK_LENGTH, 0)
            .blockGrew(ConfigureDecoder.groupMembersMaxSinceVersion(), ConfigureDecoder.groupMembersMaxEncodingLength()
                + ConfigureDecoder.fanoutMaxEncodingLength() + ConfigureDecoder.presenceMaxEncodingLength())
            .blockGrew(ConfigureDecoder.membershipTimesMaxSinceVersion(), ConfigureDecoder.membershipTimesMaxEncodingLength()
                + ConfigureDecoder.ownRunsMaxEncodingLength() + ConfigureDecoder.linkRecordsMaxEncodingLength()
                + ConfigureDecoder.commandUsersMaxEncodingLength());
    }

    private void edges() {
        plain(EdgeOpenDecoder.TEMPLATE_ID, EdgeOpenDecoder.BLOCK_LENGTH, 2);
        plain(EdgeKeepAliveDecoder.TEMPLATE_ID, EdgeKeepAliveDecoder.BLOCK_LENGTH, 0);
        plain(EdgeCloseDecoder.TEMPLATE_ID, EdgeCloseDecoder.BLOCK_LENGTH, 0);
    }

    private void sessions() {
        plain(AttachDecoder.TEMPLATE_ID, AttachDecoder.BLOCK_LENGTH, 2)
            .blockGrew(AttachDecoder.previousSessionSinceVersion(), AttachDecoder.previousSessionEncodingLength())
            .blockGrew(AttachDecoder.waitedMsSinceVersion(), AttachDecoder.waitedMsEncodingLength());
        plain(DetachDecoder.TEMPLATE_ID, DetachDecoder.BLOCK_LENGTH, 0)
            .blockGrew(DetachDecoder.awaySinceVersion(), DetachDecoder.awayEncodingLength());
        plain(ResyncDecoder.TEMPLATE_ID, ResyncDecoder.BLOCK_LENGTH, 0)
            .grouped(ResyncDecoder.SessionsDecoder.sbeBlockLength(), 0);
        plain(LaggingDecoder.TEMPLATE_ID, LaggingDecoder.BLOCK_LENGTH, 0)
            .grouped(LaggingDecoder.SubscriptionsDecoder.sbeBlockLength(), 0);
        plain(ListDevicesDecoder.TEMPLATE_ID, ListDevicesDecoder.BLOCK_LENGTH, 0);
        plain(RemoveDeviceDecoder.TEMPLATE_ID, RemoveDeviceDecoder.BLOCK_LENGTH, 1);
    }

    private void chats() {
        plain(CreateChatDecoder.TEMPLATE_ID, CreateChatDecoder.BLOCK_LENGTH, 4)
            .grouped(CreateChatDecoder.ParticipantsDecoder.sbeBlockLength(), 1);
        plain(SendDecoder.TEMPLATE_ID, SendDecoder.BLOCK_LENGTH, 5)
            .blockGrew(SendDecoder.sessionSinceVersion(), SendDecoder.sessionEncodingLength())
            .textsGrew(SendDecoder.afterClientMsgIdSinceVersion(), 1);
        plain(AcknowledgeDecoder.TEMPLATE_ID, AcknowledgeDecoder.BLOCK_LENGTH, 0)
            .grouped(AcknowledgeDecoder.AcknowledgementsDecoder.sbeBlockLength(), 0)
            .elementsGrew(AcknowledgeDecoder.AcknowledgementsDecoder.messageOrdinalSinceVersion(),
                AcknowledgeDecoder.AcknowledgementsDecoder.messageOrdinalEncodingLength());
        plain(ListChatsDecoder.TEMPLATE_ID, ListChatsDecoder.BLOCK_LENGTH, 0);
        plain(GetChatDecoder.TEMPLATE_ID, GetChatDecoder.BLOCK_LENGTH, 1);
        plain(ReadHistoryDecoder.TEMPLATE_ID, ReadHistoryDecoder.BLOCK_LENGTH, 1);
        plain(ChangeChatDecoder.TEMPLATE_ID, ChangeChatDecoder.BLOCK_LENGTH, 2)
            .grouped(ChangeChatDecoder.ParticipantsDecoder.sbeBlockLength(), 1);
    }

    private void presence() {
        plain(PresenceSubscribeDecoder.TEMPLATE_ID, PresenceSubscribeDecoder.BLOCK_LENGTH, 1)
            .grouped(PresenceSubscribeDecoder.UsersDecoder.sbeBlockLength(), 1);
        plain(PresenceUnsubscribeDecoder.TEMPLATE_ID, PresenceUnsubscribeDecoder.BLOCK_LENGTH, 0)
            .grouped(PresenceUnsubscribeDecoder.UsersDecoder.sbeBlockLength(), 1);
        plain(SetPrivacyDecoder.TEMPLATE_ID, SetPrivacyDecoder.BLOCK_LENGTH, 0);
    }

    private EntryShape plain(final int templateId, final int blockLength, final int texts) {
        shapes[templateId] = new EntryShape(blockLength, texts);
        return shapes[templateId];
    }

    /** Whether this version knows the template. */
    boolean known(final int templateId) {
        return templateId < TEMPLATES && shapes[templateId] != null;
    }

    /** Whether everything that the template has in the entry's version lies within the entry. */
    boolean holds(final DirectBuffer entry, final int templateId, final int blockLength, final int version) {
        if (!known(templateId)) {
            return false;
        }
        final EntryShape shape = shapes[templateId];
        if (blockLength < shape.blockLength(version)) {
            return false;
        }
        int offset = MessageHeaderDecoder.ENCODED_LENGTH + blockLength;
        if (shape.isGrouped()) {
            offset = afterGroup(entry, shape, version, offset);
        }
        return afterTexts(entry, offset, shape.texts(version)) >= 0;
    }

    private static int afterGroup(
        final DirectBuffer entry, final EntryShape shape, final int version, final int offset) {
        if (offset + GROUP_HEADER_LENGTH > entry.capacity()) {
            return NONE;
        }
        final int elementLength = entry.getShort(offset, ByteOrder.LITTLE_ENDIAN) & 0xffff;
        final int count = entry.getShort(offset + 2, ByteOrder.LITTLE_ENDIAN) & 0xffff;
        if (elementLength < shape.elementLength(version)) {
            return NONE;
        }
        int next = offset + GROUP_HEADER_LENGTH;
        for (int i = 0; i < count && next >= 0; i++) {
            next = afterTexts(entry, next + elementLength, shape.elementTexts());
        }
        return next;
    }

    private static int afterTexts(final DirectBuffer entry, final int offset, final int count) {
        int next = offset;
        for (int i = 0; i < count; i++) {
            if (next < 0 || next + TEXT_HEADER_LENGTH > entry.capacity()) {
                return NONE;
            }
            next += TEXT_HEADER_LENGTH + (entry.getShort(next, ByteOrder.LITTLE_ENDIAN) & 0xffff);
        }
        return next <= entry.capacity() ? next : NONE;
    }
}
