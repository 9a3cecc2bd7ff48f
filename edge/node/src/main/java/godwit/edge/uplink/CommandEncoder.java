package godwit.edge.uplink;

import godwit.edge.fanout.Link;
import godwit.edge.fanout.LiveChat;
import godwit.edge.request.Request;
import godwit.protocol.ProtocolLimits;
import godwit.protocol.codecs.AcknowledgeEncoder;
import godwit.protocol.codecs.AttachEncoder;
import godwit.protocol.codecs.ChangeChatEncoder;
import godwit.protocol.codecs.CreateChatEncoder;
import godwit.protocol.codecs.DetachEncoder;
import godwit.protocol.codecs.EdgeCloseEncoder;
import godwit.protocol.codecs.EdgeKeepAliveEncoder;
import godwit.protocol.codecs.EdgeOpenEncoder;
import godwit.protocol.codecs.GetChatEncoder;
import godwit.protocol.codecs.LaggingEncoder;
import godwit.protocol.codecs.ListChatsEncoder;
import godwit.protocol.codecs.ListDevicesEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.PresenceSubscribeEncoder;
import godwit.protocol.codecs.PresenceUnsubscribeEncoder;
import godwit.protocol.codecs.ReadHistoryEncoder;
import godwit.protocol.codecs.RemoveDeviceEncoder;
import godwit.protocol.codecs.ResyncEncoder;
import godwit.protocol.codecs.Role;
import godwit.protocol.codecs.SendEncoder;
import godwit.protocol.codecs.SetPrivacyEncoder;
import godwit.protocol.codecs.TypingEncoder;
import godwit.protocol.codecs.TypingState;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes the commands of one edge, one at a time into one buffer.
 */
final class CommandEncoder {
    /** Participants in one answer to a GetChat. */
    private static final int PARTICIPANTS_PAGE_LENGTH = 500;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[ProtocolLimits.MESSAGE_LENGTH_MAX]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final EdgeOpenEncoder edgeOpen = new EdgeOpenEncoder();
    private final EdgeKeepAliveEncoder edgeKeepAlive = new EdgeKeepAliveEncoder();
    private final EdgeCloseEncoder edgeClose = new EdgeCloseEncoder();
    private final AttachEncoder attach = new AttachEncoder();
    private final DetachEncoder detach = new DetachEncoder();
    private final ResyncEncoder resync = new ResyncEncoder();
    private final LaggingEncoder lagging = new LaggingEncoder();
    private final CreateChatEncoder createChat = new CreateChatEncoder();
    private final ChangeChatEncoder changeChat = new ChangeChatEncoder();
    private final SendEncoder send = new SendEncoder();
    private final AcknowledgeEncoder acknowledge = new AcknowledgeEncoder();
    private final ListChatsEncoder listChats = new ListChatsEncoder();
    private final GetChatEncoder getChat = new GetChatEncoder();
    private final ReadHistoryEncoder readHistory = new ReadHistoryEncoder();
    private final ListDevicesEncoder listDevices = new ListDevicesEncoder();
    private final RemoveDeviceEncoder removeDevice = new RemoveDeviceEncoder();
    private final PresenceSubscribeEncoder presenceSubscribe = new PresenceSubscribeEncoder();
    private final PresenceUnsubscribeEncoder presenceUnsubscribe = new PresenceUnsubscribeEncoder();
    private final SetPrivacyEncoder setPrivacy = new SetPrivacyEncoder();
    private final TypingEncoder typing = new TypingEncoder();
    private final long edgeId;
    private long epoch;

    CommandEncoder(final long edgeId) {
        this.edgeId = edgeId;
    }

    MutableDirectBuffer buffer() {
        return buffer;
    }

    void epoch(final long newEpoch) {
        epoch = newEpoch;
    }

    int edgeOpen(final long correlationId, final int streamId, final String channel, final String name) {
        edgeOpen.wrapAndApplyHeader(buffer, 0, header)
            .edgeId(edgeId).correlationId(correlationId).streamId(streamId).channel(channel).name(name);
        return length(edgeOpen.encodedLength());
    }

    int edgeKeepAlive() {
        edgeKeepAlive.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).epoch(epoch);
        return length(edgeKeepAlive.encodedLength());
    }

    int edgeClose() {
        edgeClose.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).epoch(epoch);
        return length(edgeClose.encodedLength());
    }

    int detach(final long session, final boolean away) {
        detach.wrapAndApplyHeader(buffer, 0, header)
            .edgeId(edgeId).epoch(epoch).session(session).away((short) (away ? 1 : 0));
        return length(detach.encodedLength());
    }

    int resync(final List<Link> links) {
        final ResyncEncoder.SessionsEncoder sessions = resync.wrapAndApplyHeader(buffer, 0, header)
            .edgeId(edgeId).epoch(epoch).sessionsCount(links.size());
        for (final Link link : links) {
            sessions.next().session(link.session()).changeSeen(link.changeSeen());
        }
        return length(resync.encodedLength());
    }

    int lagging(final List<LiveChat> all) {
        final LaggingEncoder.SubscriptionsEncoder subscriptions = lagging.wrapAndApplyHeader(buffer, 0, header)
            .edgeId(edgeId).epoch(epoch).subscriptionsCount(all.size());
        for (final LiveChat live : all) {
            subscriptions.next().session(live.session()).chatId(live.chatId()).sequence(live.lagSequence());
        }
        return length(lagging.encodedLength());
    }

    int acknowledge(final List<Acknowledgement> all, final long nowMs) {
        final AcknowledgeEncoder.AcknowledgementsEncoder group = acknowledge.wrapAndApplyHeader(buffer, 0, header)
            .edgeId(edgeId).epoch(epoch).acknowledgementsCount(all.size());
        for (final Acknowledgement a : all) {
            group.next().session(a.link.session()).chatId(a.chatId).sequence(a.toldSequence(nowMs))
                .msgId(a.msgId).senderOrdinal(0).messageOrdinal(a.messageOrdinal).status(a.status).correlationId(a.correlationId);
        }
        return length(acknowledge.encodedLength());
    }

    /** No command: it goes beside them. */
    int typing(final long chatId, final String userId, final boolean starts) {
        typing.wrapAndApplyHeader(buffer, 0, header)
            .chatId(chatId).state(starts ? TypingState.START : TypingState.STOP).forwarded((short) 0).userId(userId);
        return length(typing.encodedLength());
    }

    /** Encodes a request that has an answer; at a time, monotonic. */
    int request(final PendingRequest pending, final long nowMs) {
        final Request request = pending.request;
        if (request instanceof Request.Send r) {
            return send(pending, r);
        }
        if (request instanceof Request.Acknowledge r) {
            return acknowledge(List.of(new Acknowledgement(
                pending.link, pending.chatId, pending.status, pending.correlationId)
                .upTo(pending.sequence, r.msgId(), pending.messageOrdinal)), 0);
        }
        if (request instanceof Request.Attach r) {
            return attach(pending, r, nowMs);
        }
        if (request instanceof Request.CreateChat r) {
            return createChat(pending, r);
        }
        if (request instanceof Request.ChangeChat r) {
            return changeChat(pending, r);
        }
        if (request instanceof Request.ListChats r) {
            return listChats(pending, r);
        }
        if (request instanceof Request.GetChat r) {
            return getChat(pending, r);
        }
        if (request instanceof Request.ReadHistory r) {
            return readHistory(pending, r);
        }
        if (request instanceof Request.ListDevices) {
            return listDevices(pending);
        }
        if (request instanceof Request.RemoveDevice r) {
            return removeDevice(pending, r);
        }
        if (request instanceof Request.SetPrivacy r) {
            return setPrivacy(pending, r);
        }
        throw new IllegalStateException("request=" + request + ", expected one with an answer");
    }

    private int attach(final PendingRequest pending, final Request.Attach request, final long nowMs) {
        attach.wrapAndApplyHeader(buffer, 0, header)
            .edgeId(edgeId).epoch(epoch).correlationId(pending.correlationId).connectionId(request.connectionId())
            .partition(pending.partitions[0]).previousSession(pending.silent ? pending.link.latestSession() : 0)
            .waitedMs((int) Math.min(Integer.MAX_VALUE, Math.max(0, nowMs - request.askedMs())))
            .userId(request.userId()).deviceId(request.deviceId());
        return length(attach.encodedLength());
    }

    private int send(final PendingRequest pending, final Request.Send request) {
        send.wrapAndApplyHeader(buffer, 0, header)
            .edgeId(edgeId).correlationId(pending.correlationId).chatId(request.chatId())
            .contentKind(request.contentKind()).session(pending.link.latestSession())
            .senderId(pending.link.userId()).deviceId(pending.link.deviceId()).clientMsgId(request.clientMsgId())
            .putBody(request.body(), 0, request.body().length)
            .afterClientMsgId(keyBefore(pending));
        return length(send.encodedLength());
    }

    /** The unanswered send before this one, without which this one is not to be accepted. */
    private static String keyBefore(final PendingRequest pending) {
        return pending.sendBefore == null ? "" : ((Request.Send) pending.sendBefore.request).clientMsgId();
    }

    private int createChat(final PendingRequest pending, final Request.CreateChat request) {
        final CreateChatEncoder.ParticipantsEncoder participants = createChat.wrapAndApplyHeader(buffer, 0, header)
            .edgeId(edgeId).correlationId(pending.correlationId)
            .creatorPartition(pending.partitions[0])
            .participantsCount(request.participantIds().size());
        int index = 1;
        for (final String participantId : request.participantIds()) {
            participants.next().partition(pending.partitions[index++]).participantId(participantId);
        }
        createChat.creatorId(pending.link.userId()).deviceId(pending.link.deviceId())
            .clientChatId(orEmpty(request.clientChatId())).title(orEmpty(request.title()));
        return length(createChat.encodedLength());
    }

    private int changeChat(final PendingRequest pending, final Request.ChangeChat request) {
        final ChangeChatEncoder.ParticipantsEncoder participants = changeChat.wrapAndApplyHeader(buffer, 0, header)
            .edgeId(edgeId).correlationId(pending.correlationId).chatId(request.chatId())
            .changeKind(request.change()).role(request.role() == null ? Role.NULL_VAL : request.role())
            .participantsCount(request.userIds().size());
        int index = 0;
        for (final String userId : request.userIds()) {
            participants.next().partition(pending.partitions[index++]).participantId(userId);
        }
        changeChat.userId(pending.link.userId()).title(request.title());
        return length(changeChat.encodedLength());
    }

    private int listChats(final PendingRequest pending, final Request.ListChats request) {
        listChats.wrapAndApplyHeader(buffer, 0, header)
            .edgeId(edgeId).epoch(epoch).correlationId(pending.correlationId).session(pending.link.session())
            .since(request.since()).cursor(request.cursor()).pageLimit(request.pageLimit());
        return length(listChats.encodedLength());
    }

    private int getChat(final PendingRequest pending, final Request.GetChat request) {
        getChat.wrapAndApplyHeader(buffer, 0, header)
            .edgeId(edgeId).correlationId(pending.correlationId).chatId(request.chatId())
            .cursor(request.cursor()).pageLimit(PARTICIPANTS_PAGE_LENGTH).userId(pending.link.userId());
        return length(getChat.encodedLength());
    }

    private int readHistory(final PendingRequest pending, final Request.ReadHistory request) {
        readHistory.wrapAndApplyHeader(buffer, 0, header)
            .edgeId(edgeId).correlationId(pending.correlationId).chatId(request.chatId())
            .beforeSequence(request.beforeSequence()).afterSequence(request.afterSequence())
            .pageLimit(request.pageLimit()).userId(pending.link.userId());
        return length(readHistory.encodedLength());
    }

    private int listDevices(final PendingRequest pending) {
        listDevices.wrapAndApplyHeader(buffer, 0, header)
            .edgeId(edgeId).epoch(epoch).correlationId(pending.correlationId).session(pending.link.session());
        return length(listDevices.encodedLength());
    }

    private int removeDevice(final PendingRequest pending, final Request.RemoveDevice request) {
        removeDevice.wrapAndApplyHeader(buffer, 0, header)
            .edgeId(edgeId).epoch(epoch).correlationId(pending.correlationId).session(pending.link.session())
            .deviceId(request.deviceId());
        return length(removeDevice.encodedLength());
    }

    private int setPrivacy(final PendingRequest pending, final Request.SetPrivacy request) {
        setPrivacy.wrapAndApplyHeader(buffer, 0, header)
            .edgeId(edgeId).epoch(epoch).correlationId(pending.correlationId).session(pending.link.session())
            .visibility(request.visibility());
        return length(setPrivacy.encodedLength());
    }

    int presenceSubscribe(final long correlationId, final String askerId, final List<String> userIds) {
        final PresenceSubscribeEncoder.UsersEncoder users = presenceSubscribe.wrapAndApplyHeader(buffer, 0, header)
            .edgeId(edgeId).epoch(epoch).correlationId(correlationId).usersCount(userIds.size());
        userIds.forEach(userId -> users.next().userId(userId));
        presenceSubscribe.askerId(askerId);
        return length(presenceSubscribe.encodedLength());
    }

    int presenceUnsubscribe(final List<String> userIds) {
        final PresenceUnsubscribeEncoder.UsersEncoder users = presenceUnsubscribe.wrapAndApplyHeader(buffer, 0, header)
            .edgeId(edgeId).epoch(epoch).usersCount(userIds.size());
        userIds.forEach(userId -> users.next().userId(userId));
        return length(presenceUnsubscribe.encodedLength());
    }

    private static String orEmpty(final String text) {
        return text == null ? "" : text;
    }

    private static int length(final int encodedLength) {
        return MessageHeaderEncoder.ENCODED_LENGTH + encodedLength;
    }
}
