package godwit.journal.follow;

/**
 * A device acknowledged entries, or is forgotten.
 *
 * @param outputSequence of the record.
 * @param writeTimeUs    of the record.
 * @param chatId         the chat, or {@link #WHOLE_DEVICE}.
 * @param msgId          the last one acknowledged.
 * @param userId         whose device.
 * @param deviceId       which one.
 */
public record InboxRemoveRecord(
    long outputSequence, long writeTimeUs, long chatId, long msgId, String userId, String deviceId)
    implements JournalRecord {
    /** Stands for every chat of the device. */
    public static final long WHOLE_DEVICE = 0;
}
