package godwit.edge.accept;

import java.util.Arrays;

/**
 * What waits for a socket: lengths, and which entries are among it, in the order of writing. Single-threaded.
 */
final class QueuedFrames {
    /** A frame that is no entry of a chat. */
    static final long NO_ENTRY = -1;

    private static final int CAPACITY_INITIAL = 8;

    private long[] msgIds = new long[CAPACITY_INITIAL];
    private int[] lengths = new int[CAPACITY_INITIAL];
    private int head;
    private int count;
    private long bytes;

    void add(final int length, final long msgId) {
        if (count == msgIds.length) {
            grow();
        }
        final int tail = (head + count) % msgIds.length;
        lengths[tail] = length;
        msgIds[tail] = msgId;
        count++;
        bytes += length;
    }

    void removeFirst() {
        if (count == 0) {
            throw new IllegalStateException("count=0, expected a frame that was added");
        }
        bytes -= lengths[head];
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
