package godwit.journal.follow;

import java.util.List;

/**
 * A chat was created.
 *
 * @param outputSequence of the record.
 * @param writeTimeUs    of the record.
 * @param chatId         the chat.
 * @param version        of its membership.
 * @param timestampMs    when.
 * @param isDirect       one of two people, else a group.
 * @param participants   its members.
 * @param createdBy      who.
 * @param clientChatId   the creator's key, or empty.
 * @param title          or empty.
 */
public record ChatRecord(
    long outputSequence,
    long writeTimeUs,
    long chatId,
    long version,
    long timestampMs,
    boolean isDirect,
    List<Participant> participants,
    String createdBy,
    String clientChatId,
    String title) implements JournalRecord {
    /**
     * One member.
     *
     * @param participantId who.
     * @param isAdmin       may change the chat.
     */
    public record Participant(String participantId, boolean isAdmin) {
    }
}
