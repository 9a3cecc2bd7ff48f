package godwit.core;

import java.util.Arrays;

/** Entries of a chat that wait for a device, in the chat's order. Reused. */
public final class InboxEntries {
    private long[] values = new long[3 * 64];
    private int count;

    /** How many. */
    public int count() {
        return count;
    }

    /** The id of an entry. */
    public long msgId(final int index) {
        return values[index * 3];
    }

    /** The sequence of an entry. */
    public long sequence(final int index) {
        return values[index * 3 + 1];
    }

    /** The time of an entry, in milliseconds since 1970. */
    public long timestampMs(final int index) {
        return values[index * 3 + 2];
    }

    /** Forgets all; for the core only. */
    public void clear() {
        count = 0;
    }

    /** Adds one; for the core only. */
    public void add(final long msgId, final long sequence, final long timestampMs) {
        if (count * 3 == values.length) {
            values = Arrays.copyOf(values, values.length * 2);
        }
        values[count * 3] = msgId;
        values[count * 3 + 1] = sequence;
        values[count * 3 + 2] = timestampMs;
        count++;
    }
}
