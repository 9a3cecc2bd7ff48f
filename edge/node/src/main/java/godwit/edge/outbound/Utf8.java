package godwit.edge.outbound;

import org.agrona.DirectBuffer;

/**
 * UTF-8 read and written a code point at a time, for bytes that must leave as valid UTF-8 whatever they are.
 */
final class Utf8 {
    /** What stands for bytes that are not UTF-8. */
    static final int REPLACEMENT = 0xFFFD;

    /** What {@link #decode} answers to bytes that begin no code point. */
    static final int MALFORMED = -1;

    private Utf8() {
    }

    /** How many bytes a code point takes. */
    static int length(final int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }

    /** Writes a code point from 0x80 on and tells where the next byte goes. */
    static int put(final int c, final byte[] bytes, final int offset) {
        int i = offset;
        if (c < 0x800) {
            bytes[i++] = (byte) (0xC0 | c >>> 6);
        } else {
            if (c < 0x10000) {
                bytes[i++] = (byte) (0xE0 | c >>> 12);
            } else {
                bytes[i++] = (byte) (0xF0 | c >>> 18);
                bytes[i++] = (byte) (0x80 | c >>> 12 & 0x3F);
            }
            bytes[i++] = (byte) (0x80 | c >>> 6 & 0x3F);
        }
        bytes[i++] = (byte) (0x80 | c & 0x3F);
        return i;
    }

    /** The code point that begins at an offset, or {@link #MALFORMED}; the byte there is not ASCII. */
    static int decode(final DirectBuffer utf8, final int offset, final int end) {
        final int lead = utf8.getByte(offset) & 0xff;
        final int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (lead < 0xC2 || lead > 0xF4 || offset + length > end) {
            return MALFORMED;
        }
        int c = lead & (0x7F >>> length);
        for (int i = 1; i < length; i++) {
            final int b = utf8.getByte(offset + i) & 0xff;
            if ((b & 0xC0) != 0x80) {
                return MALFORMED;
            }
            c = c << 6 | b & 0x3F;
        }
        final boolean valid = length(c) == length && c <= Character.MAX_CODE_POINT && (c < 0xD800 || c > 0xDFFF);
        return valid ? c : MALFORMED;
    }
}
