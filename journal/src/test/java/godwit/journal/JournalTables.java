package godwit.journal;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import godwit.journal.checkpoint.Watermark;
import godwit.journal.follow.JournalRecord;
import godwit.journal.write.Planner;
import godwit.journal.write.RecentMessages;
import godwit.journal.write.StoredMessage;
import godwit.journal.write.Write;
import godwit.journal.write.WritePipeline;
import godwit.journal.write.cassandra.CassandraSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A journal without a spool: records go through the real pipeline into the real tables. */
final class JournalTables implements CassandraSink.Answers {
    static final long RETENTION_MS = TimeUnit.DAYS.toMillis(30);

    private static final long ALONE = -1;

    private final LinkedBlockingQueue<Optional<Throwable>> alone = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Runnable> answers = new LinkedBlockingQueue<>();
    private final CqlSession session;
    private final Watermark watermark;
    private final WritePipeline pipeline;
    private final CassandraSink sink;

    JournalTables(final CqlSession session, final long lastSequence) {
        this.session = session;
        sink = new CassandraSink(session, "godwit", this);
        watermark = new Watermark(lastSequence, 4096);
        pipeline = new WritePipeline(
            new Planner(new RecentMessages(4096), RETENTION_MS), watermark, sink, 64, 0);
    }

    void write(final List<? extends JournalRecord> records) {
        for (final JournalRecord record : records) {
            pipeline.onRecord(record, System.currentTimeMillis());
        }
        Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(5)).until(this::isStored);
    }

    /** Executes one write past the pipeline, until it is stored. */
    void execute(final Write write) throws InterruptedException {
        Optional<Throwable> failure;
        do {
            sink.execute(ALONE, List.of(write));
            failure = alone.take();
        } while (failure.isPresent() && failure.get() instanceof WriteTimeoutException);
        if (failure.isPresent()) {
            throw new IllegalStateException(failure.get());
        }
    }

    /** The same for a statement. */
    static void write(final CqlSession session, final String statement) {
        untilWritten(() -> session.execute(statement));
    }

    /** A write waits for its sync, on a busy machine's disk for longer than Cassandra waits for a write. */
    static void untilWritten(final Callable<?> write) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).pollDelay(Duration.ZERO).until(() -> {
            try {
                write.call();
                return true;
            } catch (final WriteTimeoutException e) {
                return false;
            } catch (final ExecutionException e) {
                if (e.getCause() instanceof WriteTimeoutException) {
                    return false;
                }
                throw e;
            }
        });
    }

    private boolean isStored() {
        pipeline.doWork(System.nanoTime());
        for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
            answer.run();
        }
        return watermark.low() == watermark.high();
    }

    CassandraSink sink() {
        return sink;
    }

    /** All rows of all tables but the times that Cassandra counts down. */
    List<String> dump() {
        final List<String> rows = new ArrayList<>();
        for (final String table : List.of(
            "messages", "inbox", "chat_participants", "chats", "chats_by_user", "journal_progress")) {
            for (final Row row : session.execute("SELECT * FROM godwit." + table)) {
                rows.add(table + " " + row.getFormattedContents());
            }
        }
        rows.sort(null);
        return rows;
    }

    @Override
    public void onStored(final long batchId) {
        if (batchId == ALONE) {
            alone.add(Optional.empty());
        } else {
            answers.add(() -> pipeline.onStored(batchId));
        }
    }

    @Override
    public void onFailed(final long batchId, final Throwable failure) {
        if (batchId == ALONE) {
            alone.add(Optional.of(failure));
        } else {
            answers.add(() -> pipeline.onFailed(batchId, System.nanoTime()));
        }
    }

    @Override
    public void onRead(final long readId, final List<StoredMessage> messages) {
        answers.add(() -> pipeline.onRead(readId, messages));
    }

    @Override
    public void onReadFailed(final long readId, final Throwable failure) {
        answers.add(() -> pipeline.onReadFailed(readId, System.nanoTime()));
    }
}
