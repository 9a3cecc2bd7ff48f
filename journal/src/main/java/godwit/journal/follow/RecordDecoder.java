package godwit.journal.follow;

import godwit.protocol.codecs.ChatKind;
import godwit.protocol.codecs.JournalChatDecoder;
import godwit.protocol.codecs.JournalInboxAddDecoder;
import godwit.protocol.codecs.JournalInboxRemoveDecoder;
import godwit.protocol.codecs.JournalMembersDecoder;
import godwit.protocol.codecs.JournalMessageDecoder;
import godwit.protocol.codecs.JournalReceiptDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.Role;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Bytes of a journal record → the record; anything else → none.
 */
public final class RecordDecoder {
    /** What {@link #outputSequence} answers to bytes that are no journal record of a known version. */
    public static final long UNREADABLE = -1;

    /** Stands for the role of one who is no member any more. */
    private static final int GONE = 0;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final JournalMessageDecoder message = new JournalMessageDecoder();
    private final JournalChatDecoder chat = new JournalChatDecoder();
    private final JournalMembersDecoder members = new JournalMembersDecoder();
    private final JournalReceiptDecoder receipt = new JournalReceiptDecoder();
    private final JournalInboxAddDecoder inboxAdd = new JournalInboxAddDecoder();
    private final JournalInboxRemoveDecoder inboxRemove = new JournalInboxRemoveDecoder();

    /**
     * The number of a record, without reading the rest: it stands first in each kind.
     *
     * @param buffer holds the record.
     * @param offset of its header.
     * @param length of all of it.
     * @return its output sequence, or {@link #UNREADABLE}.
     */
    public long outputSequence(final DirectBuffer buffer, final int offset, final int length) {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH + Long.BYTES) {
            return UNREADABLE;
        }
        header.wrap(buffer, offset);
        final boolean isKnown = header.schemaId() == MessageHeaderDecoder.SCHEMA_ID
            && header.version() <= MessageHeaderDecoder.SCHEMA_VERSION
            && isJournalRecord(header.templateId());
        return isKnown
            ? buffer.getLong(offset + MessageHeaderDecoder.ENCODED_LENGTH, ByteOrder.LITTLE_ENDIAN)
            : UNREADABLE;
    }

    /**
     * The write time of a record that {@link #outputSequence} could read: it stands second in each kind.
     *
     * @param buffer holds the record, or its beginning.
     * @param offset of its header.
     * @return in microseconds since 1970.
     */
    public static long writeTimeUs(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + MessageHeaderDecoder.ENCODED_LENGTH + Long.BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    private static boolean isJournalRecord(final int templateId) {
        return switch (templateId) {
            case JournalMessageDecoder.TEMPLATE_ID, JournalChatDecoder.TEMPLATE_ID, JournalMembersDecoder.TEMPLATE_ID,
                JournalReceiptDecoder.TEMPLATE_ID, JournalInboxAddDecoder.TEMPLATE_ID,
                JournalInboxRemoveDecoder.TEMPLATE_ID -> true;
            default -> false;
        };
    }

    /**
     * The whole record, copied out of the buffer.
     *
     * @param buffer holds a record that {@link #outputSequence} could read.
     * @param offset of its header.
     * @return the record.
     */
    public JournalRecord decode(final DirectBuffer buffer, final int offset) {
        header.wrap(buffer, offset);
        return switch (header.templateId()) {
            case JournalMessageDecoder.TEMPLATE_ID -> message(buffer, offset);
            case JournalChatDecoder.TEMPLATE_ID -> chat(buffer, offset);
            case JournalMembersDecoder.TEMPLATE_ID -> members(buffer, offset);
            case JournalReceiptDecoder.TEMPLATE_ID -> receipt(buffer, offset);
            case JournalInboxAddDecoder.TEMPLATE_ID -> inboxAdd(buffer, offset);
            case JournalInboxRemoveDecoder.TEMPLATE_ID -> inboxRemove(buffer, offset);
            default -> throw new IllegalArgumentException("templateId=" + header.templateId() + " is no journal record");
        };
    }

    private MessageRecord message(final DirectBuffer buffer, final int offset) {
        message.wrapAndApplyHeader(buffer, offset, header);
        final String senderId = message.senderId();
        final String senderDevice = message.senderDeviceId();
        final String clientMsgId = message.clientMsgId();
        final byte[] body = new byte[message.bodyLength()];
        message.getBody(body, 0, body.length);
        return new MessageRecord(message.outputSequence(), message.writeTimeUs(), message.chatId(), message.msgId(),
            message.sequence(), message.timestampMs(), message.senderOrdinal(), messageOrdinal(),
            message.contentKindRaw(), senderId, senderDevice, clientMsgId, body);
    }

    /** Before records told it, every entry of a chat was a message. */
    private long messageOrdinal() {
        final long ordinal = message.messageOrdinal();
        return ordinal == JournalMessageDecoder.messageOrdinalNullValue() ? message.sequence() : ordinal;
    }

    private ChatRecord chat(final DirectBuffer buffer, final int offset) {
        chat.wrapAndApplyHeader(buffer, offset, header);
        final List<ChatRecord.Participant> participants = new ArrayList<>();
        for (final JournalChatDecoder.ParticipantsDecoder participant : chat.participants()) {
            final boolean isAdmin = participant.role() == Role.ADMIN;
            participants.add(new ChatRecord.Participant(participant.participantId(), isAdmin));
        }
        final String createdBy = chat.createdBy();
        final String clientChatId = chat.clientChatId();
        final String title = chat.title();
        return new ChatRecord(chat.outputSequence(), chat.writeTimeUs(), chat.chatId(), chat.version(),
            chat.timestampMs(), chat.chatKind() == ChatKind.DIRECT, participants, createdBy, clientChatId, title);
    }

    private MembersRecord members(final DirectBuffer buffer, final int offset) {
        members.wrapAndApplyHeader(buffer, offset, header);
        final List<MembersRecord.Member> changed = new ArrayList<>();
        for (final JournalMembersDecoder.MembersDecoder member : members.members()) {
            final MembersRecord.Standing standing = standing(member.role());
            changed.add(new MembersRecord.Member(member.userId(), standing));
        }
        final String title = members.title();
        return new MembersRecord(members.outputSequence(), members.writeTimeUs(), members.chatId(), members.version(),
            members.timestampMs(), changed, title);
    }

    private static MembersRecord.Standing standing(final short role) {
        if (role == GONE) {
            return MembersRecord.Standing.GONE;
        }
        return role == Role.ADMIN.value() ? MembersRecord.Standing.ADMIN : MembersRecord.Standing.MEMBER;
    }

    private ReceiptRecord receipt(final DirectBuffer buffer, final int offset) {
        receipt.wrapAndApplyHeader(buffer, offset, header);
        return new ReceiptRecord(receipt.outputSequence(), receipt.writeTimeUs(), receipt.chatId(),
            receipt.deliveredSequence(), receipt.readSequence(), receipt.previousDeliveredSequence(),
            receipt.previousReadSequence(), receipt.chatKind() == ChatKind.DIRECT, receipt.userId());
    }

    private InboxAddRecord inboxAdd(final DirectBuffer buffer, final int offset) {
        inboxAdd.wrapAndApplyHeader(buffer, offset, header);
        final List<InboxAddRecord.Entry> entries = new ArrayList<>();
        for (final JournalInboxAddDecoder.EntriesDecoder entry : inboxAdd.entries()) {
            entries.add(new InboxAddRecord.Entry(entry.msgId(), entry.sequence(), entry.timestampMs()));
        }
        final String userId = inboxAdd.userId();
        return new InboxAddRecord(inboxAdd.outputSequence(), inboxAdd.writeTimeUs(), inboxAdd.chatId(), userId,
            inboxAdd.deviceId(), entries);
    }

    private InboxRemoveRecord inboxRemove(final DirectBuffer buffer, final int offset) {
        inboxRemove.wrapAndApplyHeader(buffer, offset, header);
        final String userId = inboxRemove.userId();
        return new InboxRemoveRecord(inboxRemove.outputSequence(), inboxRemove.writeTimeUs(), inboxRemove.chatId(),
            inboxRemove.msgId(), userId, inboxRemove.deviceId());
    }
}
