package godwit.edge.outbound;

import godwit.edge.errors.ErrorCode;
import godwit.edge.errors.FrameEcho;
import godwit.protocol.codecs.ReceiptStatus;
import org.agrona.DirectBuffer;

/**
 * Writes the frames that go to clients, all but the pages ({@link HistoryPageEncoder}, {@link ChatsEncoder},
 * {@link ChatEncoder}, {@link DevicesEncoder}). Each method gives one whole frame, valid until the next call.
 * <p>
 * Texts of any content give valid JSON in valid UTF-8. Nothing is allocated for RECEIVE_MESSAGE and MESSAGE_ACK once the
 * sink has grown. One instance a thread.
 */
public final class FrameEncoder {
    /** No frame to a client is longer. */
    public static final int FRAME_BYTES_MAX = 256 * 1024;
    /** A time to wait that is not told. */
    public static final long NOT_TOLD = -1;

    private static final byte[] CONNECTED = Names.type("CONNECTED");
    private static final byte[] GOAWAY = Names.type("GOAWAY");
    private static final byte[] CHAT_CREATED = Names.type("CHAT_CREATED");
    private static final byte[] MESSAGE_ACK = Names.type("MESSAGE_ACK");
    private static final byte[] HEARTBEAT_ACK = Names.type("HEARTBEAT_ACK");
    private static final byte[] OK = Names.type("OK");
    private static final byte[] ERROR = Names.type("ERROR");
    private static final byte[] PRESENCE = Names.type("PRESENCE");
    private static final byte[] TYPING = Names.type("TYPING");
    private static final byte[] START_STATE = FrameSink.ascii("\"start\"");
    private static final byte[] STOP_STATE = FrameSink.ascii("\"stop\"");
    private static final byte[] ONLINE_STATUS = FrameSink.ascii("\"ONLINE\"");
    private static final byte[] OFFLINE_STATUS = FrameSink.ascii("\"OFFLINE\"");
    private static final byte[] SENT_STATUS = FrameSink.ascii("\"SENT\"");
    private static final byte[] DELIVERED_STATUS = FrameSink.ascii("\"DELIVERED\"");
    private static final byte[] READ_STATUS = FrameSink.ascii("\"READ\"");

    private final FrameSink sink = new FrameSink();
    private final ConnectionLimits limits;

    /**
     * An encoder.
     *
     * @param limits what every CONNECTED tells.
     */
    public FrameEncoder(final ConnectionLimits limits) {
        this.limits = limits;
    }

    /**
     * CONNECTED.
     *
     * @param reqId        or null.
     * @param userId       whose connection it is now.
     * @param deviceId     of which device.
     * @param session      the shard's session number.
     * @param resumed      nothing is missing for this device.
     * @param serverTimeMs now.
     * @return the frame.
     */
    public FrameSink connected(
        final String reqId,
        final String userId,
        final String deviceId,
        final long session,
        final boolean resumed,
        final long serverTimeMs) {
        Frames.optional(sink.begin().raw(CONNECTED), Names.REQ_ID, reqId)
            .raw(Names.USER_ID).text(userId)
            .raw(Names.DEVICE_ID).text(deviceId)
            .raw(Names.SESSION_ID).id(session)
            .raw(Names.RESUMED).bool(resumed)
            .raw(Names.SERVER_TIME).number(serverTimeMs)
            .raw(Names.HEARTBEAT_MS).number(limits.heartbeatMs())
            .raw(Names.LIMITS).raw('{')
            .raw(Names.FRAME_BYTES_FIRST).number(limits.frameBytes())
            .raw(Names.TEXT_BYTES).number(limits.textBytes())
            .raw(Names.IN_FLIGHT).number(limits.inFlight())
            .raw(Names.UNACKED).number(limits.unacked())
            .raw('}').raw('}');
        return sink;
    }

    /**
     * GOAWAY.
     *
     * @param reason           why.
     * @param reconnectAfterMs when to come back, or {@link #NOT_TOLD}.
     * @return the frame.
     */
    public FrameSink goAway(final GoAwayReason reason, final long reconnectAfterMs) {
        sink.begin().raw(GOAWAY).raw(Names.REASON).text(reason.wireName());
        return Frames.told(sink, Names.RECONNECT_AFTER_MS, reconnectAfterMs).raw('}');
    }

    /**
     * CHAT_CREATED, as an answer or a push.
     *
     * @param chat      what to tell.
     * @param listedMax so many of its members are listed at most.
     * @return the frame.
     */
    public FrameSink chatCreated(final ChatCreatedFields chat, final int listedMax) {
        Frames.optional(sink.begin().raw(CHAT_CREATED), Names.REQ_ID, chat.reqId)
            .raw(Names.CHAT_ID).chatId(chat.chatId)
            .raw(Names.KIND).text(Frames.kind(chat.kind))
            .raw(Names.VERSION).number(chat.version)
            .raw(Names.PARTICIPANTS).raw('[');
        for (int i = 0; i < Math.min(chat.participants.size(), listedMax); i++) {
            if (i > 0) {
                sink.raw(',');
            }
            sink.text(chat.participants.get(i));
        }
        sink.raw(']')
            .raw(Names.PARTICIPANTS_COUNT).number(chat.participantsCount)
            .raw(Names.TITLE).text(chat.title)
            .raw(Names.CREATED_BY).text(chat.createdBy);
        return Frames.optional(sink, Names.CLIENT_CHAT_ID, chat.clientChatId).raw('}');
    }

    /**
     * MESSAGE_ACK with status SENT: the answer to a SEND_MESSAGE.
     *
     * @param reqId       or null.
     * @param chatId      which chat.
     * @param clientMsgId the sender's key.
     * @param msgId       the server's id.
     * @param sequence    in the chat.
     * @param timestampMs of the message.
     * @param duplicate   it was known already.
     * @return the frame.
     */
    public FrameSink sent(
        final String reqId,
        final long chatId,
        final CharSequence clientMsgId,
        final long msgId,
        final long sequence,
        final long timestampMs,
        final boolean duplicate) {
        Frames.optional(sink.begin().raw(MESSAGE_ACK), Names.REQ_ID, reqId)
            .raw(Names.CHAT_ID).chatId(chatId)
            .raw(Names.CLIENT_MSG_ID).text(clientMsgId)
            .raw(Names.MSG_ID).id(msgId)
            .raw(Names.SEQ).number(sequence)
            .raw(Names.STATUS).raw(SENT_STATUS)
            .raw(Names.TS).number(timestampMs);
        return duplicate ? sink.raw(Names.DUPLICATE).bool(true).raw('}') : sink.raw('}');
    }

    /**
     * MESSAGE_ACK with a user's progress.
     *
     * @param chatId      which chat.
     * @param msgId       the newest entry it covers.
     * @param sequence    of that entry.
     * @param status      {@link ReceiptStatus#DELIVERED} or {@link ReceiptStatus#READ}.
     * @param userId      whose progress, in UTF-8.
     * @param timestampMs when.
     * @return the frame.
     */
    public FrameSink receipt(
        final long chatId,
        final long msgId,
        final long sequence,
        final ReceiptStatus status,
        final DirectBuffer userId,
        final long timestampMs) {
        return sink.begin().raw(MESSAGE_ACK)
            .raw(Names.CHAT_ID).chatId(chatId)
            .raw(Names.MSG_ID).id(msgId)
            .raw(Names.SEQ).number(sequence)
            .raw(Names.STATUS).raw(status == ReceiptStatus.READ ? READ_STATUS : DELIVERED_STATUS)
            .raw(Names.USER_ID).text(userId)
            .raw(Names.TS).number(timestampMs)
            .raw('}');
    }

    /**
     * An entry as a push: RECEIVE_MESSAGE, or CHAT_UPDATED if it changes its chat.
     *
     * @param entry what to tell; its status is not.
     * @return the frame.
     */
    public FrameSink entry(final MessageFields entry) {
        Frames.entry(sink.begin(), entry.status(MessageFields.NO_STATUS));
        return sink;
    }

    /**
     * CHAT_UPDATED as an answer, whether or not it is a push at the same time.
     *
     * @param reqId the request's.
     * @param entry the change.
     * @return the frame.
     */
    public FrameSink changed(final String reqId, final MessageFields entry) {
        Changes.write(sink.begin(), reqId, entry);
        return sink;
    }

    /**
     * CHAT_UPDATED as the answer to a request that changed nothing: no entry, so that no client acknowledges it.
     *
     * @param reqId   the request's.
     * @param chatId  which chat.
     * @param version of the chat.
     * @return the frame.
     */
    public FrameSink unchanged(final String reqId, final long chatId, final long version) {
        return sink.begin().raw(Changes.CHAT_UPDATED)
            .raw(Names.REQ_ID).text(reqId)
            .raw(Names.CHAT_ID).chatId(chatId)
            .raw(Names.VERSION).number(version)
            .raw(Names.CHANGE).text("none")
            .raw('}');
    }

    /**
     * PRESENCE.
     *
     * @param userId     whose.
     * @param online     whether a device is.
     * @param lastSeenMs when one was, or {@link #NOT_TOLD}.
     * @return the frame.
     */
    public FrameSink presence(final String userId, final boolean online, final long lastSeenMs) {
        sink.begin().raw(PRESENCE)
            .raw(Names.USER_ID).text(userId)
            .raw(Names.STATUS).raw(online ? ONLINE_STATUS : OFFLINE_STATUS);
        return Frames.told(sink, Names.LAST_SEEN, lastSeenMs).raw('}');
    }

    /**
     * TYPING.
     *
     * @param chatId which chat.
     * @param userId who, in UTF-8.
     * @param starts to type, or ends.
     * @return the frame.
     */
    public FrameSink typing(final long chatId, final DirectBuffer userId, final boolean starts) {
        return sink.begin().raw(TYPING)
            .raw(Names.CHAT_ID).chatId(chatId)
            .raw(Names.USER_ID).text(userId)
            .raw(Names.STATE).raw(starts ? START_STATE : STOP_STATE)
            .raw('}');
    }

    /**
     * HEARTBEAT_ACK.
     *
     * @param reqId        or null.
     * @param serverTimeMs now.
     * @return the frame.
     */
    public FrameSink heartbeatAck(final String reqId, final long serverTimeMs) {
        return Frames.optional(sink.begin().raw(HEARTBEAT_ACK), Names.REQ_ID, reqId)
            .raw(Names.SERVER_TIME).number(serverTimeMs).raw('}');
    }

    /**
     * OK.
     *
     * @param reqId the request's.
     * @return the frame.
     */
    public FrameSink ok(final String reqId) {
        return sink.begin().raw(OK).raw(Names.REQ_ID).text(reqId).raw('}');
    }

    /**
     * ERROR.
     *
     * @param code         why.
     * @param message      one sentence for a developer.
     * @param echo         what it answers.
     * @param retryAfterMs when to try again, or {@link #NOT_TOLD}.
     * @return the frame.
     */
    public FrameSink error(
        final ErrorCode code, final String message, final FrameEcho echo, final long retryAfterMs) {
        sink.begin().raw(ERROR);
        Frames.optional(sink, Names.REQ_ID, echo.reqId());
        Frames.optional(sink, Names.CHAT_ID, echo.chatId());
        Frames.optional(sink, Names.CLIENT_MSG_ID, echo.clientMsgId())
            .raw(Names.CODE).code(code)
            .raw(Names.MESSAGE).text(message)
            .raw(Names.RETRYABLE).bool(code.retryable());
        return Frames.told(sink, Names.RETRY_AFTER_MS, retryAfterMs).raw('}');
    }
}
