package godwit.sequencer.ingress;

import godwit.core.LinkedEntry;
import godwit.core.LinkedMembers;
import godwit.protocol.codecs.LinkEntryDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A LinkEntry as the core reads it; its bounds are known to hold. Reused. */
final class LinkEntryView implements LinkedEntry {
    private final LinkEntryDecoder decoder = new LinkEntryDecoder();
    private final LinkMembersView members = new LinkMembersView();
    private final UnsafeBuffer senderId = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer clientMsgId = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer title = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer body = new UnsafeBuffer(0, 0);

    /** Shows a message; whether a shard could have said it. */
    boolean wrap(final DirectBuffer message, final int blockLength, final int version) {
        decoder.wrap(message, MessageHeaderDecoder.ENCODED_LENGTH, blockLength, version);
        members.clear(message);
        for (final LinkEntryDecoder.MembersDecoder member : decoder.members()) {
            members.add(member.partition(), member.roleRaw(), member.fromSequence(), member.toSequence(),
                member.messages(), decoder.limit() + LinkEntryDecoder.MembersDecoder.userIdHeaderLength(),
                member.userIdLength());
            member.skipUserId();
        }
        decoder.wrapSenderId(senderId);
        decoder.wrapClientMsgId(clientMsgId);
        decoder.wrapTitle(title);
        decoder.wrapBody(body);
        return LinkChecks.isNumber(generation(), number()) && LinkChecks.isEntry(this, members);
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
    public long msgId() {
        return decoder.msgId();
    }

    @Override
    public long sequence() {
        return decoder.sequence();
    }

    @Override
    public long timestampMs() {
        return decoder.timestampMs();
    }

    @Override
    public long senderOrdinal() {
        return decoder.senderOrdinal();
    }

    @Override
    public long messageOrdinal() {
        return decoder.messageOrdinal();
    }

    @Override
    public int contentKind() {
        return decoder.contentKindRaw();
    }

    @Override
    public int senderPartition() {
        return decoder.senderPartition();
    }

    @Override
    public long deviceHash() {
        return decoder.deviceHash();
    }

    @Override
    public int changeKind() {
        return decoder.changeKind();
    }

    @Override
    public int role() {
        return decoder.role();
    }

    @Override
    public boolean isWide() {
        return decoder.wide() == 1;
    }

    @Override
    public long version() {
        return decoder.version();
    }

    @Override
    public int memberCount() {
        return decoder.memberCount();
    }

    @Override
    public DirectBuffer senderId() {
        return senderId;
    }

    @Override
    public DirectBuffer clientMsgId() {
        return clientMsgId;
    }

    @Override
    public DirectBuffer title() {
        return title;
    }

    @Override
    public DirectBuffer body() {
        return body;
    }
}
