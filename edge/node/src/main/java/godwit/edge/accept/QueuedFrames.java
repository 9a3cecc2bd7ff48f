package godwit.edge.accept;

import java.util.Arrays;

/**
 * What waits for a socket: how much memory it takes, and which entries are among it, in the order of writing. Single-threaded.
 */
final class QueuedFrames {
    /** A frame that is no entry of a chat. */
    static final long NO_ENTRY = -1;

    /** What a frame takes beside its payload: its header, the socket's queue, its place here. */
    static final int OVERHEAD_BYTES = 128;

    private static final int CAPACITY_INITIAL = 8;

    private long[] msgIds = new long[CAPACITY_INITIAL];
    private int[] lengths = new int[CAPACITY_INITIAL];
    private int head;
    private int count;
    private long bytes;

    /** What a frame of that length takes. */
    static int cost(final int length) {
        return length + OVERHEAD_BYTES;
    }

    void add(final int length, final long msgId) {
        if (count == msgIds.length) {
            grow();
        }
        final int tail = (head + count) % msgIds.length;
        lengths[tail] = length;
        msgIds[tail] = msgId;
        count++;
        bytes += cost(length);
    }

    void removeFirst() {
        if (count == 0) {
            throw new IllegalStateException("count=0, expected a frame that was added");
        }
        bytes -= cost(lengths[head]);
        head = (head + 1) % msgIds.length;
        count--;
    }

    boolean contains(final long msgId) {
        for (int i = 0; i < count; i++) {
            if (msgIds[(head + i) % msgIds.length] == msgId) {
                return true;
            }
        }
        return false;
    }

    long bytes() {
        return bytes;
    }

    /** Forgets all. */
    void clear() {
        count = 0;
        bytes = 0;
    }

    private void grow() {
        final long[] newMsgIds = Arrays.copyOf(msgIds, count * 2);
        final int[] newLengths = Arrays.copyOf(lengths, count * 2);
        for (int i = 0; i < count; i++) {
            newMsgIds[i] = msgIds[(head + i) % count];
            newLengths[i] = lengths[(head + i) % count];
        }
        msgIds = newMsgIds;
        lengths = newLengths;
        head = 0;
    }
}
