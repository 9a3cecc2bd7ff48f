package godwit.journal;

import godwit.journal.follow.RecordDecoder;
import godwit.journal.follow.aeron.SpoolReplay;
import java.util.concurrent.TimeUnit;

/**
 * Compares, before anything is followed, what Cassandra has with what the shard's log makes and believes stored: neither
 * a data folder nor a keyspace may have lost what the other counts on. The thread that starts the journal.
 */
final class StartCheck {
    private static final long SPOOL_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long POLL_MS = 10;

    private final JournalConfiguration configuration;
    private final long stored;

    /** Not looked yet; Cassandra says that it has everything up to a record. */
    StartCheck(final JournalConfiguration configuration, final long stored) {
        this.configuration = configuration;
        this.stored = stored;
    }

    /**
     * Looks.
     *
     * @param spool of the shard, not sought yet.
     * @return the last record that the shard believes stored; above what is stored, the spool has the rest.
     * @throws JournalException when records are nowhere any more, or their numbers would be given again.
     */
    long check(final SpoolReplay spool) {
        checkReplayed();
        final long journaled = configuration.journaled().getAsLong();
        if (stored < journaled) {
            checkSpool(spool, journaled);
        }
        return journaled;
    }

    /** Records that the log lost would be given their numbers again, and the new ones taken for repeats. */
    private void checkReplayed() {
        final long replayed = configuration.replayed().getAsLong();
        if (stored > replayed) {
            throw new JournalException(cassandraHas() + ", and its log makes only " + replayed
                + ": either the log lost its end, then put the data folder back from a backup or begin with an empty"
                + " one; or the keyspace is another data folder's, then name one of its own with journal.keyspace");
        }
    }

    /** What the shard let go of and Cassandra does not have would be missing in history and inboxes, unsaid. */
    private void checkSpool(final SpoolReplay spool, final long journaled) {
        final long first = first(spool);
        if (first == RecordDecoder.UNREADABLE || first > stored + 1) {
            throw new JournalException(cassandraHas() + ", the shard believes " + journaled + " stored, and its spool "
                + (first == RecordDecoder.UNREADABLE ? "is empty" : "begins only at " + first)
                + ": name the Cassandra and the keyspace that this data folder was journaled to (--cassandra,"
                + " journal.keyspace), or put Cassandra's data back from a backup, or begin with an empty data folder");
        }
    }

    /** A spool that is begun anew has nothing for a moment. */
    private static long first(final SpoolReplay spool) {
        final long deadlineNs = System.nanoTime() + SPOOL_NS;
        long first = spool.firstSequence();
        while (first == RecordDecoder.UNREADABLE && System.nanoTime() - deadlineNs < 0) {
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                return first;
            }
            first = spool.firstSequence();
        }
        return first;
    }

    private String cassandraHas() {
        return "Cassandra has " + stored + " records of shard " + configuration.shard() + " in keyspace "
            + configuration.settings().keyspace();
    }
}
