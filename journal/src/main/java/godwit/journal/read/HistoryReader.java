package godwit.journal.read;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import godwit.journal.write.Buckets;
import godwit.protocol.ChatIds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * Reads rows of messages: a range of sequences from its one or two buckets, or one row by its id. Never blocks; at most
 * {@value #READS_MAX} reads at once, {@value #WAITING_MAX} more wait for their turn, 2 s at most; one without an answer
 * for 3 s fails. Any thread.
 */
public final class HistoryReader {
    private static final int READS_MAX = 128;
    private static final int WAITING_MAX = 16_384;
    private static final int BUCKETS_DOUBLED_MAX = 40;
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final CqlSession session;
    private final PreparedStatement range;
    private final PreparedStatement first;
    private final PreparedStatement byId;
    private final ReadQueue queue = new ReadQueue(READS_MAX, WAITING_MAX, System::nanoTime);

    /**
     * Prepares the statements.
     *
     * @param session  with the schema there.
     * @param keyspace of the tables.
     */
    public HistoryReader(final CqlSession session, final String keyspace) {
        this.session = session;
        final String select = "SELECT msg_id, seq, ts, sender_ordinal, kind, sender_id, sender_device, client_msg_id,"
            + " content, content_blob, message_ordinal FROM " + keyspace + ".messages WHERE chat_id = ? AND bucket = ?";
        // Filtering within one partition of at most 256 rows: cheaper than a second table by sequence.
        range = session.prepare(select + " AND seq >= ? AND seq <= ? ALLOW FILTERING");
        first = session.prepare("SELECT msg_id FROM " + keyspace
            + ".messages WHERE chat_id = ? AND bucket = ? LIMIT 1");
        byId = session.prepare(select + " AND msg_id = ?");
    }

    /**
     * The rows of a range in ascending order; those that are not there are left out.
     *
     * @param asker        who wants them; askers take turns.
     * @param chatId       the chat.
     * @param fromSequence the first, included.
     * @param toSequence   the last, included; not more than 256 after the first.
     * @return what there is; fails with {@link RejectedExecutionException} when too many are waiting.
     */
    public CompletionStage<List<HistoryRow>> read(
        final long asker, final long chatId, final long fromSequence, final long toSequence) {
        if (toSequence - fromSequence >= Buckets.LENGTH || fromSequence < 1) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("range=" + fromSequence + ".."
                + toSequence + " expected 1 to " + Buckets.LENGTH + " entries"));
        }
        return queue.submit(asker, () -> {
            CompletionStage<List<HistoryRow>> rows = CompletableFuture.completedFuture(new ArrayList<>());
            for (long bucket = Buckets.of(fromSequence); bucket <= Buckets.of(toSequence); bucket++) {
                final CompletionStage<List<HistoryRow>> part = rows(chatId, session.executeAsync(
                    range.bind(ChatIds.format(chatId), bucket, fromSequence, toSequence).setTimeout(TIMEOUT)));
                rows = rows.thenCombine(part, HistoryReader::joined);
            }
            return rows;
        });
    }

    /**
     * A row by its id. Ids grow with the sequence, so the bucket is found by halving: about twice the logarithm of the
     * chat's length in reads of one row.
     *
     * @param asker  who wants it; askers take turns.
     * @param chatId the chat.
     * @param msgId  the server's id.
     * @return the row, or null when that chat has none such; fails as {@link #read} does.
     */
    public CompletionStage<HistoryRow> find(final long asker, final long chatId, final long msgId) {
        return queue.submit(asker, () -> upper(chatId, msgId, 1).thenCompose(high -> halve(chatId, msgId, 0, high))
            .thenCompose(bucket -> rows(chatId, session.executeAsync(
                byId.bind(ChatIds.format(chatId), bucket, msgId).setTimeout(TIMEOUT))))
            .thenApply(rows -> rows.isEmpty() ? null : rows.get(0)));
    }

    /** A bucket that begins above the id, or is not there. */
    private CompletionStage<Long> upper(final long chatId, final long msgId, final long bucket) {
        if (bucket > 1L << BUCKETS_DOUBLED_MAX) {
            return CompletableFuture.completedFuture(bucket);
        }
        return beginsAbove(chatId, msgId, bucket).thenCompose(above -> above
            ? CompletableFuture.completedFuture(bucket) : upper(chatId, msgId, bucket * 2));
    }

    private CompletionStage<Long> halve(final long chatId, final long msgId, final long low, final long high) {
        if (high - low <= 1) {
            return CompletableFuture.completedFuture(low);
        }
        final long middle = (low + high) >>> 1;
        return beginsAbove(chatId, msgId, middle).thenCompose(above -> above
            ? halve(chatId, msgId, low, middle) : halve(chatId, msgId, middle, high));
    }

    private CompletionStage<Boolean> beginsAbove(final long chatId, final long msgId, final long bucket) {
        return session.executeAsync(first.bind(ChatIds.format(chatId), bucket).setTimeout(TIMEOUT)).thenApply(result -> {
            final Row row = result.one();
            return row == null || row.getLong(0) > msgId;
        });
    }

    /** Reads that wait for their turn now. */
    public int waiting() {
        return queue.waiting();
    }

    /** Reads refused since the start, since too many were waiting. */
    public long refused() {
        return queue.refused();
    }

    private static CompletionStage<List<HistoryRow>> rows(
        final long chatId, final CompletionStage<AsyncResultSet> result) {
        return result.thenCompose(page -> collect(chatId, page, new ArrayList<>()));
    }

    private static CompletionStage<List<HistoryRow>> collect(
        final long chatId, final AsyncResultSet page, final List<HistoryRow> rows) {
        page.currentPage().forEach(row -> {
            if (!row.isNull("seq")) {
                rows.add(row(chatId, row));
            }
        });
        return page.hasMorePages()
            ? page.fetchNextPage().thenCompose(next -> collect(chatId, next, rows))
            : CompletableFuture.completedFuture(rows);
    }

    private static HistoryRow row(final long chatId, final Row row) {
        final ByteBuffer blob = row.getByteBuffer("content_blob");
        final byte[] body;
        if (blob == null) {
            final String text = row.getString("content");
            body = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        } else {
            body = new byte[blob.remaining()];
            blob.get(body);
        }
        final long sequence = row.getLong("seq");
        final long messageOrdinal = row.isNull("message_ordinal") ? sequence : row.getLong("message_ordinal");
        return new HistoryRow(chatId, row.getLong("msg_id"), sequence, row.getInstant("ts").toEpochMilli(),
            row.getLong("sender_ordinal"), messageOrdinal, row.getByte("kind"), row.getString("sender_id"),
            row.getString("sender_device"), row.getString("client_msg_id"), body);
    }

    private static List<HistoryRow> joined(final List<HistoryRow> a, final List<HistoryRow> b) {
        final List<HistoryRow> rows = new ArrayList<>(a);
        rows.addAll(b);
        rows.sort(Comparator.comparingLong(HistoryRow::sequence));
        return rows;
    }
}
