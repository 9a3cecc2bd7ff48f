package godwit.core.state;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** Hashing and comparing of byte strings, the same on every machine. */
public final class Bytes {
    private static final long A = 0x9E3779B97F4A7C15L;
    private static final long B = 0xD6E8FEB86659FD93L;

    private Bytes() {
    }

    /** A 64-bit hash of a whole buffer. */
    public static long hash(final DirectBuffer buffer) {
        return hash(buffer, 0, buffer.capacity());
    }

    /** A 64-bit hash of a part of a buffer. */
    public static long hash(final DirectBuffer buffer, final int offset, final int length) {
        long h = length * A;
        int i = offset;
        final int end = offset + length;
        for (; i + 8 <= end; i += 8) {
            h = step(h, buffer.getLong(i, ByteOrder.LITTLE_ENDIAN));
        }
        if (i < end) {
            h = step(h, tail(buffer, i, end));
        }
        return finish(h);
    }

    /** Another 64-bit hash of a part of a buffer, of four lanes, for what is longer than a name. */
    public static long hashWide(final DirectBuffer buffer, final int offset, final int length) {
        long h0 = length * A;
        long h1 = B;
        long h2 = ~A;
        long h3 = ~B;
        int i = offset;
        final int end = offset + length;
        for (; i + 32 <= end; i += 32) {
            h0 = step(h0, buffer.getLong(i, ByteOrder.LITTLE_ENDIAN));
            h1 = step(h1, buffer.getLong(i + 8, ByteOrder.LITTLE_ENDIAN));
            h2 = step(h2, buffer.getLong(i + 16, ByteOrder.LITTLE_ENDIAN));
            h3 = step(h3, buffer.getLong(i + 24, ByteOrder.LITTLE_ENDIAN));
        }
        long h = step(step(step(h0, h1), h2), h3);
        for (; i + 8 <= end; i += 8) {
            h = step(h, buffer.getLong(i, ByteOrder.LITTLE_ENDIAN));
        }
        return finish(i < end ? step(h, tail(buffer, i, end)) : h);
    }

    /** A hash of two numbers. */
    public static long hash(final long first, final long second) {
        return finish(step(step(A, first), second));
    }

    /** Whether two strings of the same length are equal. */
    public static boolean equal(
        final DirectBuffer first, final int firstOffset, final DirectBuffer second, final int secondOffset,
        final int length) {
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            if (first.getLong(firstOffset + i) != second.getLong(secondOffset + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (first.getByte(firstOffset + i) != second.getByte(secondOffset + i)) {
                return false;
            }
        }
        return true;
    }

    private static long tail(final DirectBuffer buffer, final int from, final int end) {
        long word = 0;
        for (int i = end - 1; i >= from; i--) {
            word = (word << 8) | (buffer.getByte(i) & 0xff);
        }
        return word;
    }

    private static long step(final long h, final long word) {
        final long x = (h ^ word) * B;
        return (x ^ (x >>> 32)) * A;
    }

    private static long finish(final long h) {
        final long x = (h ^ (h >>> 29)) * B;
        return x ^ (x >>> 32);
    }
}
