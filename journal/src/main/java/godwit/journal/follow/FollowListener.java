package godwit.journal.follow;

/**
 * What following the spool comes to.
 */
public interface FollowListener {
    /**
     * The next record, each once and in order.
     *
     * @param record exactly one above the one before.
     */
    void onRecord(JournalRecord record);

    /**
     * The spool does not hold what must come next; nothing is followed until {@link RecordFollower#onSeek}.
     *
     * @param expectedSequence what must come next.
     * @param actualSequence   what came instead, or {@link RecordDecoder#UNREADABLE}.
     */
    void onHole(long expectedSequence, long actualSequence);
}
