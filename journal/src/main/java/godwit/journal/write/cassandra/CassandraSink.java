package godwit.journal.write.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import godwit.journal.write.Buckets;
import godwit.journal.write.JournalSink;
import godwit.journal.write.StoredMessage;
import godwit.journal.write.Table;
import godwit.journal.write.Write;
import godwit.protocol.ChatIds;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Executes writes by the driver, several of a partition as one unlogged batch. Answers come on the driver's threads. */
public final class CassandraSink implements JournalSink {
    private final CqlSession session;
    private final String keyspace;
    private final Map<Table, PreparedStatement> statements = new EnumMap<>(Table.class);
    private final PreparedStatement saveProgress;
    private final PreparedStatement senders;
    private final Answers answers;

    /** Gets the answers, on any thread. */
    public interface Answers {
        /** A batch is stored. */
        void onStored(long batchId);

        /** A batch is not. */
        void onFailed(long batchId, Throwable failure);

        /** A read's rows are there. */
        void onRead(long readId, List<StoredMessage> messages);

        /** They are not. */
        void onReadFailed(long readId, Throwable failure);
    }

    /**
     * Prepares the statements.
     *
     * @param session  with the schema there.
     * @param keyspace of the tables.
     * @param answers  gets what came of the batches.
     */
    public CassandraSink(final CqlSession session, final String keyspace, final Answers answers) {
        this.session = session;
        this.keyspace = keyspace;
        this.answers = answers;
        for (final Table table : Table.values()) {
            statements.put(table, session.prepare(cql(table)));
        }
        senders = session.prepare("SELECT seq, msg_id, sender_id FROM " + keyspace
            + ".messages WHERE chat_id = ? AND bucket = ? AND seq >= ? AND seq <= ? ALLOW FILTERING");
        saveProgress = session.prepare("UPDATE " + keyspace
            + ".journal_progress USING TIMESTAMP ? SET output_sequence = ? WHERE shard = ?");
    }

    private String cql(final Table table) {
        final String into = "INSERT INTO " + keyspace + ".";
        return switch (table) {
            case MESSAGE -> into + "messages (chat_id, bucket, msg_id, seq, sender_id, sender_device, client_msg_id,"
                + " sender_ordinal, kind, content, content_blob, ts, status, message_ordinal)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " USING TIMESTAMP ?";
            case STATUS -> "UPDATE " + keyspace + ".messages USING TIMESTAMP ? SET status = ?"
                + " WHERE chat_id = ? AND bucket = ? AND msg_id = ?";
            case CHAT -> into + "chats (chat_id, kind, title, created_by, client_chat_id, version, created_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?";
            case CHAT_CHANGED -> "UPDATE " + keyspace + ".chats USING TIMESTAMP ? SET title = ?, version = ?"
                + " WHERE chat_id = ?";
            case PARTICIPANT -> into + "chat_participants (chat_id, participant_id, role) VALUES (?, ?, ?)"
                + " USING TIMESTAMP ?";
            case PARTICIPANT_GONE -> "DELETE FROM " + keyspace + ".chat_participants USING TIMESTAMP ?"
                + " WHERE chat_id = ? AND participant_id = ?";
            case CURSORS -> "UPDATE " + keyspace + ".chat_participants USING TIMESTAMP ? SET delivered_seq = ?,"
                + " read_seq = ? WHERE chat_id = ? AND participant_id = ?";
            case CHAT_OF_USER -> into + "chats_by_user (user_id, chat_id, joined_at) VALUES (?, ?, ?)"
                + " USING TIMESTAMP ?";
            case CHAT_OF_USER_GONE -> "DELETE FROM " + keyspace + ".chats_by_user USING TIMESTAMP ?"
                + " WHERE user_id = ? AND chat_id = ?";
            case INBOX -> into + "inbox (client_id, chat_id, msg_id, seq) VALUES (?, ?, ?, ?)"
                + " USING TTL ? AND TIMESTAMP ?";
            case INBOX_ACKNOWLEDGED -> "DELETE FROM " + keyspace + ".inbox USING TIMESTAMP ?"
                + " WHERE client_id = ? AND chat_id = ? AND msg_id <= ?";
            case INBOX_FORGOTTEN -> "DELETE FROM " + keyspace + ".inbox USING TIMESTAMP ? WHERE client_id = ?";
        };
    }

    @Override
    public void execute(final long batchId, final List<Write> writes) {
        executeAsync(statement(writes)).whenComplete((result, failure) -> {
            if (failure == null) {
                answers.onStored(batchId);
            } else {
                answers.onFailed(batchId, failure);
            }
        });
    }

    private CompletionStage<AsyncResultSet> executeAsync(final Statement<?> statement) {
        try {
            return session.executeAsync(statement);
        } catch (final RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void read(final long readId, final long chatId, final long fromSequence, final long toSequence) {
        final BoundStatement select = senders.bind(
            ChatIds.format(chatId), Buckets.of(fromSequence), fromSequence, toSequence);
        // One bucket is one page: 256 rows at most.
        executeAsync(select).whenComplete((result, failure) -> {
            if (failure == null) {
                final List<StoredMessage> messages = new ArrayList<>();
                result.currentPage().forEach(row ->
                    messages.add(new StoredMessage(row.getLong(0), row.getLong(1), row.getString(2))));
                answers.onRead(readId, messages);
            } else {
                answers.onReadFailed(readId, failure);
            }
        });
    }

    private Statement<?> statement(final List<Write> writes) {
        if (writes.size() == 1) {
            return bind(writes.get(0));
        }
        final BatchStatementBuilder batch = BatchStatement.builder(DefaultBatchType.UNLOGGED);
        writes.forEach(write -> batch.addStatement(bind(write)));
        return batch.build();
    }

    private BoundStatement bind(final Write write) {
        final Object[] values = new Object[write.values().size() + 1];
        final boolean timeFirst = switch (write.table()) {
            case STATUS, CHAT_CHANGED, PARTICIPANT_GONE, CURSORS, CHAT_OF_USER_GONE, INBOX_ACKNOWLEDGED,
                INBOX_FORGOTTEN -> true;
            default -> false;
        };
        int index = timeFirst ? 1 : 0;
        for (final Object value : write.values()) {
            values[index++] = value;
        }
        values[timeFirst ? 0 : values.length - 1] = write.writeTimeUs();
        convert(write.table(), values);
        final BoundStatementBuilder builder = statements.get(write.table()).boundStatementBuilder(values);
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null && write.table() != Table.CHAT_CHANGED) {
                // Unset, not null: a null would be stored, as a tombstone. Only a title is to be removed by one.
                builder.unset(i);
            }
        }
        return builder.build();
    }

    private static void convert(final Table table, final Object[] values) {
        switch (table) {
            case MESSAGE -> {
                values[8] = ((Integer) values[8]).byteValue();
                values[10] = values[10] == null ? null : ByteBuffer.wrap((byte[]) values[10]);
                values[11] = Instant.ofEpochMilli((Long) values[11]);
                values[12] = ((Integer) values[12]).byteValue();
            }
            case STATUS -> values[1] = ((Integer) values[1]).byteValue();
            case CHAT -> values[6] = Instant.ofEpochMilli((Long) values[6]);
            case CHAT_OF_USER -> values[2] = Instant.ofEpochMilli((Long) values[2]);
            default -> {
            }
        }
    }

    @Override
    public CompletionStage<?> saveProgress(final int shard, final long outputSequence, final long writeTimeUs) {
        return executeAsync(saveProgress.bind(writeTimeUs, outputSequence, shard));
    }

    @Override
    public long progress(final int shard) {
        final Row row = session.execute(SimpleStatement.newInstance(
            "SELECT output_sequence FROM " + keyspace + ".journal_progress WHERE shard = ?", shard)).one();
        return row == null ? 0 : row.getLong(0);
    }
}
