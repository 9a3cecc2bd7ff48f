package godwit.sequencer.pipeline;

import godwit.core.LinkedChat;
import godwit.core.LinkedEntry;
import godwit.core.LinkedMembers;
import godwit.protocol.codecs.ChatKind;
import godwit.protocol.codecs.LinkAckEncoder;
import godwit.protocol.codecs.LinkChatEncoder;
import godwit.protocol.codecs.LinkEntryEncoder;
import godwit.protocol.codecs.LinkMarkEncoder;
import godwit.protocol.codecs.LinkPeerEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.Role;
import godwit.protocol.codecs.TypingEncoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes what other shards are told, one message each of a batch; each method answers the encoded length. The service's thread. */
final class LinkEncoder {
    private final UnsafeBuffer buffer;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final LinkChatEncoder chat = new LinkChatEncoder();
    private final LinkEntryEncoder entry = new LinkEntryEncoder();
    private final LinkMarkEncoder mark = new LinkMarkEncoder();
    private final LinkPeerEncoder peer = new LinkPeerEncoder();
    private final LinkAckEncoder ack = new LinkAckEncoder();
    private final TypingEncoder typing = new TypingEncoder();

    LinkEncoder(final UnsafeBuffer buffer) {
        this.buffer = buffer;
    }

    int chat(final long generation, final long number, final LinkedChat told, final LinkedMembers members) {
        chat.wrapAndApplyHeader(buffer, 0, header).generation(generation).number(number).chatId(told.chatId())
            .sequence(told.sequence()).messages(told.messages()).version(told.version())
            .memberCount(told.memberCount()).creatorPartition(told.creatorPartition())
            .chatKind(ChatKind.get((short) told.kind())).wide(OutputEncoder.flag(told.isWide()))
            .last(OutputEncoder.flag(told.isLast()));
        final LinkChatEncoder.MembersEncoder group = chat.membersCount(members.count());
        for (int i = 0; i < members.count(); i++) {
            final DirectBuffer userId = members.userId(i);
            group.next().partition(members.partition(i)).role(Role.get((short) members.role(i)))
                .fromSequence(members.fromSequence(i)).toSequence(members.toSequence(i)).messages(members.messages(i))
                .putUserId(userId, 0, userId.capacity());
        }
        final DirectBuffer createdBy = told.createdBy();
        chat.putCreatedBy(createdBy, 0, createdBy.capacity());
        final DirectBuffer deviceId = told.deviceId();
        chat.putDeviceId(deviceId, 0, deviceId.capacity());
        final DirectBuffer clientChatId = told.clientChatId();
        chat.putClientChatId(clientChatId, 0, clientChatId.capacity());
        final DirectBuffer title = told.title();
        chat.putTitle(title, 0, title.capacity());
        return chat.limit();
    }

    int entry(final long generation, final long number, final LinkedEntry sent, final LinkedMembers members) {
        entry.wrapAndApplyHeader(buffer, 0, header).generation(generation).number(number).chatId(sent.chatId())
            .msgId(sent.msgId()).sequence(sent.sequence()).timestampMs(sent.timestampMs())
            .senderOrdinal(sent.senderOrdinal()).messageOrdinal(sent.messageOrdinal()).deviceHash(sent.deviceHash())
            .version(sent.version()).senderPartition(sent.senderPartition()).memberCount(sent.memberCount())
            .contentKind(PushEncoder.contentKind(sent)).changeKind((short) sent.changeKind()).role((short) sent.role())
            .wide(OutputEncoder.flag(sent.isWide()));
        final LinkEntryEncoder.MembersEncoder group = entry.membersCount(members.count());
        for (int i = 0; i < members.count(); i++) {
            final DirectBuffer userId = members.userId(i);
            group.next().partition(members.partition(i)).role(Role.get((short) members.role(i)))
                .fromSequence(members.fromSequence(i)).toSequence(members.toSequence(i)).messages(members.messages(i))
                .putUserId(userId, 0, userId.capacity());
        }
        final DirectBuffer senderId = sent.senderId();
        entry.putSenderId(senderId, 0, senderId.capacity());
        final DirectBuffer clientMsgId = sent.clientMsgId();
        entry.putClientMsgId(clientMsgId, 0, clientMsgId.capacity());
        final DirectBuffer title = sent.title();
        entry.putTitle(title, 0, title.capacity());
        final DirectBuffer body = sent.body();
        entry.putBody(body, 0, body.capacity());
        return entry.limit();
    }

    int mark(
        final long generation, final long number, final long chatId, final DirectBuffer userId,
        final long deliveredSequence, final long readSequence, final long readOthers, final long msgId,
        final int status) {
        mark.wrapAndApplyHeader(buffer, 0, header).generation(generation).number(number).chatId(chatId)
            .deliveredSequence(deliveredSequence).readSequence(readSequence).readOthers(readOthers).msgId(msgId)
            .status((short) status);
        mark.putUserId(userId, 0, userId.capacity());
        return mark.limit();
    }

    int peer(
        final long generation, final long number, final long chatId, final int partition, final DirectBuffer userId,
        final long deliveredSequence, final long readSequence, final long msgId, final int status) {
        peer.wrapAndApplyHeader(buffer, 0, header).generation(generation).number(number).chatId(chatId)
            .deliveredSequence(deliveredSequence).readSequence(readSequence).msgId(msgId).partition(partition)
            .status((short) status);
        peer.putUserId(userId, 0, userId.capacity());
        return peer.limit();
    }

    int ack(final long generation, final long number) {
        return ack.wrapAndApplyHeader(buffer, 0, header).generation(generation).number(number).limit();
    }

    /** Of no batch, and with no number: it may be lost. */
    int typing(final long chatId, final DirectBuffer userId, final boolean starts) {
        typing.wrapAndApplyHeader(buffer, 0, header).chatId(chatId).state(PushEncoder.typingState(starts))
            .forwarded(OutputEncoder.flag(true)).putUserId(userId, 0, userId.capacity());
        return typing.limit();
    }
}
