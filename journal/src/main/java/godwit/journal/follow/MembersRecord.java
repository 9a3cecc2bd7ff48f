package godwit.journal.follow;

import java.util.List;

/**
 * Members of a chat came, went or have another role, or its title is another. A large change is several records.
 *
 * @param outputSequence of the record.
 * @param writeTimeUs    of the record.
 * @param chatId         the chat.
 * @param version        of the chat after it.
 * @param timestampMs    when.
 * @param members        those whom it is about; none: only the title is another.
 * @param title          the chat's after it, or empty.
 */
public record MembersRecord(
    long outputSequence,
    long writeTimeUs,
    long chatId,
    long version,
    long timestampMs,
    List<Member> members,
    String title) implements JournalRecord {
    /**
     * One of them.
     *
     * @param participantId who.
     * @param standing      what the user is from now on.
     */
    public record Member(String participantId, Standing standing) {
    }

    /** What a user is in a chat. */
    public enum Standing {
        /** No member any more. */
        GONE,
        /** May talk. */
        MEMBER,
        /** May change the chat, too. */
        ADMIN
    }
}
