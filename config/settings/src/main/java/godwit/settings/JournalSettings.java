package godwit.settings;

/**
 * What the journal is told.
 *
 * @param keyspace         of the tables.
 * @param inFlightMax      batches of writes under way at once.
 * @param lingerMs         a write waits so long for others of its partition.
 * @param requestTimeoutMs a statement unanswered for so long is tried again.
 */
public record JournalSettings(String keyspace, int inFlightMax, long lingerMs, long requestTimeoutMs) {
    static JournalSettings of(final Values values) {
        return new JournalSettings(
            values.get(JournalKeys.KEYSPACE),
            values.integer(JournalKeys.IN_FLIGHT),
            values.number(JournalKeys.LINGER),
            values.number(JournalKeys.REQUEST_TIMEOUT));
    }
}
