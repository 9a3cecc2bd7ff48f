package godwit.launch.up;

import godwit.edge.http.Metrics;
import godwit.journal.JournalStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/** The journals' numbers on the edges' pages of metrics; 0 until they have begun. */
final class JournalMetrics {
    private static final String SHARD = "shard";

    private final Metrics metrics;
    private final JournalPart journal;

    private JournalMetrics(final Metrics metrics, final JournalPart journal) {
        this.metrics = metrics;
        this.journal = journal;
    }

    static void register(final Metrics metrics, final JournalPart journal, final CassandraPart cassandra) {
        metrics
            .gauge("godwit_journal_ready", "1 when what is sent now will be journaled, be it later.",
                () -> journal.notReadyReason() == null ? 1 : 0)
            .gauge("godwit_journal_reads_waiting", "Reads of the tables that wait for their turn.",
                journal::readsWaiting)
            .counter("godwit_journal_reads_refused", "Reads of the tables refused, since too many waited.",
                journal::readsRefused)
            .counter("godwit_journal_cassandra_deaths", "Times that the embedded Cassandra died alone.",
                cassandra::deaths);
        new JournalMetrics(metrics, journal).register();
    }

    private void register() {
        gauge("stopped", "1 while it stands before a hole or an unreadable record of the spool.",
            shard -> journal.status(shard) != null && journal.status(shard).stopped() ? 1 : 0);
        gauge("position", "The record up to which all is stored.", journal::position);
        gauge("lag_records", "Records that are not stored yet.", journal::lagRecords);
        gauge("lag_ms", "Age of the oldest record that is not stored; 0: all are.", journal::lagMs);
        counter("retries", "Batches and reads that were tried again.", JournalStatus::retries);
        counter("holes", "Holes of the spool refused, one that stays once for each look.", JournalStatus::holes);
        counter("unreadable", "Records of an unknown kind or version refused, likewise.", JournalStatus::unreadable);
        counter("repeats", "Records that came again and were skipped.", JournalStatus::repeats);
    }

    private void gauge(final String name, final String help, final IntToDoubleFunction value) {
        final Map<String, DoubleSupplier> values = new HashMap<>();
        for (int number = 0; number < journal.shards(); number++) {
            final int shard = number;
            values.put(String.valueOf(shard), () -> value.applyAsDouble(shard));
        }
        metrics.gauges("godwit_journal_" + name, help, SHARD, values);
    }

    private void counter(final String name, final String help, final ToLongFunction<JournalStatus> value) {
        final Map<String, LongSupplier> values = new HashMap<>();
        for (int number = 0; number < journal.shards(); number++) {
            final int shard = number;
            values.put(String.valueOf(shard),
                () -> journal.status(shard) == null ? 0 : value.applyAsLong(journal.status(shard)));
        }
        metrics.counters("godwit_journal_" + name, help, SHARD, values);
    }
}
