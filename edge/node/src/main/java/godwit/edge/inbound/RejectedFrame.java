package godwit.edge.inbound;

import godwit.edge.errors.ErrorCode;

/**
 * Leaves the reading of a frame that gets an ERROR; carries no stack, since it is an answer and not a fault.
 */
final class RejectedFrame extends Exception {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    RejectedFrame(final ErrorCode code, final String reason) {
        super(reason, null, false, false);
        this.code = code;
    }

    static RejectedFrame badFrame(final String reason) {
        return new RejectedFrame(ErrorCode.BAD_FRAME, reason);
    }

    static RejectedFrame invalid(final String reason) {
        return new RejectedFrame(ErrorCode.INVALID, reason);
    }

    static RejectedFrame tooLarge(final String reason) {
        return new RejectedFrame(ErrorCode.TOO_LARGE, reason);
    }

    ErrorCode code() {
        return code;
    }
}
