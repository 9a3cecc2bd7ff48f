package godwit.protocol;

import org.agrona.DirectBuffer;

/**
 * The published map from a user id to one of the {@value #COUNT} fixed partitions: the low 12 bits of MurmurHash3 x86
 * 32-bit (Austin Appleby, public domain), seed 0, over the id's UTF-8 bytes.
 * <p>
 * Only the edge's resolver asks this; whoever else needs a partition is told it. Stateless; any thread.
 */
public final class Partitions {
    /** How many partitions there are, for ever: a power of two. */
    public static final int COUNT = 4096;

    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;

    private Partitions() {
    }

    /**
     * The partition of a user.
     *
     * @param userId the whole buffer is the id, in UTF-8.
     * @return 0 to {@value #COUNT} - 1.
     */
    public static int ofUser(final DirectBuffer userId) {
        return hash(userId, 0, userId.capacity()) & (COUNT - 1);
    }

    /**
     * MurmurHash3 x86 32-bit with seed 0.
     *
     * @param buffer holds the bytes.
     * @param offset of the first byte.
     * @param length in bytes.
     * @return the hash, all 32 bits of it.
     */
    public static int hash(final DirectBuffer buffer, final int offset, final int length) {
        int h = 0;
        final int bodyEnd = offset + (length & ~3);
        for (int i = offset; i < bodyEnd; i += 4) {
            h ^= scramble(word(buffer, i, 4));
            h = Integer.rotateLeft(h, 13) * 5 + 0xe6546b64;
        }
        final int tail = length & 3;
        if (tail != 0) {
            h ^= scramble(word(buffer, bodyEnd, tail));
        }
        return finish(h ^ length);
    }

    private static int word(final DirectBuffer buffer, final int offset, final int length) {
        int word = 0;
        for (int i = 0; i < length; i++) {
            word |= (buffer.getByte(offset + i) & 0xff) << (i * 8);
        }
        return word;
    }

    private static int scramble(final int word) {
        return Integer.rotateLeft(word * C1, 15) * C2;
    }

    private static int finish(final int hash) {
        int h = hash;
        h = (h ^ (h >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h ^ (h >>> 16);
    }
}
