package godwit.core.link;

import godwit.core.ChatView;
import org.agrona.DirectBuffer;

/** From a user's owner to the owners of the user's chats. */
public interface UserCursors {
    /**
     * How far a member received and read; never less than before.
     *
     * @param readOthers how many messages of others are among the read ones.
     * @param status     which of the two moved.
     */
    void onCursor(
        long chatId, int member, long deliveredSequence, long readSequence, long readOthers, long msgId, int status);

    /** A user's device is gone: its idempotency keys may go. */
    void onDeviceGone(int userId, DirectBuffer deviceId);

    /** The chat as members may see it; between shards a copy, kept by the chat's entries. */
    ChatView chat(long chatId, int listedMax);
}
