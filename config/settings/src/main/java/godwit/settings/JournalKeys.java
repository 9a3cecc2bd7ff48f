package godwit.settings;

import java.util.List;

/**
 * The settings of the journal, of Cassandra and of what both take of the disk.
 */
final class JournalKeys {
    static final Key<String> KEYSPACE = Key.text(
        "journal.keyspace", "[a-z][a-z0-9_]{0,47}", "a-z, 0-9, _, 1 to 48 of them, beginning with a letter", "godwit",
        "The Cassandra keyspace of the tables.");
    static final Key<Long> IN_FLIGHT = Key.count("journal.in-flight", 1, 4096, 64,
        "Batches of writes to Cassandra under way at once.");
    static final Key<Long> LINGER = Key.duration("journal.linger", "1ms", "10s", "500ms",
        "How long a write waits for others of its partition to go with; what is overtaken meanwhile is never written.");
    static final Key<Long> REQUEST_TIMEOUT = Key.duration("journal.request-timeout", "100ms", "2min", "10s",
        "A statement without Cassandra's answer for so long is tried again.");
    static final Key<String> CONTACT_POINT = Key.text(
        "cassandra.contact-point", "|[^\\s:/]+:\\d{1,5}|\\[[0-9A-Fa-f:]+\\]:\\d{1,5}", "HOST:PORT, or empty", "",
        "An external Cassandra; empty: the embedded one.");
    static final Key<String> DATACENTER = Key.text(
        "cassandra.datacenter", "[\\w.-]{1,64}", "a name", "datacenter1",
        "The data centre whose nodes are asked.");
    static final Key<String> USER = Key.text(
        "cassandra.user", "\\P{Cntrl}*", "a text", "", "Who logs in at an external Cassandra; empty: nobody.");
    static final Key<String> PASSWORD = Key.secret(
        "cassandra.password", "The password of cassandra.user; never shown.");
    static final Key<Long> HEAP = Key.bytes("cassandra.heap", "256MiB", "64GiB", "512MiB",
        "The heap of the embedded Cassandra.");
    static final Key<Long> DIRECT_BYTES = Key.bytes("cassandra.direct-bytes", "64MiB", "64GiB", "256MiB",
        "The memory outside the heap of the embedded Cassandra.");
    static final Key<Long> START_TIMEOUT = Key.duration("cassandra.start-timeout", "1s", "10min", "2min",
        "A Cassandra that does not answer for so long at the start ends it.");
    static final Key<Long> DISK_LOG_BYTES = Key.bytes("disk.log-bytes", "16MiB", "16TiB", "8GiB",
        "What log and snapshots may take; warned about at 70 %, beyond, commands are refused as UNAVAILABLE.");
    static final Key<Long> DISK_SPOOL_BYTES = Key.bytes("disk.spool-bytes", "16MiB", "16TiB", "8GiB",
        "What the spool may take; warned about at 70 %, beyond, commands are refused as UNAVAILABLE.");
    static final Key<Long> DISK_CASSANDRA_BYTES = Key.bytes("disk.cassandra-bytes", "256MiB", "16TiB", "16GiB",
        "What the embedded Cassandra may take; warned about at 70 %, beyond, the journal waits.");

    static final List<Key<?>> ALL = List.of(
        KEYSPACE, IN_FLIGHT, LINGER, REQUEST_TIMEOUT, CONTACT_POINT, DATACENTER, USER, PASSWORD, HEAP, DIRECT_BYTES,
        START_TIMEOUT, DISK_LOG_BYTES, DISK_SPOOL_BYTES, DISK_CASSANDRA_BYTES);

    private JournalKeys() {
    }
}
