package godwit.core.entries;

import godwit.core.numbers.ShardRecord;
import godwit.core.state.Invariants;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Bytes that leave in the order in which they came: positions grow for ever, memory is a ring of segments. */
final class Payloads {
    /** So short that a segment is no humongous object, which would take up twice its length. */
    private static final int SEGMENT_BITS = 18;
    private static final int SEGMENT_LENGTH = 1 << SEGMENT_BITS;
    private static final int SEGMENT_MASK = SEGMENT_LENGTH - 1;

    private final ShardRecord shard;
    private UnsafeBuffer[] segments = new UnsafeBuffer[4];
    private UnsafeBuffer spare;

    Payloads(final ShardRecord shard) {
        this.shard = shard;
    }

    /** Makes room at the end; the position. */
    long reserve(final int length) {
        Invariants.within("payload length", length, 1, SEGMENT_LENGTH);
        long tail = shard.get(ShardRecord.PAYLOAD_TAIL);
        if ((tail & SEGMENT_MASK) + length > SEGMENT_LENGTH) {
            tail = (tail | SEGMENT_MASK) + 1;
        }
        ensure(tail);
        shard.set(ShardRecord.PAYLOAD_TAIL, tail + length);
        return tail;
    }

    void write(final long position, final DirectBuffer source, final int offset, final int length) {
        segment(position).putBytes((int) position & SEGMENT_MASK, source, offset, length);
    }

    /** Where a position is within its {@link #segment}. */
    static int offset(final long position) {
        return (int) position & SEGMENT_MASK;
    }

    UnsafeBuffer segment(final long position) {
        return segments[(int) (position >>> SEGMENT_BITS) & (segments.length - 1)];
    }

    /** Everything before a position may go; the tail's own segment stays. */
    void releaseTo(final long position) {
        final long head = shard.get(ShardRecord.PAYLOAD_HEAD);
        Invariants.atLeast("payload head", position, head);
        for (long number = head >>> SEGMENT_BITS; number < position >>> SEGMENT_BITS; number++) {
            final int index = (int) number & (segments.length - 1);
            spare = segments[index] == null ? spare : segments[index];
            segments[index] = null;
        }
        shard.set(ShardRecord.PAYLOAD_HEAD, position);
    }

    void reset() {
        segments = new UnsafeBuffer[4];
    }

    /** Whether a position has a segment. */
    boolean has(final long position) {
        return segment(position) != null;
    }

    /** Puts bytes back at their position while a snapshot is loaded, unless they are gone; head and tail are known already. */
    void restore(final long position, final DirectBuffer source, final int offset, final int length) {
        if (position >= shard.get(ShardRecord.PAYLOAD_HEAD)) {
            Invariants.within("payload position", position, 0, shard.get(ShardRecord.PAYLOAD_TAIL) - length);
            Invariants.within("payload length", length, 1, SEGMENT_LENGTH - offset(position));
            ensure(position);
            write(position, source, offset, length);
        }
    }

    private void ensure(final long position) {
        final long number = position >>> SEGMENT_BITS;
        final long first = shard.get(ShardRecord.PAYLOAD_HEAD) >>> SEGMENT_BITS;
        if (number - first >= segments.length) {
            grow(first, number);
        }
        final int index = (int) number & (segments.length - 1);
        if (segments[index] == null) {
            segments[index] = spare == null ? new UnsafeBuffer(new byte[SEGMENT_LENGTH]) : spare;
            spare = null;
        }
    }

    private void grow(final long first, final long last) {
        int capacity = segments.length;
        while (last - first >= capacity) {
            capacity *= 2;
        }
        final UnsafeBuffer[] grown = new UnsafeBuffer[capacity];
        for (long number = first; number < first + segments.length; number++) {
            grown[(int) number & (capacity - 1)] = segments[(int) number & (segments.length - 1)];
        }
        segments = grown;
    }
}
