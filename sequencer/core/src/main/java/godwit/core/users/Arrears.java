package godwit.core.users;

import godwit.core.state.Invariants;
import godwit.core.state.Table;
import godwit.core.state.Tables;

/**
 * What few cursors have: rows in the inbox table, repetitions, own sends behind what waits, entries that were pushed before
 * and are to be pushed again. A record of it is made with the first of them and goes with the last; what is not there is 0.
 */
public final class Arrears {
    private static final int CURSOR = 0;
    private static final int OWN_FROM = 1;
    private static final int REACHED = 2;
    private static final int AGAIN_MS = 3;
    private static final int ROWS = 4;
    private static final int ROWS_TO = 5;
    private static final int WORDS = 6;
    private static final int UNCOUNTED = 1 << 8;
    private static final int PERHAPS_PUSHED = 1 << 9;
    private static final int SILENCES = UNCOUNTED - 1;

    private final Table table;
    private final Table cursors;
    private final Devices devices;

    Arrears(final Tables registry, final Table cursors, final Devices devices) {
        this.table = registry.table("arrears", WORDS);
        this.cursors = cursors;
        this.devices = devices;
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** The record of a cursor; 0: it has none. */
    public int find(final int cursor) {
        return cursors.high(cursor, Cursors.PLACE);
    }

    /** Whether they matter no more where a device has everything: what it may have of that nobody asks any more. */
    boolean sayNothing(final int cursor) {
        return rows(cursor) == 0 && silences(cursor) == 0;
    }

    /** A cursor goes away, that has no rows any more. */
    void remove(final int cursor) {
        Invariants.same("rows of inbox", rows(cursor), 0);
        if (find(cursor) != 0) {
            free(cursor);
        }
    }

    /** Where the own sends begin that end the chat; 0: its last entry is no own send, or nothing waits. */
    public long ownFrom(final int cursor) {
        return get(cursor, OWN_FROM);
    }

    /** Says where the own sends begin that end the chat. */
    public void ownFrom(final int cursor, final long sequence) {
        set(cursor, OWN_FROM, sequence);
    }

    /** The highest entry that was pushed in whatever round, if it is above what {@link Pushes} know; else 0. */
    long reached(final int cursor) {
        return get(cursor, REACHED);
    }

    /**
     * Whether what {@link Pushes} hold for pushed last was perhaps handed out by a subscription: then that was not reached.
     */
    boolean isPerhapsPushed(final int cursor) {
        return (flags(cursor) & PERHAPS_PUSHED) != 0;
    }

    void reached(final int cursor, final long sequence, final boolean perhapsPushed) {
        flags(cursor, perhapsPushed ? flags(cursor) | PERHAPS_PUSHED : flags(cursor) & ~PERHAPS_PUSHED);
        set(cursor, REACHED, sequence);
    }

    /** How often what is in flight was pushed again without an answer. */
    public int silences(final int cursor) {
        return flags(cursor) & SILENCES;
    }

    /** Before when what was pushed again is not pushed once more, by the lease's clock; 0: it was pushed once. */
    public long againMs(final int cursor) {
        return get(cursor, AGAIN_MS);
    }

    /** Says how often it was pushed again, and before when not once more. */
    public void silences(final int cursor, final int count, final long againMs) {
        flags(cursor, flags(cursor) & ~SILENCES | count);
        set(cursor, AGAIN_MS, againMs);
    }

    /** Whether the device's connection may have entries that it was handed by a subscription, and nobody counts here. */
    public boolean isUncounted(final int cursor) {
        return (flags(cursor) & UNCOUNTED) != 0;
    }

    /** It may, until the device follows again. */
    public void setUncounted(final int cursor) {
        flags(cursor, flags(cursor) | UNCOUNTED);
    }

    void clearUncounted(final int cursor) {
        flags(cursor, flags(cursor) & ~UNCOUNTED);
    }

    /** How many rows in the inbox table the device may have of the chat. */
    public long rows(final int cursor) {
        return get(cursor, ROWS);
    }

    /** So many rows more are in the inbox table, for the device too. */
    public void addRows(final int cursor, final long count) {
        set(cursor, ROWS, rows(cursor) + count);
        devices.addRows(cursors.low(cursor, Cursors.OWNER), count);
    }

    /** Up to where rows are in the inbox table, or were, beyond what is acknowledged; else 0, or less than that. */
    public long rowsTo(final int cursor) {
        return get(cursor, ROWS_TO);
    }

    /** Rows are in the inbox table up to there. */
    public void rowsTo(final int cursor, final long sequence) {
        set(cursor, ROWS_TO, sequence);
    }

    /** Rows up to a sequence are gone from the inbox table: they were removed, or their time was up. */
    public void onRowsGone(final int cursor, final long sequence) {
        final long left = Math.max(0, rowsTo(cursor) - sequence);
        if (rows(cursor) > left) {
            addRows(cursor, left - rows(cursor));
        }
        if (left == 0) {
            rowsTo(cursor, 0);
        }
    }

    /** Entries up to a sequence were pushed: that those before were pushed once says nothing more. */
    void onPushed(final int cursor, final long sequence) {
        if (find(cursor) != 0) {
            reached(cursor, reached(cursor) <= sequence ? 0 : reached(cursor), false);
        }
    }

    /** Nor does it once they are acknowledged. */
    void onAcknowledged(final int cursor, final long sequence) {
        if (find(cursor) != 0 && reached(cursor) <= sequence) {
            set(cursor, REACHED, 0);
        }
    }

    private long get(final int cursor, final int word) {
        final int slot = find(cursor);
        return slot == 0 ? 0 : table.get(slot, word);
    }

    private void set(final int cursor, final int word, final long value) {
        final int slot = value == 0 ? find(cursor) : findOrAdd(cursor);
        if (slot != 0) {
            table.set(slot, word, value);
            freeIfEmpty(cursor, slot);
        }
    }

    private int flags(final int cursor) {
        final int slot = find(cursor);
        return slot == 0 ? 0 : table.high(slot, CURSOR);
    }

    private void flags(final int cursor, final int flags) {
        final int slot = flags == 0 ? find(cursor) : findOrAdd(cursor);
        if (slot != 0) {
            table.setHigh(slot, CURSOR, flags);
            freeIfEmpty(cursor, slot);
        }
    }

    private int findOrAdd(final int cursor) {
        final int known = find(cursor);
        if (known != 0) {
            return known;
        }
        final int slot = table.allocate();
        table.set(slot, CURSOR, cursor);
        cursors.setHigh(cursor, Cursors.PLACE, slot);
        return slot;
    }

    private void freeIfEmpty(final int cursor, final int slot) {
        long all = table.high(slot, CURSOR);
        for (int word = CURSOR + 1; word < WORDS; word++) {
            all |= table.get(slot, word);
        }
        if (all == 0) {
            free(cursor);
        }
    }

    private void free(final int cursor) {
        table.free(find(cursor));
        cursors.setHigh(cursor, Cursors.PLACE, 0);
    }
}
