package godwit.settings;

/**
 * Where Cassandra is, or how the embedded one is run.
 *
 * @param contactPoint   {@code HOST:PORT} of an external one; empty: embedded.
 * @param datacenter     whose nodes are asked.
 * @param user           who logs in; empty: nobody.
 * @param password       of that user.
 * @param heapBytes      of the embedded one.
 * @param directBytes    memory outside the heap of the embedded one.
 * @param startTimeoutMs how long a start waits for it.
 * @param diskBytesMax   what the embedded one may take.
 */
public record CassandraSettings(
    String contactPoint,
    String datacenter,
    String user,
    String password,
    long heapBytes,
    long directBytes,
    long startTimeoutMs,
    long diskBytesMax) {

    static CassandraSettings of(final Values values) {
        return new CassandraSettings(
            values.get(JournalKeys.CONTACT_POINT),
            values.get(JournalKeys.DATACENTER),
            values.get(JournalKeys.USER),
            values.get(JournalKeys.PASSWORD),
            values.number(JournalKeys.HEAP),
            values.number(JournalKeys.DIRECT_BYTES),
            values.number(JournalKeys.START_TIMEOUT),
            values.number(JournalKeys.DISK_CASSANDRA_BYTES));
    }

    /**
     * Whether this process runs Cassandra itself.
     *
     * @return true when no contact point is given.
     */
    public boolean isEmbedded() {
        return contactPoint.isEmpty();
    }

    @Override
    public String toString() {
        return "CassandraSettings[contactPoint=" + contactPoint + ", user=" + user + "]";
    }
}
