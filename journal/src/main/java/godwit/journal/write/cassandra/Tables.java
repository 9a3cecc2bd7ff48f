package godwit.journal.write.cassandra;

import java.util.List;

/** The tables of the keyspace, as CQL. */
final class Tables {
    /** Grows with every change; a newer one in the keyspace is not touched. */
    static final int VERSION = 2;

    /**
     * A column that tables of an earlier version lack.
     *
     * @param table which table.
     * @param name  its name.
     * @param type  its type.
     */
    record Column(String table, String name, String type) {
    }

    private Tables() {
    }

    /** What came to the tables after their first version. */
    static List<Column> added() {
        return List.of(new Column("messages", "message_ordinal", "bigint"));
    }

    static List<String> create(final String keyspace) {
        return List.of(
            "CREATE TABLE IF NOT EXISTS " + keyspace + ".messages (chat_id text, bucket bigint, msg_id bigint,"
                + " seq bigint, sender_id text, sender_device text, client_msg_id text, sender_ordinal bigint,"
                + " kind tinyint, content text, content_blob blob, status tinyint, ts timestamp,"
                + " message_ordinal bigint,"
                + " PRIMARY KEY ((chat_id, bucket), msg_id))",
            "CREATE TABLE IF NOT EXISTS " + keyspace + ".inbox (client_id text, chat_id text, msg_id bigint,"
                + " seq bigint, PRIMARY KEY ((client_id), chat_id, msg_id))",
            "CREATE TABLE IF NOT EXISTS " + keyspace + ".chat_participants (chat_id text, participant_id text,"
                + " role text, delivered_seq bigint, read_seq bigint, PRIMARY KEY ((chat_id), participant_id))",
            "CREATE TABLE IF NOT EXISTS " + keyspace + ".chats (chat_id text PRIMARY KEY, kind text, title text,"
                + " created_by text, client_chat_id text, version bigint, created_at timestamp)",
            "CREATE TABLE IF NOT EXISTS " + keyspace + ".chats_by_user (user_id text, chat_id text,"
                + " joined_at timestamp, PRIMARY KEY ((user_id), chat_id))",
            "CREATE TABLE IF NOT EXISTS " + keyspace + ".journal_progress (shard int PRIMARY KEY,"
                + " output_sequence bigint)",
            "CREATE TABLE IF NOT EXISTS " + keyspace + ".schema_version (name text PRIMARY KEY, version int)");
    }
}
