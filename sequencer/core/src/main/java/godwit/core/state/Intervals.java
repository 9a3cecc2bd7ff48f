package godwit.core.state;

/** A membership's times in its chat: intervals of sequences, newest first; an open one has no end yet. */
public final class Intervals {
    private static final int FROM = 0;
    private static final int TO = 1;
    private static final int LINK = 2;

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

    /** Whether a sequence lies in an interval. */
    public boolean contains(final RecordList list, final int owner, final long sequence) {
        for (int slot = list.first(owner); slot != 0; slot = list.next(slot)) {
            final long to = table.get(slot, TO);
            if (sequence >= table.get(slot, FROM) && (to == 0 || sequence <= to)) {
                return true;
            }
        }
        return false;
    }
}
