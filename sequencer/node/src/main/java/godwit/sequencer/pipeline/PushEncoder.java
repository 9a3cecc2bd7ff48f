package godwit.sequencer.pipeline;

import godwit.core.ChatView;
import godwit.core.EntryView;
import godwit.protocol.codecs.ChatCreatedEncoder;
import godwit.protocol.codecs.ChatKind;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.MessageDeliveryEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.ReceiptEncoder;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.StoreKind;
import godwit.protocol.codecs.SeenWantedEncoder;
import godwit.protocol.codecs.StoredDeliveryEncoder;
import godwit.protocol.codecs.TypingDeliveryEncoder;
import godwit.protocol.codecs.TypingState;
import godwit.protocol.codecs.UnsubscribedEncoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Encodes what is pushed to sessions of an edge: chats, their entries and receipts; each method answers the encoded
 * length. The service's thread.
 */
final class PushEncoder {
    private final UnsafeBuffer buffer;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageDeliveryEncoder message = new MessageDeliveryEncoder();
    private final UnsubscribedEncoder unsubscribed = new UnsubscribedEncoder();
    private final SeenWantedEncoder seenWanted = new SeenWantedEncoder();
    private final StoredDeliveryEncoder stored = new StoredDeliveryEncoder();
    private final ReceiptEncoder receipt = new ReceiptEncoder();
    private final TypingDeliveryEncoder typing = new TypingDeliveryEncoder();
    private final ChatCreatedEncoder chatCreated = new ChatCreatedEncoder();

    PushEncoder(final UnsafeBuffer buffer) {
        this.buffer = buffer;
    }

    int message(
        final long edgeId, final EntryView entry, final TargetChunk targets, final boolean subscribed,
        final long passedSession) {
        message.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).chatId(entry.chatId()).msgId(entry.msgId())
            .sequence(entry.sequence()).timestampMs(entry.timestampMs()).senderOrdinal(entry.senderOrdinal())
            .contentKind(contentKind(entry)).messageOrdinal(entry.messageOrdinal())
            .subscribed(OutputEncoder.flag(subscribed)).passedSession(passedSession);
        final MessageDeliveryEncoder.TargetsEncoder group = message.targetsCount(targets.count());
        for (int i = 0; i < targets.count(); i++) {
            group.next().session(targets.session(i)).previousSequence(targets.previousSequence(i))
                .live(OutputEncoder.flag(targets.isLive(i)));
        }
        message.putSenderId(entry.senderId(), 0, entry.senderId().capacity());
        message.putClientMsgId(entry.clientMsgId(), 0, entry.clientMsgId().capacity());
        message.putBody(entry.body(), 0, entry.body().capacity());
        return message.limit();
    }

    int unsubscribed(final long edgeId, final long session, final long chatId) {
        return unsubscribed.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).session(session).chatId(chatId).limit();
    }

    int seenWanted(final long edgeId, final long session) {
        return seenWanted.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).session(session).limit();
    }

    int chatCreated(final long edgeId, final long correlationId, final ChatView chat, final TargetChunk targets) {
        chatCreated.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId)
            .chatId(chat.chatId()).version(chat.version()).memberCount(chat.memberCount())
            .chatKind(ChatKind.get((short) chat.kind()));
        final ChatCreatedEncoder.TargetsEncoder sessions = chatCreated.targetsCount(targets.count());
        for (int i = 0; i < targets.count(); i++) {
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

    int stored(
        final long edgeId, final long session, final long chatId, final long previousSequence,
        final long fromSequence, final long toSequence, final boolean journaled) {
        return stored.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).session(session).chatId(chatId)
            .previousSequence(previousSequence).fromSequence(fromSequence).toSequence(toSequence)
            .store(journaled ? StoreKind.TABLE : StoreKind.SPOOL).limit();
    }

    int receipt(
        final long edgeId, final long chatId, final long msgId, final long sequence, final long timestampMs,
        final long change, final int status, final DirectBuffer userId, final TargetChunk targets) {
        receipt.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).chatId(chatId).msgId(msgId).sequence(sequence)
            .timestampMs(timestampMs).change(change).status(ReceiptStatus.get((short) status));
        final ReceiptEncoder.TargetsEncoder group = receipt.targetsCount(targets.count());
        for (int i = 0; i < targets.count(); i++) {
            group.next().session(targets.session(i));
        }
        receipt.putUserId(userId, 0, userId.capacity());
        return receipt.limit();
    }

    int typing(
        final long edgeId, final long chatId, final DirectBuffer userId, final boolean starts,
        final TargetChunk targets) {
        typing.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).chatId(chatId).state(typingState(starts));
        final TypingDeliveryEncoder.TargetsEncoder group = typing.targetsCount(targets.count());
        for (int i = 0; i < targets.count(); i++) {
            group.next().session(targets.session(i));
        }
        typing.putUserId(userId, 0, userId.capacity());
        return typing.limit();
    }

    static TypingState typingState(final boolean starts) {
        return starts ? TypingState.START : TypingState.STOP;
    }

    static ContentKind contentKind(final EntryView entry) {
        return ContentKind.get((short) entry.contentKind());
    }
}
