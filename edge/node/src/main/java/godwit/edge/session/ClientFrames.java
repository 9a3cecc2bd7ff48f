package godwit.edge.session;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.errors.ErrorCode;
import godwit.edge.errors.FrameEcho;
import godwit.edge.inbound.ClientFrameListener;
import godwit.edge.request.MintedChatKeys;
import godwit.edge.request.Request;
import godwit.protocol.ChatIds;
import godwit.protocol.codecs.ChangeKind;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.Role;
import godwit.protocol.codecs.Visibility;
import java.util.List;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;

/**
 * The frames of one client: each is admitted, or answered at once; what the shard has to answer becomes a request.
 * Single-threaded.
 */
final class ClientFrames implements ClientFrameListener {
    private final long connectionId;
    private final SessionContext context;
    private final Replies replies;
    private final Connecting connecting;
    private final Sends sends;
    private final LongSupplier entriesTaken;
    private final FrameAdmission admission;
    private final Unanswered unanswered;
    private TypingRate typing;

    ClientFrames(
        final long connectionId, final SessionContext context, final Replies replies, final Connecting connecting,
        final Sends sends, final LongSupplier entriesTaken) {
        this.connectionId = connectionId;
        this.context = context;
        this.replies = replies;
        this.connecting = connecting;
        this.sends = sends;
        this.entriesTaken = entriesTaken;
        this.admission = new FrameAdmission(context, replies);
        this.unanswered = new Unanswered(context.configuration().unackedMax());
    }

    /** Takes a frame; a bug ends the one that met it, and nothing else. */
    void take(final byte[] utf8) {
        admission.begin();
        try {
            context.parser().parse(utf8, 0, utf8.length, this);
        } catch (final RuntimeException e) {
            context.errors().onError(e);
            replies.error(ErrorCode.INTERNAL, RefusalTexts.sentence(ErrorCode.INTERNAL, 0), admission.underWay());
        }
    }

    /** A ping or pong came; whether it is one within the limits. */
    boolean takeControl() {
        return admission.controlAdmitted();
    }

    @Override
    public void onConnect(final String reqId, final String token, final String device) {
        if (admission.connectAdmitted(FrameEcho.ofRequest(reqId))) {
            connecting.connect(reqId, token, device);
        }
    }

    @Override
    public void onSendMessage(
        final String reqId, final long chatId, final String clientMsgId, final ContentKind kind,
        final DirectBuffer body) {
        if (admission.admitted(Echoes.ofSend(reqId, chatId, clientMsgId))) {
            sends.send(reqId, chatId, clientMsgId, kind, body);
        } else {
            sends.notAdmitted(chatId, clientMsgId);
        }
    }

    @Override
    public void onMessageAck(final String reqId, final long chatId, final long msgId, final ReceiptStatus status) {
        pass(new Request.Acknowledge(connectionId, reqId, chatId, msgId, status, entriesTaken.getAsLong()));
    }

    @Override
    public void onCreateChat(
        final String reqId, final List<String> participantIds, final String title, final String clientChatId) {
        final String key = clientChatId == null && replies.is(SessionState.LIVE) && isGroup(participantIds)
            ? MintedChatKeys.mint() : clientChatId;
        pass(new Request.CreateChat(connectionId, reqId, participantIds, title, key));
    }

    /** Whether there are two others. */
    private boolean isGroup(final List<String> participantIds) {
        String other = null;
        for (final String id : participantIds) {
            if (!connecting.isUser(id)) {
                if (other != null && !other.equals(id)) {
                    return true;
                }
                other = id;
            }
        }
        return false;
    }

    @Override
    public void onChangeMembers(
        final String reqId, final long chatId, final ChangeKind change, final List<String> userIds) {
        pass(new Request.ChangeChat(connectionId, reqId, chatId, change, null, userIds, ""));
    }

    @Override
    public void onSetRole(final String reqId, final long chatId, final String userId, final Role role) {
        pass(new Request.ChangeChat(connectionId, reqId, chatId, ChangeKind.ROLE, role, List.of(userId), ""));
    }

    @Override
    public void onUpdateChat(final String reqId, final long chatId, final String title) {
        pass(new Request.ChangeChat(connectionId, reqId, chatId, ChangeKind.TITLE, null, List.of(), title));
    }

    @Override
    public void onLeaveChat(final String reqId, final long chatId) {
        pass(new Request.ChangeChat(connectionId, reqId, chatId, ChangeKind.LEFT, null, List.of(), ""));
    }

    @Override
    public void onListChats(final String reqId, final long since, final long cursor, final int limit) {
        pass(new Request.ListChats(connectionId, reqId, since, cursor, limit));
    }

    @Override
    public void onGetChat(final String reqId, final long chatId, final long cursor) {
        pass(new Request.GetChat(connectionId, reqId, chatId, cursor));
    }

    @Override
    public void onHistory(
        final String reqId, final long chatId, final long beforeSequence, final long afterSequence, final int limit) {
        pass(new Request.ReadHistory(connectionId, reqId, chatId, beforeSequence, afterSequence, limit));
    }

    @Override
    public void onListDevices(final String reqId) {
        pass(new Request.ListDevices(connectionId, reqId));
    }

    @Override
    public void onRemoveDevice(final String reqId, final String device) {
        pass(new Request.RemoveDevice(connectionId, reqId, device));
    }

    @Override
    public void onPresenceSubscribe(final String reqId, final List<String> userIds) {
        pass(new Request.PresenceSubscribe(connectionId, reqId, userIds));
    }

    @Override
    public void onPresenceUnsubscribe(final String reqId, final List<String> userIds) {
        pass(new Request.PresenceUnsubscribe(connectionId, reqId, userIds));
    }

    @Override
    public void onSetPrivacy(final String reqId, final Visibility visibility) {
        pass(new Request.SetPrivacy(connectionId, reqId, visibility));
    }

    /** Answered as soon as it is handed on, or came too often to be: it may be lost on the way, and nobody says so. */
    @Override
    public void onTyping(final String reqId, final long chatId, final boolean starts) {
        final FrameEcho echo = new FrameEcho(reqId, ChatIds.format(chatId), null);
        if (!admission.admitted(echo)) {
            return;
        }
        final boolean passes = typing().passes(chatId, starts, context.clock().nowMs());
        final boolean taken = passes && context.gateway().offer(new Request.Typing(connectionId, chatId, starts));
        if (!taken) {
            context.counters().increment(EdgeCounter.TYPINGS_SWALLOWED);
        }
        if (reqId != null && passes && !taken) {
            replies.unavailable(echo);
        } else if (reqId != null) {
            replies.write(context.encoder().ok(reqId));
        }
    }

    /** Most connections type never. */
    private TypingRate typing() {
        if (typing == null) {
            typing = new TypingRate();
        }
        return typing;
    }

    private void pass(final Request request) {
        final FrameEcho echo = Echoes.of(request);
        if (!admission.admitted(echo)) {
            return;
        }
        if (unanswered.tryTake(request)) {
            offer(request, echo);
        } else {
            context.counters().increment(EdgeCounter.REQUESTS_REFUSED_UNANSWERED);
            replies.refuse(ErrorCode.RATE_LIMITED, "too many requests are unanswered", echo,
                SessionConfiguration.UNANSWERED_RETRY_MS);
        }
    }

    private void offer(final Request request, final FrameEcho echo) {
        boolean offered = false;
        try {
            offered = context.gateway().offer(request);
        } finally {
            if (!offered) {
                unanswered.answered(request);
            }
        }
        if (!offered) {
            replies.unavailable(echo);
        }
    }

    /** A request that was handed on was answered, or refused. */
    void answered(final Request request) {
        unanswered.answered(request);
    }

    @Override
    public void onHeartbeat(final String reqId, final String userId) {
        final FrameEcho echo = FrameEcho.ofRequest(reqId);
        if (!admission.admitted(echo)) {
            return;
        }
        if (userId != null && !connecting.isUser(userId)) {
            replies.error(ErrorCode.FORBIDDEN, "this connection is of another user", echo);
        } else {
            replies.write(context.encoder().heartbeatAck(reqId, context.clock().epochMs()));
        }
    }

    @Override
    public void onRejected(final ErrorCode code, final String reason, final FrameEcho echo) {
        final boolean told = admission.rejected(code, reason, echo);
        final long chatId = echo.chatId() == null || echo.clientMsgId() == null
            ? ChatIds.NULL_ID : ChatIds.parse(echo.chatId());
        if (chatId == ChatIds.NULL_ID) {
            return;
        }
        if (told) {
            sends.refusedForGood(chatId, echo.clientMsgId());
        } else {
            sends.notAdmitted(chatId, echo.clientMsgId());
        }
    }
}
