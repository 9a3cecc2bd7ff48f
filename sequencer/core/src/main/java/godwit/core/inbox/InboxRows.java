package godwit.core.inbox;

import godwit.core.CoreLimits;
import godwit.core.InboxEntries;
import godwit.core.entries.Entries;
import godwit.core.numbers.Counters;
import godwit.core.numbers.ShardContext;
import godwit.core.numbers.ShardRecord;
import godwit.core.users.Arrears;
import godwit.core.users.Cursors;
import godwit.core.users.Pushes;
import godwit.core.users.UserTables;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Rows of the inbox table: for entries that a device has not acknowledged after a grace, and their removal. Cursors that have
 * nothing to say go when they are looked at for it.
 */
final class InboxRows {
    private static final int ROWS_PER_RECORD = 64;

    private final ShardContext shard;
    private final UserTables tables;
    private final Arrears arrears;
    private final Pushes pushes;
    private final Entries entries;
    private final Progress progress;
    private final Grace grace;
    private final Redelivery redelivery;
    private final InboxEntries rows = new InboxEntries();
    private final UnsafeBuffer userId = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer deviceId = new UnsafeBuffer(0, 0);

    InboxRows(
        final ShardContext shard, final UserTables tables, final Entries entries, final Progress progress,
        final Grace grace, final Redelivery redelivery) {
        this.shard = shard;
        this.tables = tables;
        this.arrears = tables.arrears();
        this.pushes = tables.pushes();
        this.entries = entries;
        this.progress = progress;
        this.grace = grace;
        this.redelivery = redelivery;
    }

    /** Something waits for a device. */
    void onWaiting(final int cursor) {
        grace.look(cursor);
    }

    /** Something waits for a device that it was handed, or is, for longer than its shard knew: its time may be up. */
    void onLate(final int cursor) {
        grace.look(cursor, shard.clocks().idTime());
    }

    /** A cursor goes away. */
    void cancel(final int cursor) {
        arrears.addRows(cursor, -arrears.rows(cursor));
        grace.cancel(cursor);
        if (shard.record().get(ShardRecord.ROWS_CURSOR) == cursor) {
            begin(0);
        }
    }

    /** The rest of what a device acknowledged, or lost, goes from the table, if it ever was there; what is behind it may stay. */
    void onAcknowledged(final int cursor, final long before, final long sequence, final long msgId) {
        final boolean hasRows = before < arrears.rowsTo(cursor) || arrears.rows(cursor) > 0;
        progress.onRowsGone(cursor, sequence);
        if (hasRows) {
            final int device = tables.cursors().device(cursor);
            wrapIds(device);
            shard.listener().onJournalInboxRemove(
                shard.counters().nextOutputSequence(), shard.counters().nextWriteTimeUs(), progress.chatId(cursor),
                msgId, sequence, userId, deviceId);
        }
    }

    /** A device is forgotten: so are all its rows. */
    void onDeviceGone(final int device) {
        wrapIds(device);
        shard.listener().onJournalInboxRemove(
            shard.counters().nextOutputSequence(), shard.counters().nextWriteTimeUs(), 0, 0, 0, userId, deviceId);
    }

    /** Before each entry of the log: a little of what is due, so that a tick finds little of it where there is much traffic. */
    void onTime() {
        work(CoreLimits.INBOX_LOOKS_PER_ENTRY, CoreLimits.INBOX_ROWS_PER_ENTRY);
    }

    /** Some time passed. */
    void onTick() {
        work(CoreLimits.INBOX_LOOKS_PER_TICK, CoreLimits.INBOX_ROWS_PER_TICK);
    }

    private void work(final int looksMax, final int rowsMax) {
        final long now = shard.clocks().idTime();
        int entriesSeen = 0;
        for (int looks = 0; looks < looksMax && entriesSeen < rowsMax; looks++) {
            final int cursor = next(now);
            if (cursor == 0) {
                onLooked(grace.polledTo(now));
                return;
            }
            entriesSeen += look(cursor, now, rowsMax - entriesSeen);
        }
    }

    /** The one that is not done with, else the next that is due; 0: none is. */
    private int next(final long now) {
        final int begun = (int) shard.record().get(ShardRecord.ROWS_CURSOR);
        return begun != 0 ? begun : grace.poll(now);
    }

    /** Entries that came so long ago may leave memory: all who wait for them were looked at. */
    private void onLooked(final long toMs) {
        if (shard.record().get(ShardRecord.GRACE_OVER) != toMs) {
            shard.record().set(ShardRecord.GRACE_OVER, toMs);
        }
    }

    /** How many entries were considered. */
    private int look(final int cursor, final long now, final int rowsMax) {
        if (tables.cursors().list(cursor) == Cursors.LEVEL) {
            progress.onRowsExpired(cursor);
        }
        if (tables.cursors().saysNothing(cursor)) {
            cancel(cursor);
            redelivery.cancel(cursor);
            tables.cursors().drop(cursor);
            return 0;
        }
        if (tables.cursors().list(cursor) == Cursors.LEVEL) {
            // It was told of the chat in this round and has not said that it knows, or has rows of forgotten times.
            begin(0);
            grace.look(cursor);
            return 0;
        }
        return writeRows(cursor, now, rowsMax);
    }

    private int writeRows(final int cursor, final long now, final int rowsMax) {
        begin(0);
        final Cursors cursors = tables.cursors();
        if (cursors.isFollowing(cursor) && pushes.inFlight(cursor) == 0) {
            // Its edge says when it is silent, and then it waits here again.
            return 0;
        }
        final long chatId = progress.chatId(cursor);
        final long last = progress.last(cursor);
        final long from = Math.max(pushes.acknowledged(cursor), arrears.rowsTo(cursor)) + 1;
        long sequence = from;
        boolean due = true;
        for (; sequence <= last && sequence - from < rowsMax && due; sequence++) {
            due = consider(cursor, sequence, entries.find(chatId, sequence), now);
        }
        flush(cursor, chatId);
        final long end = due ? sequence - 1 : sequence - 2;
        if (end >= from) {
            arrears.rowsTo(cursor, end);
        }
        if (due && end < last) {
            begin(cursor);
        }
        return (int) (end - from + 1);
    }

    /** Which one is not done with; 0: none. */
    private void begin(final int cursor) {
        if (shard.record().get(ShardRecord.ROWS_CURSOR) != cursor) {
            shard.record().set(ShardRecord.ROWS_CURSOR, cursor);
        }
    }

    private boolean consider(final int cursor, final long sequence, final int entry, final long now) {
        if (entry == 0 || progress.isOwnSend(cursor, entry) || !progress.isMeant(cursor, sequence)) {
            return true;
        }
        final long msgId = entries.msgId(entry);
        final long timestampMs = Counters.timestampMs(msgId);
        // Another shard's clock may be ahead; the entry does not stay in memory until it is here as late as there.
        final long dueMs = Math.min(timestampMs, entries.cameMs(entry)) + shard.limits().get().inboxGraceMs();
        if (dueMs > now) {
            grace.look(cursor, dueMs);
            return false;
        }
        if (isFull(cursor)) {
            // The table has no room; the inbox itself is here and loses nothing, but whoever reads the table does.
            tables.devices().onLost(tables.cursors().device(cursor));
            return true;
        }
        if (rows.count() == ROWS_PER_RECORD) {
            flush(cursor, entries.chatId(entry));
        }
        rows.add(msgId, entries.sequence(entry), timestampMs);
        return true;
    }

    /** A partition of the inbox table is bounded: as many rows of a device as may wait in one chat, over all chats. */
    private boolean isFull(final int cursor) {
        return tables.devices().rows(tables.cursors().device(cursor)) + rows.count()
            >= shard.limits().get().inboxEntriesMax();
    }

    private void flush(final int cursor, final long chatId) {
        if (rows.count() > 0) {
            wrapIds(tables.cursors().device(cursor));
            shard.listener().onJournalInboxAdd(
                shard.counters().nextOutputSequence(), shard.counters().nextWriteTimeUs(), shard.clocks().idTime(),
                chatId, userId, deviceId, rows);
            arrears.addRows(cursor, rows.count());
            rows.clear();
        }
    }

    private void wrapIds(final int device) {
        tables.ids().wrap(tables.users().id(tables.devices().user(device)), userId);
        tables.devices().wrapName(device, deviceId);
    }
}
