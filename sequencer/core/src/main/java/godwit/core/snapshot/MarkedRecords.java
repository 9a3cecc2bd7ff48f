package godwit.core.snapshot;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import godwit.core.state.Names;
import godwit.core.state.Table;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes what changed of a table into slices: records in the order of slots, neighbours as one run, and the end of the list
 * of free slots. A run is the table, the first slot, how many; of names and entries each record's bytes stand behind it.
 */
final class MarkedRecords {
    private static final int RUN_LENGTH = 3 * Integer.BYTES;
    private static final int FREE_MAX = 4096;

    private final ShardState state;
    private final Slice out;
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer none = new UnsafeBuffer(0, 0);
    private Table ofRun;
    private int nextOfRun;
    private int countOffset;
    private int countOfRun;
    private long records;
    private int passedOver;

    MarkedRecords(final ShardState state, final Slice out) {
        this.state = state;
        this.out = out;
    }

    /** Another slice begins. */
    void begin() {
        ofRun = null;
    }

    /** How many were written, of records and of pieces of lists of free slots. */
    long records() {
        return records;
    }

    /** How many marked records were looked at and needed not be written. */
    int passedOver() {
        return passedOver;
    }

    /**
     * Writes the marked records from a slot on, as far as the slice has room, and takes their marks.
     *
     * @param table      theirs.
     * @param from       the first slot.
     * @param to         behind the last one.
     * @param isFirstRun of these slots: what is 0 never was written and need not be.
     * @return the slot to go on at; {@code to}: all are written.
     */
    int write(final Table table, final int from, final int to, final boolean isFirstRun) {
        int slot = table.nextMarked(from, to);
        while (slot < to) {
            if (isFirstRun && table.isBlank(slot)) {
                passedOver++;
            } else if (!append(table, slot)) {
                return slot;
            }
            table.unmark(slot);
            slot = table.nextMarked(slot + 1, to);
        }
        return to;
    }

    private boolean append(final Table table, final int slot) {
        final boolean hasBytes = state.hasBytes(table);
        final DirectBuffer bytes = hasBytes ? state.wrapBytes(table, slot, view, none) : none;
        final boolean isNext = ofRun == table && nextOfRun == slot;
        final int length = table.words() * Long.BYTES + (hasBytes ? Integer.BYTES + bytes.capacity() : 0);
        if (!out.hasRoom(length + (isNext ? 0 : RUN_LENGTH))) {
            return false;
        }
        if (!isNext) {
            beginRun(table, slot);
        }
        out.putWords(table, slot);
        if (hasBytes) {
            out.putInt(bytes.capacity());
            out.putBytes(bytes, 0, bytes.capacity());
        }
        out.buffer().putInt(countOffset, ++countOfRun, LITTLE_ENDIAN);
        nextOfRun = slot + 1;
        records++;
        return true;
    }

    private void beginRun(final Table table, final int slot) {
        out.putInt(table.id());
        out.putInt(slot);
        countOffset = out.length();
        countOfRun = 0;
        out.putInt(0);
        ofRun = table;
    }

    /** Writes free slots that the list did not have when it was last written, as far as there is room; whether all are. */
    boolean writeFree(final Table table) {
        ofRun = null;
        while (table.freeKept() < table.freeCount()) {
            final int from = table.freeKept();
            final int count = Math.min(FREE_MAX, table.freeCount() - from);
            if (!writeFree(table, from, count)) {
                return false;
            }
            table.freeKept(from + count);
        }
        return true;
    }

    /** Writes a piece of the list of free slots; false: there is no room. */
    boolean writeFree(final Table table, final int from, final int count) {
        if (!out.hasRoom(RUN_LENGTH + count * Integer.BYTES)) {
            return false;
        }
        out.putInt(-table.id());
        out.putInt(from);
        out.putInt(count);
        for (int i = from; i < from + count; i++) {
            out.putInt(table.freeSlot(i));
        }
        records++;
        return true;
    }
}
