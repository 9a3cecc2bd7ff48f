package godwit.core.link;

import org.agrona.DirectBuffer;

/** From a chat's owner to the owners of its members' users. What was applied before is ignored. */
public interface ChatEntries {
    /**
     * A chat was created; it has no entries yet.
     *
     * @param creator  the creator's interned id, whose device gets the answer and no push.
     * @param deviceId of the creator.
     */
    void onChat(long chatId, int creator, int other, DirectBuffer deviceId);

    /** The next entry of a chat; it can be found among the recent entries. */
    void onEntry(long chatId, long sequence, int entry);

    /** How far a member received and read; never less than before. */
    void onMemberCursor(
        long chatId, int member, long deliveredSequence, long readSequence, long msgId, int status);

    /** Whether a user may come into one more chat. */
    boolean hasRoomForChat(int member);
}
