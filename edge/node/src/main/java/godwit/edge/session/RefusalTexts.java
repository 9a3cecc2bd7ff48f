package godwit.edge.session;

import godwit.edge.errors.ErrorCode;
import godwit.edge.errors.Sentences;
import godwit.protocol.codecs.RefusalCode;

/**
 * Turns a shard's refusal into what a client is told.
 */
final class RefusalTexts {
    /** By the numbers of the core's Refusal.Detail. */
    private static final String[] SENTENCES = {
        null,
        Sentences.NO_SUCH_CHAT,
        "a chat needs another participant than oneself",
        null, // not given any more
        "the message is empty",
        "the message is over its limit, see limits in CONNECTED",
        "the journal is behind: try again later",
        "the shard takes no further users",
        "no further chats: there are too many",
        null, // not given any more
        "the shard takes no further edges",
        "no page gave this cursor or stamp",
        "there is no such message in that chat",
        "the chat is full",
        "a field is not as the protocol has it",
        "an earlier message to this chat was refused: send that one first",
        "only an admin of the group may do this",
        "a direct chat has no members, roles and title to change",
        "the group would have too many members",
        "that user is no member of the group",
        "the group would have no admin: make another member admin first",
        "too many subscriptions to presence",
        "too many users in one command",
    };

    private RefusalTexts() {
    }

    static ErrorCode code(final RefusalCode code) {
        return switch (code) {
            case FORBIDDEN -> ErrorCode.FORBIDDEN;
            case NOT_FOUND -> ErrorCode.NOT_FOUND;
            case TOO_LARGE -> ErrorCode.TOO_LARGE;
            case INVALID -> ErrorCode.INVALID;
            case RATE_LIMITED -> ErrorCode.RATE_LIMITED;
            case UNAVAILABLE, STALE_EDGE, STALE_SESSION -> ErrorCode.UNAVAILABLE;
            case NULL_VAL -> ErrorCode.INTERNAL;
        };
    }

    static String sentence(final ErrorCode code, final int detail) {
        if (detail > 0 && detail < SENTENCES.length) {
            return SENTENCES[detail];
        }
        return switch (code) {
            case UNAVAILABLE -> "not known to be accepted: try again, with the same ids";
            case RATE_LIMITED -> "too much at once, or too much unanswered: try again later";
            case FORBIDDEN -> SENTENCES[1];
            case INTERNAL -> "a fault of the server: try again, with the same ids";
            default -> "refused";
        };
    }
}
