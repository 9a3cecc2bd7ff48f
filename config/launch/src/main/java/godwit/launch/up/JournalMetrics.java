package godwit.launch.up;

import godwit.edge.http.Metrics;
import godwit.journal.JournalStatus;
import java.util.function.ToLongFunction;

/** The journal's numbers on the edge's page of metrics; 0 until it has begun. */
final class JournalMetrics {
    private JournalMetrics() {
    }

    static void register(final Metrics metrics, final JournalPart journal, final CassandraPart cassandra) {
        metrics
            .gauge("godwit_journal_ready", "1 when what is sent now will be journaled, be it later.",
                () -> journal.notReadyReason() == null ? 1 : 0)
            .gauge("godwit_journal_stopped", "1 while it stands before a hole or an unreadable record of the spool.",
                () -> journal.status() != null && journal.status().stopped() ? 1 : 0)
            .gauge("godwit_journal_position", "The record up to which all is stored.", journal::position)
            .gauge("godwit_journal_lag_records", "Records that are not stored yet.", journal::lagRecords)
            .gauge("godwit_journal_lag_ms", "Age of the oldest record that is not stored; 0: all are.", journal::lagMs)
            .gauge("godwit_journal_reads_waiting", "Reads of the tables that wait for their turn.",
                journal::readsWaiting);
        counter(metrics, journal, "retries", "Batches and reads that were tried again.", JournalStatus::retries);
        counter(metrics, journal, "holes", "Holes of the spool refused, one that stays once for each look.",
            JournalStatus::holes);
        counter(metrics, journal, "unreadable", "Records of an unknown kind or version refused, likewise.",
            JournalStatus::unreadable);
        counter(metrics, journal, "repeats", "Records that came again and were skipped.", JournalStatus::repeats);
        metrics.counter("godwit_journal_reads_refused", "Reads of the tables refused, since too many waited.",
            journal::readsRefused);
        metrics.counter("godwit_journal_cassandra_deaths", "Times that the embedded Cassandra died alone.",
            cassandra::deaths);
    }

    private static void counter(
        final Metrics metrics, final JournalPart journal, final String name, final String help,
        final ToLongFunction<JournalStatus> value) {
        metrics.counter("godwit_journal_" + name, help,
            () -> journal.status() == null ? 0 : value.applyAsLong(journal.status()));
    }
}
