package godwit.journal.follow;

/**
 * What a shard's core says must be stored: one numbered change.
 */
public sealed interface JournalRecord
    permits MessageRecord, ChatRecord, MembersRecord, ReceiptRecord, InboxAddRecord, InboxRemoveRecord {
    /**
     * The dense number of the record among all of its shard.
     *
     * @return from 1.
     */
    long outputSequence();

    /**
     * When it was made, in microseconds since 1970; grows with every record, so that a replayed write never undoes a
     * newer one.
     *
     * @return Cassandra's write timestamp.
     */
    long writeTimeUs();
}
