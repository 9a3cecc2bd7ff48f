package godwit.edge.inbound;

/**
 * Text as JSON gives it (UTF-16, whose escapes can spell half a character) turned into UTF-8.
 */
final class Utf16 {
    /** What {@link #toUtf8} answers to a text with a lone surrogate. */
    static final int MALFORMED = -1;

    private Utf16() {
    }

    /**
     * Encodes.
     *
     * @param text   holds the characters.
     * @param offset of the first.
     * @param length how many.
     * @param target takes the bytes from 0 on; has room for three bytes a character.
     * @return how many bytes, or {@link #MALFORMED}.
     */
    static int toUtf8(final char[] text, final int offset, final int length, final byte[] target) {
        final int end = offset + length;
        int written = 0;
        for (int i = offset; i < end; i++) {
            final char c = text[i];
            if (c < 0x80) {
                target[written++] = (byte) c;
            } else if (c < 0x800) {
                target[written++] = (byte) (0xC0 | c >>> 6);
                target[written++] = (byte) (0x80 | c & 0x3F);
            } else if (!Character.isSurrogate(c)) {
                target[written++] = (byte) (0xE0 | c >>> 12);
                target[written++] = (byte) (0x80 | c >>> 6 & 0x3F);
                target[written++] = (byte) (0x80 | c & 0x3F);
            } else if (i + 1 < end && Character.isSurrogatePair(c, text[i + 1])) {
                written = putPair(Character.toCodePoint(c, text[++i]), target, written);
            } else {
                return MALFORMED;
            }
        }
        return written;
    }

    /** How many bytes of UTF-8 a text takes, or {@link #MALFORMED}. */
    static int utf8Length(final String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                length += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            } else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
                length += 4;
                i++;
            } else {
                return MALFORMED;
            }
        }
        return length;
    }

    private static int putPair(final int codePoint, final byte[] target, final int offset) {
        target[offset] = (byte) (0xF0 | codePoint >>> 18);
        target[offset + 1] = (byte) (0x80 | codePoint >>> 12 & 0x3F);
        target[offset + 2] = (byte) (0x80 | codePoint >>> 6 & 0x3F);
        target[offset + 3] = (byte) (0x80 | codePoint & 0x3F);
        return offset + 4;
    }
}
