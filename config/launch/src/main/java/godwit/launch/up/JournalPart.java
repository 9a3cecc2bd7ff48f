package godwit.launch.up;

import godwit.edge.downlink.EntryStore;
import godwit.edge.downlink.StoredEntry;
import godwit.journal.JournalConfiguration;
import godwit.journal.JournalException;
import godwit.journal.JournalNode;
import godwit.journal.JournalStatus;
import godwit.journal.read.HistoryRow;
import godwit.launch.EnvironmentException;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.idle.Doorbells;
import godwit.sequencer.SequencerNode;
import godwit.settings.Settings;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The journal of {@code up}, and through it the edge's store of entries: begun once Cassandra answers, while shard and
 * edge run already. Any thread.
 */
final class JournalPart implements AutoCloseable {
    private final Settings settings;
    private final SequencerNode node;
    private final Doorbells bells;
    private final FirstFailure failure;
    private volatile JournalNode journal;
    private boolean closed;

    JournalPart(final Settings settings, final SequencerNode node, final Doorbells bells, final FirstFailure failure) {
        this.settings = settings;
        this.node = node;
        this.bells = bells;
        this.failure = failure;
    }

    /** Cassandra will answer there: gets ready for it. */
    void warmUp(final String contactPoint) {
        JournalNode.warmUp(contactPoint, settings.cassandra().datacenter());
    }

    /** Cassandra answers there: begins. */
    void connect(final String contactPoint) {
        try {
            final JournalNode launched = JournalNode.launch(new JournalConfiguration(settings.journal(),
                settings.cassandra(), contactPoint, settings.sequencer().core().inboxRetentionMs(),
                node.aeronDirectory(), 0, node::incarnation, node::replayedSequence,
                node::journalPosition, bells, cause -> failure.report("journal", cause)));
            keep(launched);
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

    long position() {
        return journal == null ? node.journalPosition() : journal.status().position();
    }

    /** What is stored for certain: nothing until the journal has begun, for the keyspace may have been emptied. */
    long storedPosition() {
        return journal == null ? 0 : journal.status().position();
    }

    long lagMs() {
        return journal == null ? 0 : journal.status().lagMs();
    }

    /** How it stands; null: it has not begun. */
    JournalStatus status() {
        return journal == null ? null : journal.status();
    }

    /** Records that are not stored yet. */
    long lagRecords() {
        return Math.max(0, node.outputSequence() - position());
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

    /** What the edge reads of the tables, once they have what the shard believes stored. */
    EntryStore store() {
        return new CaughtUpStore(
            new Tables(), () -> journal == null ? -1 : journal.status().position(), node::journalPosition);
    }

    private static StoredEntry entry(final HistoryRow row) {
        return new StoredEntry(row.chatId(), row.msgId(), row.sequence(), row.timestampMs(), row.messageOrdinal(),
            ContentKind.get((short) row.contentKind()), row.senderId(), row.senderDevice(), row.clientMsgId(),
            row.body());
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
