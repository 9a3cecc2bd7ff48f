package godwit.edge.errors;

/**
 * What an ERROR repeats of the frame that it answers, so that the client knows which one; each part may be null.
 *
 * @param reqId       the request's own name, up to 64 characters.
 * @param chatId      as the client sent it, up to 64 characters.
 * @param clientMsgId of a SEND_MESSAGE, its idempotency key.
 */
public record FrameEcho(String reqId, String chatId, String clientMsgId) {
    /** Nothing of the frame could be made out. */
    public static final FrameEcho NONE = new FrameEcho(null, null, null);

    /**
     * The echo of a request that names no chat.
     *
     * @param reqId null if it carried none.
     * @return the echo.
     */
    public static FrameEcho ofRequest(final String reqId) {
        return reqId == null ? NONE : new FrameEcho(reqId, null, null);
    }
}
