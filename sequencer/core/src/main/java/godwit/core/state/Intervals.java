package godwit.core.state;

/**
 * A membership's times in its chat: intervals of sequences, both ends included, newest first; an open one has no end yet. Of
 * more than so many the oldest is forgotten. Who never left has one, which stands in the owner's word itself.
 */
public final class Intervals {
    /** Names the interval that stands in its owner's word. */
    private static final int IN_OWNER = -1;
    private static final long IN_OWNER_FLAG = Long.MIN_VALUE;

    private static final int FROM = 0;
    private static final int TO = 1;
    private static final int LINK = 2;

    private final Table table;
    private final Bound countMax;

    /** Registers the table of intervals, of which an owner has at most so many. */
    public Intervals(final Tables registry, final Bound countMax) {
        this.countMax = countMax;
        table = registry.table("intervals", 3);
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** The intervals of some records, kept through a word of theirs. */
    public Of of(final Table owners, final int word) {
        return new Of(owners, word);
    }

    /** The intervals of one kind of records. */
    public final class Of {
        private final Table owners;
        private final int word;
        private final RecordList list;

        Of(final Table owners, final int word) {
            this.owners = owners;
            this.word = word;
            this.list = new RecordList(table, LINK, owners, word);
        }

        /** The newest record of an owner's intervals; 0: there is none, or the only one is in the owner. */
        public int firstRecord(final int owner) {
            return isInOwner(owner) ? 0 : list.first(owner);
        }

        /** The record of the next older one; 0: none. */
        public int nextRecord(final int record) {
            return list.next(record);
        }

        /** Opens an interval at a sequence. */
        public void open(final int owner, final long from) {
            Invariants.holds(!isOpen(owner), "interval is open already: expected it closed before another");
            if (owners.get(owner, word) == 0) {
                owners.set(owner, word, IN_OWNER_FLAG | from);
                return;
            }
            add(owner, from);
            int count = 0;
            for (int each = list.first(owner); each != 0; each = list.next(each)) {
                count++;
            }
            for (; count > countMax.max(); count--) {
                free(owner, list.last(owner));
            }
        }

        /** Closes the open interval behind a sequence. */
        public void close(final int owner, final long to) {
            Invariants.holds(isOpen(owner), "interval is closed: expected an open one");
            if (isInOwner(owner)) {
                final long from = fromInOwner(owner);
                owners.set(owner, word, 0);
                add(owner, from);
            }
            final int newest = list.first(owner);
            Invariants.atLeast("end of interval", to, table.get(newest, FROM));
            table.set(newest, TO, to);
        }

        /** Forgets all of an owner's. */
        public void clear(final int owner) {
            if (isInOwner(owner)) {
                owners.set(owner, word, 0);
            }
            while (list.first(owner) != 0) {
                free(owner, list.first(owner));
            }
        }

        /** Whether the newest interval is open. */
        public boolean isOpen(final int owner) {
            final int newest = newest(owner);
            return newest == IN_OWNER || newest != 0 && table.get(newest, TO) == 0;
        }

        /** The first sequence of the newest interval; 0: there is none. */
        public long newestFrom(final int owner) {
            final int newest = newest(owner);
            return newest == 0 ? 0 : from(owner, newest);
        }

        /** The first sequence of the oldest interval; 0: there is none. */
        public long oldestFrom(final int owner) {
            final int oldest = oldest(owner);
            return oldest == 0 ? 0 : from(owner, oldest);
        }

        /** The last sequence of the newest interval, which is {@code last} while it is open; 0: there is none. */
        public long end(final int owner, final long last) {
            final int newest = newest(owner);
            return newest == 0 ? 0 : to(newest, last);
        }

        /** The last sequence of the newest interval that is closed; 0: there is none. */
        public long lastEnd(final int owner) {
            final int newest = newest(owner);
            final int closed = isOpen(owner) ? older(newest) : newest;
            return closed == 0 ? 0 : to(closed, 0);
        }

        /** Whether a sequence lies in an interval. */
        public boolean contains(final int owner, final long sequence) {
            final int interval = notAfter(owner, sequence);
            return interval != 0 && sequence <= to(interval, sequence);
        }

        /** The newest interval that begins at a sequence or before; 0: none does. */
        public int notAfter(final int owner, final long sequence) {
            int interval = newest(owner);
            while (interval != 0 && from(owner, interval) > sequence) {
                interval = older(interval);
            }
            return interval;
        }

        /** The oldest interval that ends at a sequence or later; 0: none does. */
        public int notBefore(final int owner, final long sequence) {
            int interval = oldest(owner);
            while (interval != 0 && to(interval, sequence) < sequence) {
                interval = newer(interval);
            }
            return interval;
        }

        /** The oldest interval; 0: there is none. */
        public int oldest(final int owner) {
            return isInOwner(owner) ? IN_OWNER : list.last(owner);
        }

        /** The interval after another; 0: there is none. */
        public int newer(final int interval) {
            return interval == IN_OWNER ? 0 : list.previous(interval);
        }

        /** The first sequence of one of an owner's intervals. */
        public long from(final int owner, final int interval) {
            return interval == IN_OWNER ? fromInOwner(owner) : table.get(interval, FROM);
        }

        /** The last sequence of an interval, which is {@code last} while it is open. */
        public long to(final int interval, final long last) {
            final long to = interval == IN_OWNER ? 0 : table.get(interval, TO);
            return to == 0 ? last : to;
        }

        private int newest(final int owner) {
            return isInOwner(owner) ? IN_OWNER : list.first(owner);
        }

        private int older(final int interval) {
            return interval == IN_OWNER ? 0 : list.next(interval);
        }

        private boolean isInOwner(final int owner) {
            return owners.get(owner, word) < 0;
        }

        private long fromInOwner(final int owner) {
            return owners.get(owner, word) & ~IN_OWNER_FLAG;
        }

        private void add(final int owner, final long from) {
            final int slot = table.allocate();
            table.set(slot, FROM, from);
            list.prepend(owner, slot);
        }

        private void free(final int owner, final int slot) {
            list.remove(owner, slot);
            table.free(slot);
        }
    }
}
