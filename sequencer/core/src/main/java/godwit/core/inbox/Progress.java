package godwit.core.inbox;

import godwit.core.CoreLimits;
import godwit.core.entries.Entries;
import godwit.core.numbers.Counters;
import godwit.core.numbers.ShardContext;
import godwit.core.sessions.Sessions;
import godwit.core.users.Arrears;
import godwit.core.users.Cursors;
import godwit.core.users.Devices;
import godwit.core.users.Pushes;
import godwit.core.users.UserTables;

/** Moves cursors on: what was in flight leaves the window, own sends are passed over, lists are kept. */
final class Progress {
    private final ShardContext shard;
    private final UserTables tables;
    private final Arrears arrears;
    private final Pushes pushes;
    private final Sessions sessions;
    private final Entries entries;
    private final Grace grace;
    private final Redelivery redelivery;

    Progress(
        final ShardContext shard, final UserTables tables, final Sessions sessions, final Entries entries, final Grace grace,
        final Redelivery redelivery) {
        this.shard = shard;
        this.tables = tables;
        this.arrears = tables.arrears();
        this.pushes = tables.pushes();
        this.sessions = sessions;
        this.entries = entries;
        this.grace = grace;
        this.redelivery = redelivery;
    }

    /** Everything up to a sequence above the acknowledged one is done with. */
    void advance(final int cursor, final long sequence) {
        onDone(cursor, sequence, fewerInFlight(cursor, sequence));
        passOwnSends(cursor);
        arrange(cursor);
    }

    /**
     * Rows up to a sequence that a cursor was just moved on to are gone. What it passed over behind that never had any, but for
     * times in the chat that were forgotten since: theirs are counted until what is behind them is acknowledged.
     */
    void onRowsGone(final int cursor, final long sequence) {
        final long oldest = tables.memberships().oldestSequence(tables.cursors().membership(cursor));
        arrears.onRowsGone(cursor, sequence < oldest ? sequence : pushes.acknowledged(cursor));
    }

    /** The last entry of a chat that is surely older than an inbox keeps it; at least that of {@code done}. */
    long expired(final int feed, final long done) {
        final long timeMs = shard.clocks().idTime() - shard.limits().get().inboxRetentionMs();
        final long chatId = tables.feeds().chatId(feed);
        long sequence = Math.max(done, tables.feeds().lastBefore(feed, timeMs));
        int next = entries.find(chatId, sequence + 1);
        while (next != 0 && Counters.timestampMs(entries.msgId(next)) < timeMs) {
            sequence++;
            next = entries.find(chatId, sequence + 1);
        }
        return sequence;
    }

    /** Rows of what is older than an inbox keeps it are gone, also of times that were forgotten, which nobody acknowledges any more. */
    void onRowsExpired(final int cursor) {
        if (arrears.rows(cursor) > 0) {
            arrears.onRowsGone(cursor, Math.min(
                pushes.acknowledged(cursor), expired(tables.memberships().feed(tables.cursors().membership(cursor)), 0)));
        }
    }

    /** Puts a cursor into the list where it belongs. */
    void arrange(final int cursor) {
        final Cursors cursors = tables.cursors();
        if (cursors.isFollowing(cursor)) {
            return;
        }
        final long last = last(cursor);
        if (pushes.acknowledged(cursor) == last) {
            cursors.moveTo(cursor, Cursors.LEVEL);
            grace.look(cursor);
            if (arrears.ownFrom(cursor) != 0) {
                arrears.ownFrom(cursor, 0);
            }
            if (arrears.silences(cursor) != 0) {
                // Also where what it was silent about was given up, or passed over: no acknowledgement comes for it.
                redelivery.begin(cursor);
            }
        } else {
            cursors.moveTo(cursor, pushes.pushed(cursor) == last ? Cursors.SENT : Cursors.BEHIND);
        }
    }

    /** Whether an entry in memory was sent from the cursor's device itself. */
    boolean isOwnSend(final int cursor, final int entry) {
        return isOwnSendOf(tables.cursors().device(cursor), entry);
    }

    /** The same for a device that may have none. */
    boolean isOwnSendOf(final int device, final int entry) {
        final Devices devices = tables.devices();
        return entries.deviceHash(entry) == devices.nameHash(device)
            && entries.sender(entry) == tables.users().id(devices.user(device));
    }

    long chatId(final int cursor) {
        return tables.feeds().chatId(tables.memberships().feed(tables.cursors().membership(cursor)));
    }

    /** The last entry that is meant for the cursor's user so far. */
    long last(final int cursor) {
        return tables.memberships().lastSequence(tables.cursors().membership(cursor));
    }

    /** Whether an entry is meant for the cursor's user. */
    boolean isMeant(final int cursor, final long sequence) {
        return tables.memberships().intervalsContain(tables.cursors().membership(cursor), sequence);
    }

    /** The next sequence from one on that is meant for the cursor's user. */
    long next(final int cursor, final long sequence) {
        return tables.memberships().nextSequence(tables.cursors().membership(cursor), sequence);
    }

    private void passOwnSends(final int cursor) {
        final Cursors cursors = tables.cursors();
        final long ownFrom = arrears.ownFrom(cursor);
        long to = pushes.acknowledged(cursor);
        final long last = last(cursor);
        if (ownFrom != 0 && to >= ownFrom - 1) {
            to = last;
        } else {
            final long chatId = chatId(cursor);
            to = passNotMeant(cursor, to);
            for (int steps = 0; to < last && steps < CoreLimits.STEPS_OVER_ENTRIES_MAX; steps++) {
                final int entry = entries.find(chatId, to + 1);
                if (entry == 0 || !isOwnSend(cursor, entry)) {
                    break;
                }
                to = passNotMeant(cursor, to + 1);
            }
        }
        if (to > pushes.acknowledged(cursor)) {
            onDone(cursor, to, to >= pushes.counted(cursor) ? pushes.inFlight(cursor) : 0);
        }
    }

    private long passNotMeant(final int cursor, final long to) {
        return next(cursor, to + 1) - 1;
    }

    private void onDone(final int cursor, final long sequence, final int fewerInFlight) {
        final Cursors cursors = tables.cursors();
        pushes.onAcknowledged(cursor, sequence, fewerInFlight);
        if (fewerInFlight > 0) {
            sessions.addUnacknowledged(tables.devices().session(cursors.device(cursor)), -fewerInFlight);
        }
    }

    /**
     * How many of the entries up to a sequence were in flight: all but own sends that were passed over. Where it is not
     * known any more which were, they are the first: what is in flight is rather overrated until the last is done with.
     */
    private int fewerInFlight(final int cursor, final long sequence) {
        final Cursors cursors = tables.cursors();
        final int inFlight = pushes.inFlight(cursor);
        final long acknowledged = pushes.acknowledged(cursor);
        if (sequence >= pushes.counted(cursor)) {
            return inFlight;
        }
        final long passed = pushes.counted(cursor) - acknowledged - inFlight;
        final long own = passed <= 0 ? 0 : Math.min(passed, countOwnOrUnknown(cursor, acknowledged + 1, sequence));
        return (int) Math.min(inFlight, sequence - acknowledged - own);
    }

    /**
     * How many of some entries are passed over for the cursor's device: those not meant for its user, and those that it sent
     * itself, as far as they are in memory.
     */
    long countPassed(final int cursor, final long from, final long to) {
        final long chatId = chatId(cursor);
        final long end = Math.min(to, from + CoreLimits.STEPS_OVER_ENTRIES_MAX - 1);
        long count = 0;
        for (long sequence = from; sequence <= end; sequence++) {
            final int entry = entries.find(chatId, sequence);
            if (entry != 0 && isOwnSend(cursor, entry) || !isMeant(cursor, sequence)) {
                count++;
            }
        }
        return count;
    }

    private long countOwnOrUnknown(final int cursor, final long from, final long to) {
        final long chatId = chatId(cursor);
        final long end = Math.min(to, from + CoreLimits.STEPS_OVER_ENTRIES_MAX - 1);
        long count = to - end;
        for (long sequence = from; sequence <= end; sequence++) {
            final int entry = entries.find(chatId, sequence);
            if (entry == 0 || isOwnSend(cursor, entry) || !isMeant(cursor, sequence)) {
                count++;
            }
        }
        return count;
    }
}
