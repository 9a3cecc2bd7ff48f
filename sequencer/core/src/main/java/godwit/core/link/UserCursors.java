package godwit.core.link;

import org.agrona.DirectBuffer;

/** From a user's owner to the owners of the user's chats. */
public interface UserCursors {
    /**
     * How far a member received and read; never less than before.
     *
     * @param membership the user's own record of it.
     * @param readOthers how many messages of others are among the read ones.
     * @param status     which of the two moved.
     */
    void onCursor(
        long chatId, int member, int membership, long deliveredSequence, long readSequence, long readOthers, long msgId,
        int status);

    /** A membership that is over is forgotten; its slot may be another's from here on. */
    default void onMembershipForgotten(final int membership) {
    }

    /** A user's device is gone: its idempotency keys may go. */
    void onDeviceGone(int userId, DirectBuffer deviceId);
}
