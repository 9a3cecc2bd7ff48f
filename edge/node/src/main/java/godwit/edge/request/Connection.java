package godwit.edge.request;

import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.SessionEnd;

/**
 * What a connection hears of the shard. Every request but {@link Request.Detach}, {@link Request.Restart},
 * {@link Request.Seen} and {@link Request.Typing}, and an {@link Request.Acknowledge} without {@code reqId}, gets exactly one of the answers, as long
 * as the connection is there.
 */
public interface Connection {
    /** Why a request was refused that met a bug: no code of the shard's. */
    RefusalCode BROKEN = RefusalCode.NULL_VAL;

    /**
     * The shard has a session for the device; entries follow.
     *
     * @param request the answered one.
     * @param session the shard's number for it.
     * @param resumed nothing is missing for the device.
     */
    void onAttached(Request.Attach request, long session, boolean resumed);

    /**
     * A message is committed.
     *
     * @param request     the answered one.
     * @param msgId       the server's id.
     * @param sequence    in the chat.
     * @param timestampMs of the message.
     * @param duplicate   it was committed before.
     */
    void onSent(Request.Send request, long msgId, long sequence, long timestampMs, boolean duplicate);

    /**
     * A request without another answer is committed.
     *
     * @param request the answered one.
     */
    void onDone(Request request);

    /**
     * A request was refused.
     *
     * @param request      the answered one.
     * @param code         why.
     * @param detail       a number of the core's, from which the sentence is made; 0: none.
     * @param retryAfterMs when to try again, or 0.
     */
    void onRefused(Request request, RefusalCode code, int detail, long retryAfterMs);

    /**
     * A request is answered by a whole frame.
     *
     * @param request the answered one.
     * @param frame   not to be changed.
     */
    void onAnswer(Request request, byte[] frame);

    /**
     * An entry of a chat for the device, in order.
     *
     * @param frame shared with other connections, not to be changed.
     * @param msgId the entry's id.
     */
    void onEntry(byte[] frame, long msgId);

    /**
     * An entry of a chat for the device, in order, that answers a request at the same time.
     *
     * @param request the answered one.
     * @param frame   not to be changed.
     * @param msgId   the entry's id.
     */
    void onAnsweringEntry(Request request, byte[] frame, long msgId);

    /**
     * A frame that nobody asked for and that takes no place in a chat.
     *
     * @param frame shared with other connections, not to be changed.
     */
    void onPushedFrame(byte[] frame);

    /**
     * A frame that nobody asked for and that is worth no wait: it is dropped before anything else is.
     *
     * @param frame shared with other connections, not to be changed.
     */
    void onFleetingFrame(byte[] frame);

    /** What was pushed before and got lost comes again from here on: the answer to {@link Request.Restart}. */
    void onRestarted();

    /** The shard wants to know from here on when the client says something: {@link Request.Seen}. */
    void onSeenWanted();

    /** The device lost something that it was not told of, and can only be told by connecting again. */
    void onMissing();

    /**
     * The shard ended the session.
     *
     * @param reason why.
     */
    void onEnded(SessionEnd reason);
}
