package godwit.edge.errors;

/**
 * Why a client is told no; the names are those on the wire.
 */
public enum ErrorCode {
    /** Not JSON, no type, a required field missing or of the wrong kind, an id of bad length or characters. */
    BAD_FRAME(false),
    /** A type that this version does not know. */
    UNKNOWN_TYPE(false),
    /** No token or a bad one, or another frame before CONNECT. */
    UNAUTHENTICATED(false),
    /** Not a member, or no such chat as far as the asker may know. */
    FORBIDDEN(false),
    /** No such message in that chat. */
    NOT_FOUND(false),
    /** Text, content, ids of one command or the frame over a limit. */
    TOO_LARGE(false),
    /** Well-formed, and still not possible. */
    INVALID(false),
    /** Over a rate; with a time to wait. */
    RATE_LIMITED(true),
    /** Not known to be accepted: the same request may be sent again. */
    UNAVAILABLE(true),
    /** A bug here. */
    INTERNAL(true);

    private final boolean retryable;

    ErrorCode(final boolean retryable) {
        this.retryable = retryable;
    }

    /**
     * Whether the same request may succeed later.
     *
     * @return what the field {@code retryable} of an ERROR says.
     */
    public boolean retryable() {
        return retryable;
    }
}
