package godwit.edge.inbound;

import java.util.Arrays;

/**
 * Strict base64 (RFC 4648 §4): the standard alphabet, padded, no white space, no bits set behind the last byte; so that
 * every sequence of bytes has exactly one text.
 */
final class Base64Text {
    /** What {@link #decode} answers to a text that is not base64. */
    static final int MALFORMED = -1;

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final byte[] VALUES = values();

    private Base64Text() {
    }

    /**
     * Decodes.
     *
     * @param text   holds the characters.
     * @param offset of the first.
     * @param length how many.
     * @param target takes the bytes from 0 on; long enough.
     * @return how many bytes, or {@link #MALFORMED}.
     */
    static int decode(final char[] text, final int offset, final int length, final byte[] target) {
        if (length % 4 != 0) {
            return MALFORMED;
        }
        final int end = offset + length - padding(text, offset, length);
        int bits = 0;
        int bitCount = 0;
        int written = 0;
        for (int i = offset; i < end; i++) {
            final int value = text[i] < VALUES.length ? VALUES[text[i]] : MALFORMED;
            if (value == MALFORMED) {
                return MALFORMED;
            }
            bits = bits << 6 | value;
            bitCount += 6;
            if (bitCount >= 8) {
                bitCount -= 8;
                target[written++] = (byte) (bits >>> bitCount);
            }
        }
        return (bits & (1 << bitCount) - 1) == 0 ? written : MALFORMED;
    }

    private static int padding(final char[] text, final int offset, final int length) {
        if (length == 0 || text[offset + length - 1] != '=') {
            return 0;
        }
        return text[offset + length - 2] == '=' ? 2 : 1;
    }

    private static byte[] values() {
        final byte[] values = new byte[128];
        Arrays.fill(values, (byte) MALFORMED);
        for (int i = 0; i < ALPHABET.length(); i++) {
            values[ALPHABET.charAt(i)] = (byte) i;
        }
        return values;
    }
}
