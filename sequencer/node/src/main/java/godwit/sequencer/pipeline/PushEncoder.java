package godwit.sequencer.pipeline;

import godwit.core.ChatRowView;
import godwit.core.ChatView;
import godwit.core.EntryView;
import godwit.core.Targets;
import godwit.protocol.codecs.ChatCreatedEncoder;
import godwit.protocol.codecs.ChatKind;
import godwit.protocol.codecs.ChatRowEncoder;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.HistoryEntryEncoder;
import godwit.protocol.codecs.MessageDeliveryEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.Role;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes chats and their entries for edges; each method answers the encoded length. The service's thread. */
final class EntryEncoder {
    private static final UnsafeBuffer EMPTY = new UnsafeBuffer(new byte[0]);

    private final UnsafeBuffer buffer;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageDeliveryEncoder message = new MessageDeliveryEncoder();
    private final HistoryEntryEncoder historyEntry = new HistoryEntryEncoder();
    private final ChatCreatedEncoder chatCreated = new ChatCreatedEncoder();
    private final ChatRowEncoder chatRow = new ChatRowEncoder();

    EntryEncoder(final UnsafeBuffer buffer) {
        this.buffer = buffer;
    }

    int message(final long edgeId, final EntryView entry, final Targets targets) {
        message.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).chatId(entry.chatId()).msgId(entry.msgId())
            .sequence(entry.sequence()).timestampMs(entry.timestampMs()).senderOrdinal(entry.senderOrdinal())
            .contentKind(contentKind(entry));
        final MessageDeliveryEncoder.TargetsEncoder group = message.targetsCount(targets.count());
        for (int i = 0; i < targets.count(); i++) {
            group.next().session(targets.session(i)).previousSequence(targets.previousSequence(i));
        }
        message.putSenderId(entry.senderId(), 0, entry.senderId().capacity());
        message.putClientMsgId(entry.clientMsgId(), 0, entry.clientMsgId().capacity());
        message.putBody(entry.body(), 0, entry.body().capacity());
        return message.limit();
    }

    int historyEntry(final long edgeId, final long correlationId, final EntryView entry) {
        historyEntry.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId)
            .chatId(entry.chatId()).msgId(entry.msgId()).sequence(entry.sequence()).timestampMs(entry.timestampMs())
            .senderOrdinal(entry.senderOrdinal()).contentKind(contentKind(entry));
        historyEntry.putSenderId(entry.senderId(), 0, entry.senderId().capacity());
        historyEntry.putClientMsgId(entry.clientMsgId(), 0, entry.clientMsgId().capacity());
        historyEntry.putBody(entry.body(), 0, entry.body().capacity());
        return historyEntry.limit();
    }

    int chatCreated(final long edgeId, final long correlationId, final ChatView chat, final Targets targets) {
        chatCreated.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId)
            .chatId(chat.chatId()).version(chat.version()).memberCount(chat.memberCount())
            .chatKind(ChatKind.get((short) chat.kind()));
        final int targetCount = targets == null ? 0 : targets.count();
        final ChatCreatedEncoder.TargetsEncoder sessions = chatCreated.targetsCount(targetCount);
        for (int i = 0; i < targetCount; i++) {
            sessions.next().session(targets.session(i));
        }
        final ChatCreatedEncoder.ParticipantsEncoder members = chatCreated.participantsCount(chat.listedCount());
        for (int i = 0; i < chat.listedCount(); i++) {
            final DirectBuffer memberId = chat.memberId(i);
            members.next().putParticipantId(memberId, 0, memberId.capacity());
        }
        final DirectBuffer createdBy = chat.createdBy();
        chatCreated.putCreatedBy(createdBy, 0, createdBy.capacity());
        final DirectBuffer clientChatId = chat.clientChatId();
        chatCreated.putClientChatId(clientChatId, 0, clientChatId.capacity());
        final DirectBuffer title = chat.title();
        chatCreated.putTitle(title, 0, title.capacity());
        return chatCreated.limit();
    }

    int chatRow(final long edgeId, final long correlationId, final ChatRowView row) {
        final EntryView last = row.lastEntry();
        chatRow.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId)
            .chatId(row.chatId()).version(row.version()).memberCount(row.memberCount())
            .lastSequence(row.lastSequence()).deliveredSequence(row.deliveredSequence())
            .readSequence(row.readSequence()).peersDeliveredSequence(row.peersDeliveredSequence())
            .peersReadSequence(row.peersReadSequence()).unread(row.unread())
            .chatKind(ChatKind.get((short) row.kind())).role(Role.get((short) row.role()))
            .member(OutputEncoder.flag(row.member())).lastInMemory(OutputEncoder.flag(last != null))
            .lastMsgId(last == null ? 0 : last.msgId()).lastTimestampMs(last == null ? 0 : last.timestampMs())
            .lastSenderOrdinal(last == null ? 0 : last.senderOrdinal())
            .lastContentKind(last == null ? ContentKind.NULL_VAL : contentKind(last));
        chatRow.putPeerId(row.peerId(), 0, row.peerId().capacity());
        chatRow.putTitle(row.title(), 0, row.title().capacity());
        final DirectBuffer senderId = last == null ? EMPTY : last.senderId();
        chatRow.putLastSenderId(senderId, 0, senderId.capacity());
        final DirectBuffer clientMsgId = last == null ? EMPTY : last.clientMsgId();
        chatRow.putLastClientMsgId(clientMsgId, 0, clientMsgId.capacity());
        final DirectBuffer body = last == null ? EMPTY : last.body();
        chatRow.putLastBody(body, 0, body.capacity());
        return chatRow.limit();
    }

    static ContentKind contentKind(final EntryView entry) {
        return ContentKind.get((short) entry.contentKind());
    }
}
