package godwit.sequencer.pipeline;

import godwit.core.ChatView;
import godwit.core.EntryView;
import godwit.core.InboxEntries;
import godwit.core.MemberChanges;
import godwit.protocol.codecs.ChatKind;
import godwit.protocol.codecs.JournalChatEncoder;
import godwit.protocol.codecs.JournalInboxAddEncoder;
import godwit.protocol.codecs.JournalInboxRemoveEncoder;
import godwit.protocol.codecs.JournalMembersEncoder;
import godwit.protocol.codecs.JournalMessageEncoder;
import godwit.protocol.codecs.JournalReceiptEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.Role;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes journal records; each method answers the encoded length. The service's thread. */
final class JournalEncoder {
    private final UnsafeBuffer buffer;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final JournalMessageEncoder message = new JournalMessageEncoder();
    private final JournalChatEncoder chat = new JournalChatEncoder();
    private final JournalMembersEncoder members = new JournalMembersEncoder();
    private final JournalReceiptEncoder receipt = new JournalReceiptEncoder();
    private final JournalInboxAddEncoder inboxAdd = new JournalInboxAddEncoder();
    private final JournalInboxRemoveEncoder inboxRemove = new JournalInboxRemoveEncoder();

    JournalEncoder(final UnsafeBuffer buffer) {
        this.buffer = buffer;
    }

    int message(
        final long outputSequence, final long writeTimeUs, final EntryView entry, final DirectBuffer senderDeviceId) {
        message.wrapAndApplyHeader(buffer, 0, header).outputSequence(outputSequence).writeTimeUs(writeTimeUs)
            .chatId(entry.chatId()).msgId(entry.msgId()).sequence(entry.sequence()).timestampMs(entry.timestampMs())
            .senderOrdinal(entry.senderOrdinal()).contentKind(PushEncoder.contentKind(entry))
            .messageOrdinal(entry.messageOrdinal());
        message.putSenderId(entry.senderId(), 0, entry.senderId().capacity());
        message.putSenderDeviceId(senderDeviceId, 0, senderDeviceId.capacity());
        message.putClientMsgId(entry.clientMsgId(), 0, entry.clientMsgId().capacity());
        message.putBody(entry.body(), 0, entry.body().capacity());
        return message.limit();
    }

    int chat(final long outputSequence, final long writeTimeUs, final ChatView view, final long timestampMs) {
        chat.wrapAndApplyHeader(buffer, 0, header).outputSequence(outputSequence).writeTimeUs(writeTimeUs)
            .chatId(view.chatId()).version(view.version()).timestampMs(timestampMs)
            .chatKind(ChatKind.get((short) view.kind()));
        final JournalChatEncoder.ParticipantsEncoder participants = chat.participantsCount(view.listedCount());
        for (int i = 0; i < view.listedCount(); i++) {
            final DirectBuffer memberId = view.memberId(i);
            participants.next().role(Role.get((short) view.memberRole(i)))
                .putParticipantId(memberId, 0, memberId.capacity());
        }
        final DirectBuffer createdBy = view.createdBy();
        chat.putCreatedBy(createdBy, 0, createdBy.capacity());
        final DirectBuffer clientChatId = view.clientChatId();
        chat.putClientChatId(clientChatId, 0, clientChatId.capacity());
        final DirectBuffer title = view.title();
        chat.putTitle(title, 0, title.capacity());
        return chat.limit();
    }

    int members(
        final long outputSequence, final long writeTimeUs, final long chatId, final long version,
        final long timestampMs, final DirectBuffer title, final MemberChanges changes) {
        members.wrapAndApplyHeader(buffer, 0, header).outputSequence(outputSequence).writeTimeUs(writeTimeUs)
            .chatId(chatId).version(version).timestampMs(timestampMs);
        final JournalMembersEncoder.MembersEncoder group = members.membersCount(changes.count());
        for (int i = 0; i < changes.count(); i++) {
            final DirectBuffer userId = changes.userId(i);
            group.next().role((short) changes.role(i)).putUserId(userId, 0, userId.capacity());
        }
        members.putTitle(title, 0, title.capacity());
        return members.limit();
    }

    int receipt(
        final long outputSequence, final long writeTimeUs, final long chatId, final ChatKind chatKind,
        final DirectBuffer userId, final long delivered, final long read, final long previousDelivered,
        final long previousRead) {
        receipt.wrapAndApplyHeader(buffer, 0, header).outputSequence(outputSequence).writeTimeUs(writeTimeUs)
            .chatId(chatId).deliveredSequence(delivered).readSequence(read)
            .previousDeliveredSequence(previousDelivered).previousReadSequence(previousRead).chatKind(chatKind);
        receipt.putUserId(userId, 0, userId.capacity());
        return receipt.limit();
    }

    int inboxAdd(
        final long outputSequence, final long writeTimeUs, final long timestampMs, final long chatId,
        final DirectBuffer userId, final DirectBuffer deviceId, final InboxEntries entries) {
        inboxAdd.wrapAndApplyHeader(buffer, 0, header).outputSequence(outputSequence).writeTimeUs(writeTimeUs)
            .timestampMs(timestampMs).chatId(chatId);
        final JournalInboxAddEncoder.EntriesEncoder group = inboxAdd.entriesCount(entries.count());
        for (int i = 0; i < entries.count(); i++) {
            group.next().msgId(entries.msgId(i)).sequence(entries.sequence(i)).timestampMs(entries.timestampMs(i));
        }
        inboxAdd.putUserId(userId, 0, userId.capacity());
        inboxAdd.putDeviceId(deviceId, 0, deviceId.capacity());
        return inboxAdd.limit();
    }

    int inboxRemove(
        final long outputSequence, final long writeTimeUs, final long chatId, final long msgId, final long sequence,
        final DirectBuffer userId, final DirectBuffer deviceId) {
        inboxRemove.wrapAndApplyHeader(buffer, 0, header).outputSequence(outputSequence).writeTimeUs(writeTimeUs)
            .chatId(chatId).msgId(msgId).sequence(sequence);
        inboxRemove.putUserId(userId, 0, userId.capacity());
        inboxRemove.putDeviceId(deviceId, 0, deviceId.capacity());
        return inboxRemove.limit();
    }
}
