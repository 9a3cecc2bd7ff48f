package godwit.edge.fanout;

import godwit.edge.memory.ByteBudget;
import org.agrona.collections.LongHashSet;

/**
 * The latest entries that a connection was shown, to resolve the msg_id of an acknowledgement. A ring that grows up to its
 * bound, from some size on only while there is memory for it, which all connections share; copies of what is among its
 * newest take no place, or redeliveries to a client that does not read would drive out what it did get. Single-threaded.
 */
public final class RecentEntries {
    /** What {@link #find} answers to an id that is not here. */
    public static final int NOT_FOUND = -1;
    /** The ordinal of an entry of which it was not told. */
    public static final long ORDINAL_UNKNOWN = -1;

    private static final int LENGTH_INITIAL = 16;
    private static final int FIELDS = 5;

    private final int entriesMax;
    private final int newest;
    private final int sureMax;
    private final ByteBudget memory;
    private long[] values = new long[0];
    private long bytesTaken;
    private boolean closed;
    /** Some were forgotten for lack of memory. */
    private boolean squeezed;
    private int count;
    private int next;
    private long added;
    private long highestId;

    /**
     * Empty.
     *
     * @param entriesMax the bound.
     * @param newest     copies of so many take no place; the others' are sure of the rest of the bound.
     * @param sureMax    so many are kept whatever others hold.
     * @param memory     of which more than those take.
     */
    RecentEntries(final int entriesMax, final int newest, final int sureMax, final ByteBudget memory) {
        this.entriesMax = entriesMax;
        this.newest = newest;
        this.sureMax = sureMax;
        this.memory = memory;
    }

    /**
     * Remembers an entry; at the bound, or without memory for more, the oldest is forgotten.
     *
     * @param msgId          its id.
     * @param chatId         its chat.
     * @param sequence       its number in the chat.
     * @param messageOrdinal it is the chat's n-th message, or {@link #ORDINAL_UNKNOWN}.
     */
    public void add(final long msgId, final long chatId, final long sequence, final long messageOrdinal) {
        add(msgId, chatId, sequence, messageOrdinal, added++);
    }

    /** The same, with a number of the caller's own; of an entry that is here already the one it has stays. */
    void add(final long msgId, final long chatId, final long sequence, final long messageOrdinal, final long number) {
        if (closed || msgId <= highestId && isAmongLatest(msgId)) {
            return;
        }
        highestId = Math.max(highestId, msgId);
        if (count == capacity() && count < entriesMax) {
            squeezed |= !grow();
        }
        final int offset = next * FIELDS;
        values[offset] = msgId;
        values[offset + 1] = chatId;
        values[offset + 2] = sequence;
        values[offset + 3] = messageOrdinal;
        values[offset + 4] = number;
        next = next + 1 == capacity() ? 0 : next + 1;
        count = Math.min(count + 1, capacity());
    }

    /**
     * Looks an entry up, the newest first.
     *
     * @param msgId its id.
     * @return a handle for the accessors until the next add, or {@link #NOT_FOUND}.
     */
    public int find(final long msgId) {
        return find(msgId, count, Long.MAX_VALUE);
    }

    private boolean isAmongLatest(final long msgId) {
        return find(msgId, Math.min(count, newest), Long.MAX_VALUE) != NOT_FOUND;
    }

    private int find(final long msgId, final int latest, final long belowNumber) {
        int index = next;
        for (int i = 0; i < latest; i++) {
            index = index == 0 ? capacity() - 1 : index - 1;
            if (values[index * FIELDS] == msgId && values[index * FIELDS + 4] < belowNumber) {
                return index;
            }
        }
        return NOT_FOUND;
    }

    /** Whether a found entry is one of the latest so many; entries that were added again count once, as the newest. */
    public boolean isAmongLatest(final int found, final int entries) {
        final int behind = Math.floorMod(next - 1 - found, capacity());
        if (behind < entries) {
            return true;
        }
        return distinct(behind) < entries;
    }

    /** How many entries the latest so many places have. */
    private int distinct(final int places) {
        final LongHashSet ids = new LongHashSet(2 * places);
        for (int i = 1; i <= places; i++) {
            ids.add(values[Math.floorMod(next - i, capacity()) * FIELDS]);
        }
        return ids.size();
    }

    /** The chat of a found entry. */
    public long chatId(final int index) {
        return values[index * FIELDS + 1];
    }

    /** The sequence of a found entry. */
    public long sequence(final int index) {
        return values[index * FIELDS + 2];
    }

    /** Of a found entry: it is the chat's n-th message, or {@link #ORDINAL_UNKNOWN}. */
    public long messageOrdinal(final int index) {
        return values[index * FIELDS + 3];
    }

    /** Whether an entry is one of the first so many that were added, copies counted; it may have been added again later. */
    public boolean isAmongFirst(final long msgId, final long entries) {
        return find(msgId, count, entries) != NOT_FOUND;
    }

    /** How many were added, copies counted. */
    long added() {
        return added;
    }

    /** The number of a found entry. */
    long number(final int index) {
        return values[index * FIELDS + 4];
    }

    /** Gives a found entry another number. */
    void number(final int index, final long number) {
        values[index * FIELDS + 4] = number;
    }

    /** Forgets the entries that were added after the first so many, copies counted; their places are free again. */
    void forgetFrom(final long number) {
        while (count > 0 && values[latest() * FIELDS + 4] >= number) {
            next = latest();
            count--;
        }
    }

    /** Whether one of the latest so many, those that were added again counted once, may be forgotten for lack of memory. */
    public boolean lacksOneOf(final int latest) {
        return squeezed && distinct(count) < latest;
    }

    /** Nothing is asked any more: it keeps nothing from now on, and gives back what it took. */
    void close() {
        closed = true;
        squeezed = false;
        memory.giveBack(bytesTaken);
        bytesTaken = 0;
        values = new long[0];
        count = 0;
        next = 0;
    }

    private int latest() {
        return next == 0 ? capacity() - 1 : next - 1;
    }

    private int capacity() {
        return values.length / FIELDS;
    }

    /** Only called when full; false: there is no memory for more. The oldest comes first then, however it lay before. */
    private boolean grow() {
        final int newCapacity = Math.min(count < sureMax ? sureMax : entriesMax, Math.max(LENGTH_INITIAL, capacity() * 2));
        final long bytes = newCapacity <= sureMax ? 0 : (long) (newCapacity - capacity()) * FIELDS * Long.BYTES;
        if (!memory.tryTake(bytes)) {
            return false;
        }
        bytesTaken += bytes;
        final long[] grown = new long[newCapacity * FIELDS];
        final int oldest = next * FIELDS;
        System.arraycopy(values, oldest, grown, 0, values.length - oldest);
        System.arraycopy(values, 0, grown, values.length - oldest, oldest);
        values = grown;
        next = count;
        return true;
    }
}
