package godwit.sequencer.ingress;

import godwit.core.LinkedChat;
import godwit.core.LinkedMembers;
import godwit.protocol.codecs.LinkChatDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A LinkChat as the core reads it; its bounds are known to hold. Reused. */
final class LinkChatView implements LinkedChat {
    private final LinkChatDecoder decoder = new LinkChatDecoder();
    private final LinkMembersView members = new LinkMembersView();
    private final UnsafeBuffer createdBy = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer deviceId = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer clientChatId = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer title = new UnsafeBuffer(0, 0);

    /** Shows a message; whether a shard could have said it. */
    boolean wrap(final DirectBuffer message, final int blockLength, final int version) {
        decoder.wrap(message, MessageHeaderDecoder.ENCODED_LENGTH, blockLength, version);
        members.clear(message);
        for (final LinkChatDecoder.MembersDecoder member : decoder.members()) {
            members.add(member.partition(), member.roleRaw(), member.fromSequence(), member.toSequence(),
                member.messages(), decoder.limit() + LinkChatDecoder.MembersDecoder.userIdHeaderLength(),
                member.userIdLength());
            member.skipUserId();
        }
        decoder.wrapCreatedBy(createdBy);
        decoder.wrapDeviceId(deviceId);
        decoder.wrapClientChatId(clientChatId);
        decoder.wrapTitle(title);
        return LinkChecks.isNumber(generation(), number()) && LinkChecks.isChat(this, members);
    }

    long generation() {
        return decoder.generation();
    }

    long number() {
        return decoder.number();
    }

    LinkedMembers members() {
        return members;
    }

    @Override
    public long chatId() {
        return decoder.chatId();
    }

    @Override
    public int kind() {
        return decoder.chatKindRaw();
    }

    @Override
    public boolean isWide() {
        return decoder.wide() == 1;
    }

    @Override
    public long sequence() {
        return decoder.sequence();
    }

    @Override
    public long messages() {
        return decoder.messages();
    }

    @Override
    public long version() {
        return decoder.version();
    }

    @Override
    public boolean isLast() {
        return decoder.last() == 1;
    }

    @Override
    public int memberCount() {
        return decoder.memberCount();
    }

    @Override
    public int creatorPartition() {
        return decoder.creatorPartition();
    }

    @Override
    public DirectBuffer createdBy() {
        return createdBy;
    }

    @Override
    public DirectBuffer deviceId() {
        return deviceId;
    }

    @Override
    public DirectBuffer clientChatId() {
        return clientChatId;
    }

    @Override
    public DirectBuffer title() {
        return title;
    }
}
