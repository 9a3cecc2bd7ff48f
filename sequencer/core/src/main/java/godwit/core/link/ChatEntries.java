package godwit.core.link;

import org.agrona.DirectBuffer;

/** From a chat's owner to the owners of its members' users. What was applied before is ignored. */
public interface ChatEntries {
    /**
     * A chat was created; it has no entries yet.
     *
     * @param kind     of {@link godwit.core.ChatView}.
     * @param isWide   whether it is so large that receipts are not pushed.
     * @param members  interned ids, the creator's first, whose device gets the answer and no push.
     * @param deviceId of the creator.
     */
    void onChat(long chatId, int kind, boolean isWide, IdList members, DirectBuffer deviceId);

    /** The next entry of a chat, a message; it can be found among the recent entries. */
    void onEntry(long chatId, long sequence, int entry);

    /** The next entry of a chat, which changes it; it can be found among the recent entries. */
    void onChange(long chatId, long sequence, int entry, ChatChange change);

    /**
     * How far a member received and read; never less than before. Of chats that are not wide only, and of all members when a
     * chat ceases to be.
     *
     * @param msgId  of the entry that moved it; 0: not known, and nobody is told.
     * @param status which of the two moved.
     */
    void onMemberCursor(
        long chatId, int member, long deliveredSequence, long readSequence, long msgId, int status);

    /** Whether a user may come into one more chat. */
    boolean hasRoomForChat(int member);
}
