package godwit.core.users;

import godwit.core.state.Bound;
import godwit.core.state.RecordList;
import godwit.core.state.Table;
import godwit.core.state.Tables;

/**
 * Where a user's own messages are among those above the user's read mark: runs of sequences, so that the unread are counted
 * exactly. Of more than so many runs the two oldest are counted as one.
 */
public final class OwnRuns {
    private static final int FROM = 0;
    private static final int TO = 1;
    /** How many messages, and the run's number: those of a membership's runs follow one another. */
    private static final int COUNT = 2;
    private static final int LINK = 3;
    /** How many of the chat's entries up to the run's end are messages. */
    private static final int MESSAGES = 4;

    private final Table table;
    private final RecordList runs;
    private final Bound runsMax;

    /** Registers the table of runs, of which a membership has at most so many. */
    public OwnRuns(final Tables registry, final Memberships memberships, final Bound runsMax) {
        this.runsMax = runsMax;
        this.table = registry.table("ownRuns", 5);
        this.runs = new RecordList(table, LINK, memberships.table(), Memberships.OWN_RUNS);
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** The runs of a membership, oldest first. */
    public RecordList ofMembership() {
        return runs;
    }

    /** The user wrote the next entry; up to it so many are messages. */
    public void add(final int membership, final long sequence, final long messages) {
        final int last = runs.last(membership);
        if (last != 0 && table.get(last, TO) == sequence - 1 && isFull(last)) {
            table.set(last, TO, sequence);
            table.set(last, MESSAGES, messages);
            count(last, count(last) + 1);
            return;
        }
        append(membership, sequence, sequence, messages, 1);
    }

    /** The user wrote so many of the entries of a range, it is not known which; up to its end so many are messages. */
    public void addSome(
        final int membership, final long from, final long to, final long messages, final long count) {
        if (count > 0) {
            append(membership, from, to, messages, count);
        }
    }

    private void append(
        final int membership, final long from, final long to, final long messages, final long count) {
        final int last = runs.last(membership);
        final int slot = table.allocate();
        table.set(slot, FROM, from);
        table.set(slot, TO, to);
        table.set(slot, MESSAGES, messages);
        table.set(slot, COUNT, Table.pack((int) Math.min(count, Integer.MAX_VALUE), last == 0 ? 0 : number(last) + 1));
        runs.append(membership, slot);
        joinOldest(membership);
    }

    private long count(final int slot) {
        return table.low(slot, COUNT);
    }

    private void count(final int slot, final long count) {
        table.setLow(slot, COUNT, (int) Math.min(count, Integer.MAX_VALUE));
    }

    private int number(final int slot) {
        return table.high(slot, COUNT);
    }

    /** How many own messages are above a sequence, which is not below the read mark and up to which so many are messages. */
    public long countAbove(final int membership, final long sequence, final long messages) {
        long count = 0;
        for (int slot = runs.last(membership); slot != 0 && table.get(slot, TO) > sequence; slot = runs.previous(slot)) {
            count += ofRunAbove(slot, sequence, messages);
        }
        return count;
    }

    /**
     * Never more than there are messages of anybody, else others' would be counted that are not there, and the count would
     * stay wrong above the run.
     */
    private long ofRunAbove(final int slot, final long sequence, final long messages) {
        final long max = Math.min(table.get(slot, TO) - sequence, table.get(slot, MESSAGES) - messages);
        return Math.min(count(slot), Math.max(0, max));
    }

    /** The user read up to a sequence, up to which so many are messages. */
    public void onRead(final int membership, final long sequence, final long messages) {
        int slot = runs.first(membership);
        while (slot != 0 && table.get(slot, TO) <= sequence) {
            remove(membership, slot);
            slot = runs.first(membership);
        }
        if (slot != 0 && table.get(slot, FROM) <= sequence) {
            count(slot, ofRunAbove(slot, sequence, messages));
            table.set(slot, FROM, sequence + 1);
        }
    }

    /** Forgets all of a membership's. */
    public void clear(final int membership) {
        while (runs.first(membership) != 0) {
            remove(membership, runs.first(membership));
        }
    }

    private boolean isFull(final int slot) {
        return count(slot) == table.get(slot, TO) - table.get(slot, FROM) + 1;
    }

    private void joinOldest(final int membership) {
        int oldest = runs.first(membership);
        while (number(runs.last(membership)) - number(oldest) >= runsMax.max()) {
            final int next = runs.next(oldest);
            table.set(next, FROM, table.get(oldest, FROM));
            count(next, count(next) + count(oldest));
            remove(membership, oldest);
            oldest = next;
        }
    }

    private void remove(final int membership, final int slot) {
        runs.remove(membership, slot);
        table.free(slot);
    }
}
