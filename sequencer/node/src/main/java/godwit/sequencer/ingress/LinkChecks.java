package godwit.sequencer.ingress;

import godwit.core.Changes;
import godwit.core.ChatView;
import godwit.core.Content;
import godwit.core.LinkedChat;
import godwit.core.LinkedEntry;
import godwit.core.LinkedMembers;
import godwit.core.Receipts;
import godwit.protocol.Partitions;
import godwit.protocol.ProtocolLimits;
import org.agrona.DirectBuffer;

/** Whether a shard could have said that. The core takes its peers at their word, so what none of them says stops here. */
final class LinkChecks {
    private LinkChecks() {
    }

    static boolean isNumber(final long generation, final long number) {
        return generation > 0 && number > 0;
    }

    static boolean isPartition(final int partition) {
        return partition >= 0 && partition < Partitions.COUNT;
    }

    static boolean isId(final DirectBuffer id) {
        return id.capacity() > 0 && id.capacity() <= ProtocolLimits.ID_LENGTH_MAX;
    }

    static boolean isMark(final long deliveredSequence, final long readSequence, final long msgId, final int status) {
        return deliveredSequence >= 0 && readSequence >= 0 && msgId >= 0 && status <= Receipts.READ;
    }

    static boolean isChat(final LinkedChat chat, final LinkedMembers members) {
        final boolean isGroup = chat.kind() == ChatView.GROUP;
        final boolean isDirect = chat.kind() == ChatView.DIRECT && chat.isLast() && members.count() == 2;
        return (isGroup || isDirect) && chat.chatId() > 0
            && chat.sequence() >= 0 && chat.messages() >= 0 && chat.version() >= 0 && chat.memberCount() >= 0
            && isPartition(chat.creatorPartition()) && isId(chat.createdBy())
            && chat.deviceId().capacity() <= ProtocolLimits.ID_LENGTH_MAX
            && chat.clientChatId().capacity() <= ProtocolLimits.KEY_LENGTH_MAX
            && chat.title().capacity() <= ProtocolLimits.TITLE_LENGTH_MAX
            && areMembers(members);
    }

    static boolean isEntry(final LinkedEntry entry, final LinkedMembers members) {
        final boolean isMessage = (entry.contentKind() == Content.TEXT || entry.contentKind() == Content.OPAQUE)
            && entry.changeKind() == 0;
        final boolean isChange = entry.contentKind() == Content.CHANGE
            && entry.changeKind() >= Changes.ADDED && entry.changeKind() <= Changes.TITLE
            && (entry.changeKind() != Changes.ROLE || isRole(entry.role()));
        return (isMessage || isChange) && entry.chatId() > 0
            && entry.msgId() >= 0 && entry.sequence() > 0 && entry.senderOrdinal() >= 0 && entry.messageOrdinal() >= 0
            && entry.version() >= 0 && entry.memberCount() >= 0
            && isPartition(entry.senderPartition()) && isId(entry.senderId())
            && entry.clientMsgId().capacity() <= ProtocolLimits.KEY_LENGTH_MAX
            && entry.title().capacity() <= ProtocolLimits.TITLE_LENGTH_MAX
            && entry.body().capacity() <= ProtocolLimits.BODY_LENGTH_MAX
            && areMembers(members);
    }

    private static boolean areMembers(final LinkedMembers members) {
        for (int i = 0; i < members.count(); i++) {
            final long from = members.fromSequence(i);
            final long to = members.toSequence(i);
            if (!isPartition(members.partition(i)) || !isId(members.userId(i)) || !isRole(members.role(i))
                || from < 0 || to != 0 && (from == 0 || to < from) || members.messages(i) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isRole(final int role) {
        return role == ChatView.MEMBER || role == ChatView.ADMIN;
    }
}
