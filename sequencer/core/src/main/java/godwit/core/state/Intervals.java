package godwit.core.state;

/**
 * A membership's times in its chat: intervals of sequences, both ends included, newest first; an open one has no end yet. Of
 * more than 64 the oldest is forgotten.
 */
public final class Intervals {
    private static final int FROM = 0;
    private static final int TO = 1;
    private static final int LINK = 2;
    private static final int COUNT_MAX = 64;

    private final Table table;

    /** Registers the table of intervals. */
    public Intervals(final Tables registry) {
        table = registry.table("intervals", 3);
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** The lists of intervals whose ends are in a word of their owners. */
    public RecordList listIn(final Table owners, final int headWord) {
        return new RecordList(table, LINK, owners, headWord);
    }

    /** Opens an interval at a sequence. */
    public void open(final RecordList list, final int owner, final long from) {
        Invariants.holds(!isOpen(list, owner), "interval is open already: expected it closed before another");
        final int slot = table.allocate();
        table.set(slot, FROM, from);
        list.prepend(owner, slot);
        int count = 0;
        for (int each = slot; each != 0; each = list.next(each)) {
            count++;
        }
        if (count > COUNT_MAX) {
            free(list, owner, list.last(owner));
        }
    }

    /** Closes the open interval behind a sequence. */
    public void close(final RecordList list, final int owner, final long to) {
        final int newest = list.first(owner);
        Invariants.holds(isOpen(list, owner), "interval is closed: expected an open one");
        Invariants.atLeast("end of interval", to, table.get(newest, FROM));
        table.set(newest, TO, to);
    }

    /** Forgets all of an owner's. */
    public void clear(final RecordList list, final int owner) {
        while (list.first(owner) != 0) {
            free(list, owner, list.first(owner));
        }
    }

    private void free(final RecordList list, final int owner, final int slot) {
        list.remove(owner, slot);
        table.free(slot);
    }

    /** Whether the newest interval is open. */
    public boolean isOpen(final RecordList list, final int owner) {
        final int newest = list.first(owner);
        return newest != 0 && table.get(newest, TO) == 0;
    }

    /** The first sequence of the newest interval; 0: there is none. */
    public long from(final RecordList list, final int owner) {
        final int newest = list.first(owner);
        return newest == 0 ? 0 : table.get(newest, FROM);
    }

    /** The first sequence of the oldest interval; 0: there is none. */
    public long oldestFrom(final RecordList list, final int owner) {
        final int oldest = list.last(owner);
        return oldest == 0 ? 0 : table.get(oldest, FROM);
    }

    /** The last sequence of the newest interval, which is {@code last} while it is open; 0: there is none. */
    public long end(final RecordList list, final int owner, final long last) {
        final int newest = list.first(owner);
        return newest == 0 ? 0 : to(newest, last);
    }

    /** Whether a sequence lies in an interval. */
    public boolean contains(final RecordList list, final int owner, final long sequence) {
        final int slot = notAfter(list, owner, sequence);
        return slot != 0 && sequence <= to(slot, sequence);
    }

    /** The newest interval that begins at a sequence or before; 0: none does. */
    public int notAfter(final RecordList list, final int owner, final long sequence) {
        int slot = list.first(owner);
        while (slot != 0 && table.get(slot, FROM) > sequence) {
            slot = list.next(slot);
        }
        return slot;
    }

    /** The oldest interval that ends at a sequence or later; 0: none does. */
    public int notBefore(final RecordList list, final int owner, final long sequence) {
        int slot = list.last(owner);
        while (slot != 0 && to(slot, sequence) < sequence) {
            slot = list.previous(slot);
        }
        return slot;
    }

    /** The first sequence of an interval. */
    public long from(final int slot) {
        return table.get(slot, FROM);
    }

    /** The last sequence of an interval, which is {@code last} while it is open. */
    public long to(final int slot, final long last) {
        final long to = table.get(slot, TO);
        return to == 0 ? last : to;
    }
}
