package godwit.simulation.check;

import godwit.journal.follow.InboxAddRecord;
import godwit.journal.follow.InboxRemoveRecord;
import godwit.protocol.ChatIds;
import godwit.simulation.journal.Tables;
import godwit.simulation.world.SimulationFailure;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;

/**
 * Rows of the inbox table as the shards decided them: only of what is meant for a device and not acknowledged, gone only with
 * an acknowledgement, and in the table when the journal is past them.
 */
public final class Waiting {
    private record Place(String client, long chatId) {
    }

    /** Since when a row is wanted, and since when no more, in the order of the shard's records; 0: it is wanted. */
    private record Row(int shard, long added, long removed) {
    }

    private final Said said;
    private final Map<String, Map<Long, TreeMap<Long, Row>>> rows = new TreeMap<>();

    Waiting(final Said said) {
        this.said = said;
    }

    private TreeMap<Long, Row> rows(final Place place) {
        return rows.computeIfAbsent(place.client, client -> new TreeMap<>())
            .computeIfAbsent(place.chatId, chat -> new TreeMap<>());
    }

    void onAdded(final int shard, final InboxAddRecord record, final Truth truth) {
        final Place place = new Place(record.userId() + "/" + record.deviceId(), record.chatId());
        for (final InboxAddRecord.Entry row : record.entries()) {
            final Entry entry = truth.entry(record.chatId(), row.sequence());
            check(entry != null && entry.msgId() == row.msgId() && entry.timestampMs() == row.timestampMs()
                && truth.chat(record.chatId()).isFor(record.userId(), row.sequence())
                && !(entry.sender().equals(record.userId()) && entry.device().equals(record.deviceId())),
                "a row of inbox for %s: %s of %s", place.client, row, entry);
            check(row.sequence() > said.confirmed(place.client, place.chatId),
                "a row of inbox of what was acknowledged: %s for %s", entry, place.client);
            rows(place).put(row.msgId(), new Row(shard, record.outputSequence(), 0));
        }
    }

    void onRemoved(final InboxRemoveRecord record, final Truth truth) {
        final String client = record.userId() + "/" + record.deviceId();
        if (record.chatId() == InboxRemoveRecord.WHOLE_DEVICE) {
            rows.getOrDefault(client, Map.of()).values().forEach(chat ->
                chat.replaceAll((msgId, row) -> row.removed == 0 ? removed(row, record) : row));
            return;
        }
        final long upTo = said.acknowledging(client, record.chatId());
        rows(new Place(client, record.chatId())).headMap(record.msgId(), true).replaceAll((msgId, row) -> {
            final long sequence = truth.content(msgId).sequence();
            // What is lost goes with own sends behind it, too, that are passed over.
            check(row.removed != 0 || sequence <= upTo || truth.mayBeLost(record.userId(), record.chatId(), sequence),
                "a row of inbox goes, and %s said that it has %d only: %s", client, upTo, truth.content(msgId));
            return row.removed == 0 ? removed(row, record) : row;
        });
    }

    /** A device has an answer that it has a chat up to an entry: rows up to there went, but for what it may have lost before. */
    void verifyGone(final String client, final Entry entry, final Truth truth) {
        final String user = client.substring(0, client.indexOf('/'));
        rows(new Place(client, entry.chatId())).headMap(entry.msgId(), true).forEach((msgId, row) ->
            check(row.removed != 0 || truth.mayBeLost(user, entry.chatId(), truth.content(msgId).sequence()),
                "a row of inbox stays, and %s has an answer that it has %s: %s", client, entry, truth.content(msgId)));
    }

    private static Row removed(final Row row, final InboxRemoveRecord record) {
        return new Row(row.shard, row.added, record.outputSequence());
    }

    /** Whether a row was ever wanted of an entry. */
    boolean ever(final String client, final long chatId, final long msgId) {
        return rows.getOrDefault(client, Map.of()).getOrDefault(chatId, new TreeMap<>()).containsKey(msgId);
    }

    /**
     * Of how many chats, for each device, rows are left that nobody need acknowledge any more; they go with what is acknowledged
     * behind them, and are counted until then.
     *
     * @param shard of the users.
     * @param truth what was lost.
     */
    public int leftForLost(final int shard, final Truth truth) {
        int left = 0;
        for (final var client : rows.entrySet()) {
            final String user = client.getKey().substring(0, client.getKey().indexOf('/'));
            for (final var chat : client.getValue().entrySet()) {
                final long expired = truth.expiredTo(user, chat.getKey());
                left += chat.getValue().entrySet().stream().filter(row ->
                    row.getValue().shard == shard && row.getValue().removed == 0)
                    .map(row -> truth.content(row.getKey()).sequence()).anyMatch(sequence ->
                        sequence > expired && truth.mayStayInInbox(client.getKey(), chat.getKey(), sequence)) ? 1 : 0;
            }
        }
        return left;
    }

    /**
     * The table has what it is to have.
     *
     * @param tables   as they are.
     * @param journaled up to which record of a shard all is stored.
     * @return how many rows had to be there.
     */
    public int verify(final Tables tables, final IntToLongFunction journaled) {
        final Set<Tables.InboxRow> there = new HashSet<>(tables.inbox());
        int wanted = 0;
        for (final var client : rows.entrySet()) {
            for (final var chat : client.getValue().entrySet()) {
                for (final var row : chat.getValue().entrySet()) {
                    final Tables.InboxRow key =
                        new Tables.InboxRow(client.getKey(), ChatIds.format(chat.getKey()), row.getKey());
                    final long stored = journaled.applyAsLong(row.getValue().shard);
                    final boolean is = there.remove(key);
                    check(!is || row.getValue().removed == 0 || row.getValue().removed > stored, "is left in inbox: %s", key);
                    final boolean has = row.getValue().removed == 0 && row.getValue().added <= stored;
                    check(is || !has, "is not in inbox: %s", key);
                    wanted += has ? 1 : 0;
                }
            }
        }
        check(there.isEmpty(), "rows of inbox that no record is of: %s", there);
        return wanted;
    }

    private static void check(final boolean holds, final String what, final Object... values) {
        if (!holds) {
            throw new SimulationFailure(String.format(Locale.ROOT, what, values));
        }
    }
}
