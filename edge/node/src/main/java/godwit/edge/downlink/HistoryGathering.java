package godwit.edge.downlink;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A history page while its entries come in, from the shard's memory, its spool and the store. Single-threaded.
 */
final class HistoryGathering {
    private static final int SENT = 1;
    private static final int DELIVERED = 2;
    private static final int READ = 3;

    private record Cursor(String userId, long deliveredSequence, long readSequence) {
        int reached(final long sequence) {
            return readSequence >= sequence ? READ : deliveredSequence >= sequence ? DELIVERED : SENT;
        }
    }

    private final TreeMap<Long, StoredEntry> entries = new TreeMap<>();
    private final List<Cursor> cursors = new ArrayList<>();
    private long fromSequence;
    private long toSequence;
    private long spoolAboveSequence;
    private boolean more;
    private boolean newestFirst;
    private boolean bounded;
    private boolean reading;

    void add(final StoredEntry entry) {
        entries.put(entry.sequence(), entry);
    }

    void cursor(final String userId, final long deliveredSequence, final long readSequence) {
        cursors.add(new Cursor(userId, deliveredSequence, readSequence));
    }

    void bounds(final long from, final long to, final long spoolAbove, final boolean isMore, final boolean newest) {
        fromSequence = from;
        toSequence = to;
        spoolAboveSequence = spoolAbove;
        more = isMore;
        newestFirst = newest;
        bounded = true;
    }

    /**
     * The same entries for the bounds of a further answer, which is whole by itself. The first is not where it was under way
     * when the page was asked for again: what had come of it by then is not here.
     */
    HistoryGathering boundedAnew() {
        final HistoryGathering anew = new HistoryGathering();
        anew.entries.putAll(entries);
        return anew;
    }

    void reading(final boolean isReading) {
        reading = isReading;
    }

    /** The lowest entry that only the store has; above {@link #lastMissing()} if there is none. */
    long firstMissing() {
        long sequence = fromSequence;
        while (sequence <= toSequence && entries.containsKey(sequence)) {
            sequence++;
        }
        return sequence;
    }

    /** The highest entry that only the store has. */
    long lastMissing() {
        long sequence = Math.min(toSequence, spoolAboveSequence);
        while (sequence >= fromSequence && entries.containsKey(sequence)) {
            sequence--;
        }
        return sequence;
    }

    /** Whether nothing is under way any more: the store was read, and all that is not journaled came. */
    boolean complete() {
        return !reading && hasUnjournaled();
    }

    /** Whether all is here but what the store is asked for. */
    boolean lacksOnlyWhatIsRead() {
        return reading && hasUnjournaled();
    }

    private boolean hasUnjournaled() {
        if (!bounded) {
            return false;
        }
        for (long s = Math.max(fromSequence, spoolAboveSequence + 1); s <= toSequence; s++) {
            if (!entries.containsKey(s)) {
                return false;
            }
        }
        return true;
    }

    boolean more() {
        return more;
    }

    /** The page's entries in the page's order, up to the first one that is nowhere. */
    List<StoredEntry> entriesUntilMissing() {
        final List<StoredEntry> page = new ArrayList<>();
        final long step = newestFirst ? -1 : 1;
        StoredEntry entry = fromSequence > toSequence ? null : entries.get(newestFirst ? toSequence : fromSequence);
        while (entry != null && entry.sequence() >= fromSequence && entry.sequence() <= toSequence) {
            page.add(entry);
            entry = entries.get(entry.sequence() + step);
        }
        return page;
    }

    /** How many of a complete page's entries are nowhere: the store was asked, and lacks them. */
    long missing() {
        return fromSequence > toSequence ? 0
            : toSequence - fromSequence + 1 - entries.subMap(fromSequence, true, toSequence, true).size();
    }

    /** Whether it is known from where to where the page goes. */
    boolean bounded() {
        return bounded;
    }

    /** The page's last sequence. */
    long toSequence() {
        return toSequence;
    }

    /** The page's first sequence. */
    long fromSequence() {
        return fromSequence;
    }

    /** The entry of that id if it came, else null. */
    StoredEntry find(final long msgId) {
        for (final StoredEntry entry : entries.values()) {
            if (entry.msgId() == msgId) {
                return entry;
            }
        }
        return null;
    }

    /** Whether an entry that is in no store may be below the page: ids grow as sequences do. */
    boolean mayBeBelow(final long msgId) {
        final boolean unjournaledBelow = more && spoolAboveSequence < fromSequence;
        return unjournaledBelow && (entries.isEmpty() || entries.firstEntry().getValue().msgId() > msgId);
    }

    /**
     * Whether an entry that did not come may be in the store by now: journaled, and gone from the shard's memory, since
     * the store was asked.
     */
    boolean mayBeStored(final long msgId) {
        final StoredEntry newest = entries.get(toSequence);
        final Map.Entry<Long, StoredEntry> unjournaled = entries.higherEntry(spoolAboveSequence);
        final boolean hasJournaled = more || firstMissing() <= lastMissing();
        return hasJournaled && (newest == null || newest.msgId() > msgId)
            && (unjournaled == null || unjournaled.getValue().msgId() > msgId);
    }

    /**
     * What all members but the sender have reached: 1 sent, 2 delivered, 3 read; 1 if there is no other. Of a group only
     * the two least cursors of each kind are here: whoever sent it, the least of the others' is among them.
     */
    int status(final StoredEntry entry) {
        int status = READ;
        boolean others = false;
        for (final Cursor cursor : cursors) {
            if (!cursor.userId.equals(entry.senderId())) {
                others = true;
                status = Math.min(status, cursor.reached(entry.sequence()));
            }
        }
        return others ? status : SENT;
    }
}
