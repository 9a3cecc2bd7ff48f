package godwit.journal;

import godwit.protocol.idle.Doorbells;
import godwit.settings.CassandraSettings;
import godwit.settings.JournalSettings;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a journal is made of.
 *
 * @param settings         as loaded.
 * @param cassandra        as loaded.
 * @param contactPoint     {@code HOST:PORT} of Cassandra.
 * @param inboxRetentionMs how long an inbox row lives from its message's time.
 * @param aeronDirectory   of the media driver that the spool's archive uses.
 * @param shard            whose spool.
 * @param shards           how many the process journals: they share its memory and what Cassandra takes at once.
 * @param incarnation      of the shard, as its node knows it.
 * @param replayed         the last record that the shard's log made at its start, before there were new ones.
 * @param journaled        the last record that the shard believes stored; below it, it keeps nothing for the journal.
 * @param bells            shared with the shard where both live in one process.
 * @param onFatal          hears that the journal cannot go on.
 */
public record JournalConfiguration(
    JournalSettings settings, CassandraSettings cassandra, String contactPoint, long inboxRetentionMs,
    String aeronDirectory, int shard, int shards, LongSupplier incarnation, LongSupplier replayed,
    LongSupplier journaled, Doorbells bells, Consumer<Throwable> onFatal) {
}
