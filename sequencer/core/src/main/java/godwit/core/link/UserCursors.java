package godwit.core.link;

import org.agrona.DirectBuffer;

/** From a user's owner to the owners of the user's chats. */
public interface UserCursors {
    /**
     * How far a member received and read.
     *
     * @param membership the user's own record of it.
     */
    void onCursor(long chatId, int member, int membership, MarkMove move);

    /** A membership that is over is forgotten; its slot may be another's from here on. */
    default void onMembershipForgotten(final int membership) {
    }

    /** A user's device is gone: its idempotency keys may go. */
    void onDeviceGone(int userId, DirectBuffer deviceId);
}
