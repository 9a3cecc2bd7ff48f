package godwit.core;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * The secret by which a core finds names that clients choose: nobody who does not know it can choose names that all lie in
 * one place. Of each process its own, drawn outside the core; no result depends on it, and neither state nor snapshots hold
 * anything made with it.
 *
 * @param first  any number.
 * @param second any number.
 */
public record IndexKey(long first, long second) {
    private static final long V0 = 0x736f6d6570736575L;
    private static final long V1 = 0x646f72616e646f6dL;
    private static final long V2 = 0x6c7967656e657261L;
    private static final long V3 = 0x7465646279746573L;
    private static final int FINAL_ROUNDS = 3;

    /** The SipHash-1-3 of a whole buffer; allocates nothing. */
    public long hash(final DirectBuffer buffer) {
        return hash(buffer, 0, 0, buffer.capacity() >>> 3, end(buffer));
    }

    /** The SipHash-1-3 of two words, as of the 16 bytes that they are. */
    public long hash(final long word0, final long word1) {
        return hash(null, word0, word1, 2, 2L * Long.BYTES << 56);
    }

    private long hash(
        final DirectBuffer buffer, final long word0, final long word1, final int words, final long end) {
        long v0 = V0 ^ first;
        long v1 = V1 ^ second;
        long v2 = V2 ^ first;
        long v3 = V3 ^ second;
        for (int i = 0; i <= words + FINAL_ROUNDS; i++) {
            final long whole = i >= words ? 0
                : buffer != null ? buffer.getLong(i << 3, ByteOrder.LITTLE_ENDIAN) : i == 0 ? word0 : word1;
            final long word = i == words ? end : whole;
            v2 ^= i == words + 1 ? 0xff : 0;
            v3 ^= word;
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= word;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** The bytes behind the last whole word, and the length. */
    private static long end(final DirectBuffer buffer) {
        final int length = buffer.capacity();
        long word = (long) length << 56;
        for (int i = length & ~7, shift = 0; i < length; i++, shift += 8) {
            word |= (buffer.getByte(i) & 0xffL) << shift;
        }
        return word;
    }

    @Override
    public String toString() {
        return "IndexKey";
    }
}
