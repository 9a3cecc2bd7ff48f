package godwit.journal.follow;

import java.util.List;

/**
 * A device left entries of a chat unacknowledged over the grace.
 *
 * @param outputSequence of the record.
 * @param writeTimeUs    of the record.
 * @param chatId         the chat.
 * @param userId         whose device.
 * @param deviceId       which one.
 * @param entries        what waits for it.
 */
public record InboxAddRecord(
    long outputSequence, long writeTimeUs, long chatId, String userId, String deviceId, List<Entry> entries)
    implements JournalRecord {
    /**
     * One entry that waits.
     *
     * @param msgId       its id.
     * @param sequence    in the chat.
     * @param timestampMs from which its 30 days count.
     */
    public record Entry(long msgId, long sequence, long timestampMs) {
    }
}
