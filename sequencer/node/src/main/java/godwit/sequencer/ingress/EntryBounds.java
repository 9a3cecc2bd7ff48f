package godwit.sequencer.ingress;

import godwit.protocol.codecs.AcknowledgeDecoder;
import godwit.protocol.codecs.AttachDecoder;
import godwit.protocol.codecs.AuditDecoder;
import godwit.protocol.codecs.ConfigureDecoder;
import godwit.protocol.codecs.CreateChatDecoder;
import godwit.protocol.codecs.DetachDecoder;
import godwit.protocol.codecs.EdgeCloseDecoder;
import godwit.protocol.codecs.EdgeKeepAliveDecoder;
import godwit.protocol.codecs.EdgeOpenDecoder;
import godwit.protocol.codecs.GetChatDecoder;
import godwit.protocol.codecs.JournalAdvanceDecoder;
import godwit.protocol.codecs.ListChatsDecoder;
import godwit.protocol.codecs.ListDevicesDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.ReadHistoryDecoder;
import godwit.protocol.codecs.RemoveDeviceDecoder;
import godwit.protocol.codecs.ResyncDecoder;
import godwit.protocol.codecs.SendDecoder;
import java.nio.ByteOrder;
import java.util.Arrays;
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

    private final int[] blockLengths = new int[TEMPLATES];
    private final int[] groupBlockLengths = new int[TEMPLATES];
    private final int[] textsInGroup = new int[TEMPLATES];
    private final int[] texts = new int[TEMPLATES];
    /** From which version on the block is as long as now, and how much shorter it was before. */
    private final int[] grownSince = new int[TEMPLATES];
    private final int[] grownBy = new int[TEMPLATES];

    EntryBounds() {
        Arrays.fill(blockLengths, NONE);
        plain(EdgeOpenDecoder.TEMPLATE_ID, EdgeOpenDecoder.BLOCK_LENGTH, 2);
        plain(EdgeKeepAliveDecoder.TEMPLATE_ID, EdgeKeepAliveDecoder.BLOCK_LENGTH, 0);
        plain(EdgeCloseDecoder.TEMPLATE_ID, EdgeCloseDecoder.BLOCK_LENGTH, 0);
        plain(AttachDecoder.TEMPLATE_ID, AttachDecoder.BLOCK_LENGTH, 2);
        plain(DetachDecoder.TEMPLATE_ID, DetachDecoder.BLOCK_LENGTH, 0);
        grouped(ResyncDecoder.TEMPLATE_ID, ResyncDecoder.BLOCK_LENGTH,
            ResyncDecoder.SessionsDecoder.sbeBlockLength(), 0, 0);
        grouped(CreateChatDecoder.TEMPLATE_ID, CreateChatDecoder.BLOCK_LENGTH,
            CreateChatDecoder.ParticipantsDecoder.sbeBlockLength(), 1, 4);
        plain(SendDecoder.TEMPLATE_ID, SendDecoder.BLOCK_LENGTH, 5);
        grouped(AcknowledgeDecoder.TEMPLATE_ID, AcknowledgeDecoder.BLOCK_LENGTH,
            AcknowledgeDecoder.AcknowledgementsDecoder.sbeBlockLength(), 0, 0);
        plain(ListChatsDecoder.TEMPLATE_ID, ListChatsDecoder.BLOCK_LENGTH, 0);
        plain(GetChatDecoder.TEMPLATE_ID, GetChatDecoder.BLOCK_LENGTH, 1);
        plain(ReadHistoryDecoder.TEMPLATE_ID, ReadHistoryDecoder.BLOCK_LENGTH, 1);
        plain(ListDevicesDecoder.TEMPLATE_ID, ListDevicesDecoder.BLOCK_LENGTH, 0);
        plain(RemoveDeviceDecoder.TEMPLATE_ID, RemoveDeviceDecoder.BLOCK_LENGTH, 1);
        plain(JournalAdvanceDecoder.TEMPLATE_ID, JournalAdvanceDecoder.BLOCK_LENGTH, 0);
        plain(AuditDecoder.TEMPLATE_ID, AuditDecoder.BLOCK_LENGTH, 0);
        plain(ConfigureDecoder.TEMPLATE_ID, ConfigureDecoder.BLOCK_LENGTH, 0);
        grown(AttachDecoder.TEMPLATE_ID, AttachDecoder.previousSessionSinceVersion(),
            AttachDecoder.previousSessionEncodingLength());
        grown(SendDecoder.TEMPLATE_ID, SendDecoder.sessionSinceVersion(), SendDecoder.sessionEncodingLength());
    }

    /** Whether this version knows the template. */
    boolean known(final int templateId) {
        return templateId < TEMPLATES && blockLengths[templateId] != NONE;
    }

    /** Whether everything that the template has in the entry's version lies within the entry. */
    boolean holds(final DirectBuffer entry, final int templateId, final int blockLength, final int version) {
        if (!known(templateId) || blockLength < blockLength(templateId, version)) {
            return false;
        }
        int offset = MessageHeaderDecoder.ENCODED_LENGTH + blockLength;
        if (groupBlockLengths[templateId] != NONE) {
            offset = afterGroup(entry, templateId, offset);
        }
        return afterTexts(entry, offset, texts(templateId, version)) >= 0;
    }

    private int blockLength(final int templateId, final int version) {
        return version < grownSince[templateId]
            ? blockLengths[templateId] - grownBy[templateId] : blockLengths[templateId];
    }

    private int texts(final int templateId, final int version) {
        final boolean isOldSend = templateId == SendDecoder.TEMPLATE_ID
            && version < SendDecoder.afterClientMsgIdSinceVersion();
        return isOldSend ? texts[templateId] - 1 : texts[templateId];
    }

    private int afterGroup(final DirectBuffer entry, final int templateId, final int offset) {
        if (offset + GROUP_HEADER_LENGTH > entry.capacity()) {
            return NONE;
        }
        final int elementLength = entry.getShort(offset, ByteOrder.LITTLE_ENDIAN) & 0xffff;
        final int count = entry.getShort(offset + 2, ByteOrder.LITTLE_ENDIAN) & 0xffff;
        if (elementLength < groupBlockLengths[templateId]) {
            return NONE;
        }
        int next = offset + GROUP_HEADER_LENGTH;
        for (int i = 0; i < count && next >= 0; i++) {
            next = afterTexts(entry, next + elementLength, textsInGroup[templateId]);
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

    private void grown(final int templateId, final int sinceVersion, final int byLength) {
        grownSince[templateId] = sinceVersion;
        grownBy[templateId] = byLength;
    }

    private void plain(final int templateId, final int blockLength, final int textCount) {
        grouped(templateId, blockLength, NONE, 0, textCount);
    }

    private void grouped(
        final int templateId, final int blockLength, final int groupBlockLength, final int groupTextCount,
        final int textCount) {
        blockLengths[templateId] = blockLength;
        groupBlockLengths[templateId] = groupBlockLength;
        textsInGroup[templateId] = groupTextCount;
        texts[templateId] = textCount;
    }
}
