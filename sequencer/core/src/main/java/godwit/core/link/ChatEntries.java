package godwit.core.link;

/** From a chat's owner to the owners of its members' users. What was applied before is ignored. */
public interface ChatEntries {
    /**
     * A chat was created; or what a shard of its members does not know is told at once, entries left out.
     *
     * @param members all of a chat that is not wide; those of the shard of one that is, and some others.
     */
    void onChat(ChatNews chat, MemberList members);

    /** The next entry of a chat, a message; it can be found among the recent entries. */
    void onEntry(long chatId, long sequence, int entry);

    /** The next entry of a chat, which changes it; it can be found among the recent entries. */
    void onChange(long chatId, long sequence, int entry, ChatChange change);

    /**
     * How far a member received and read; never less than before. Of chats that are not wide only, and of all members when a
     * chat ceases to be.
     *
     * @param deliveredBefore what the members of this shard's chat were told before; of another's it is known to who is told.
     * @param readBefore      the same.
     * @param msgId  of the entry that moved it; 0: not known, and nobody is told.
     * @param status which of the two moved.
     */
    void onMemberCursor(
        long chatId, int member, long deliveredSequence, long readSequence, long deliveredBefore, long readBefore,
        long msgId, int status);

    /** Whether an entry is the next one of its chat here. */
    boolean expects(long chatId, long sequence);

    /** An entry of the chat is about to come; called up to four times, with steps from 0. Changes nothing. */
    default void onComing(final long chatId, final int step) {
    }

    /** A former member is forgotten; the slot of the chat's owner may be another's from here on. */
    default void onMemberForgotten(final int member) {
    }

    /** Whether a user may come into one more chat; of another shard's it is not known, and said to be so. */
    boolean hasRoomForChat(int member);
}
