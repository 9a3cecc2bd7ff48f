package godwit.launch.up;

import godwit.edge.downlink.EntryStore;
import godwit.edge.downlink.StoredEntry;
import godwit.journal.JournalConfiguration;
import godwit.journal.JournalException;
import godwit.journal.JournalNode;
import godwit.journal.JournalStatus;
import godwit.journal.UnansweredException;
import godwit.journal.read.HistoryRow;
import godwit.launch.EnvironmentException;
import godwit.protocol.codecs.ContentKind;
import godwit.settings.Settings;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journals of {@code up}, one a shard, and through them the edges' store of entries: begun once Cassandra answers,
 * while shards and edges run already. Any thread.
 */
final class JournalPart implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(JournalPart.class);

    private final Settings settings;
    private final Shards shards;
    private final FirstFailure failure;
    private volatile JournalNode journal;
    private boolean closed;

    JournalPart(final Settings settings, final Shards shards, final FirstFailure failure) {
        this.settings = settings;
        this.shards = shards;
        this.failure = failure;
        shards.nodes().forEach(node -> node.storedPosition(() -> storedPosition(node.shard())));
    }

    /** Cassandra will answer there: gets ready for it. */
    void warmUp(final String contactPoint) {
        JournalNode.warmUp(contactPoint, settings.cassandra().datacenter());
    }

    /**
     * Cassandra answers there: begins.
     *
     * @param deadlineNs by {@link System#nanoTime}, for all that it asks first.
     * @return whether it began; false: Cassandra did not answer all of it yet.
     * @throws EnvironmentException when it cannot begin there.
     */
    boolean connect(final String contactPoint, final long deadlineNs) {
        try {
            keep(JournalNode.launch(shards.nodes().stream().map(node -> new JournalConfiguration(settings.journal(),
                settings.cassandra(), contactPoint, settings.sequencer().core().inboxRetentionMs(),
                shards.aeronDirectory(), node.shard(), shards(), node::incarnation, node::replayedSequence,
                node::journalPosition, shards.bells().get(node.shard()),
                cause -> failure.report("journal", cause))).toList()));
            return true;
        } catch (final UnansweredException e) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new EnvironmentException(e.getMessage());
            }
            LOGGER.warn("Cassandra at {} does not answer all yet, the journal begins anew", contactPoint);
            LOGGER.info("unanswered", e);
            return false;
        } catch (final JournalException e) {
            throw new EnvironmentException(e.getMessage());
        }
    }

    private synchronized void keep(final JournalNode launched) {
        if (closed) {
            launched.close();
            throw new StopSequence.StoppingException();
        }
        journal = launched;
    }

    boolean isReady() {
        return journal != null && journal.isReady();
    }

    /** Why what is sent now may not be journaled; null: it will be, be it later. */
    String notReadyReason() {
        return journal == null ? "the journal has not begun" : journal.notReadyReason();
    }

    /** How many there are. */
    int shards() {
        return shards.nodes().size();
    }

    /** Of all together: grows while one of them moves. */
    long moved() {
        long sum = 0;
        for (int shard = 0; shard < shards(); shard++) {
            sum += position(shard);
        }
        return sum;
    }

    long position(final int shard) {
        return journal == null ? shards.nodes().get(shard).journalPosition() : journal.status(shard).position();
    }

    /** What is stored for certain: nothing until the journal has begun, for the keyspace may have been emptied. */
    private long storedPosition(final int shard) {
        return journal == null ? 0 : journal.status(shard).position();
    }

    long lagMs(final int shard) {
        return journal == null ? 0 : journal.status(shard).lagMs();
    }

    /** How a shard's stands; null: it has not begun. */
    JournalStatus status(final int shard) {
        return journal == null ? null : journal.status(shard);
    }

    /** Records that are not stored yet. */
    long lagRecords(final int shard) {
        return Math.max(0, shards.nodes().get(shard).outputSequence() - position(shard));
    }

    int readsWaiting() {
        return journal == null ? 0 : journal.reader().waiting();
    }

    long readsRefused() {
        return journal == null ? 0 : journal.reader().refused();
    }

    void pause(final boolean pause) {
        if (journal != null) {
            journal.pause(pause);
        }
    }

    /** What the edges read of the tables, of each chat once they have what its shard believes stored. */
    EntryStore store() {
        final EntryStore tables = new Tables();
        return new ShardStores(shards.topology(), shards.nodes().stream().map(node -> (EntryStore) new CaughtUpStore(
            tables, () -> journal == null ? -1 : journal.status(node.shard()).position(), node::journalPosition)).toList());
    }

    private static StoredEntry entry(final HistoryRow row) {
        return new StoredEntry(row.chatId(), row.msgId(), row.sequence(), row.timestampMs(), row.senderOrdinal(),
            row.messageOrdinal(), ContentKind.get((short) row.contentKind()), row.senderId(), row.senderDevice(),
            row.clientMsgId(), row.body());
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        if (journal != null) {
            journal.close();
        }
    }

    /** The tables as they are, once the journal has begun. */
    private final class Tables implements EntryStore {
        @Override
        public CompletionStage<List<StoredEntry>> read(
            final long connectionId, final long chatId, final long fromSequence, final long toSequence) {
            return journal.reader().read(connectionId, chatId, fromSequence, toSequence)
                .thenApply(rows -> rows.stream().map(JournalPart::entry).toList());
        }

        @Override
        public CompletionStage<StoredEntry> find(final long connectionId, final long chatId, final long msgId) {
            return journal.reader().find(connectionId, chatId, msgId)
                .thenApply(row -> row == null ? null : entry(row));
        }
    }
}
