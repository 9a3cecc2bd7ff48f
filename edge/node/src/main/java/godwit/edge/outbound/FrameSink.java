package godwit.edge.outbound;

import godwit.edge.errors.ErrorCode;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * The bytes of one frame while it is written: JSON's own characters, numbers, texts and base64, without intermediate
 * strings. Whatever text goes in, what comes out is valid UTF-8 and valid JSON. Reused; single-threaded.
 */
public final class FrameSink {
    private static final int LENGTH_INITIAL = 4 * 1024;
    private static final int LENGTH_KEPT_MAX = 512 * 1024;
    /** The longest that one character of input becomes: six ASCII characters. */
    private static final int ESCAPED_LENGTH_MAX = 6;
    private static final int LONG_LENGTH_MAX = 20;
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final byte[] BASE64 =
        ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    private static final byte[] CHAT_ID_DIGITS = ascii("0123456789abcdefghjkmnpqrstvwxyz");
    private static final int CHAT_ID_LENGTH = 13;

    private byte[] bytes = new byte[LENGTH_INITIAL];
    private int length;

    FrameSink() {
    }

    /**
     * The frame's bytes, from 0 to {@link #length()}.
     *
     * @return the sink's own array, until the next frame is begun.
     */
    public byte[] array() {
        return bytes;
    }

    /**
     * How long the frame is.
     *
     * @return in bytes.
     */
    public int length() {
        return length;
    }

    /**
     * The frame on its own.
     *
     * @return a copy that nothing here touches again.
     */
    public byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    static byte[] ascii(final String text) {
        final byte[] ascii = new byte[text.length()];
        for (int i = 0; i < ascii.length; i++) {
            ascii[i] = (byte) text.charAt(i);
        }
        return ascii;
    }

    FrameSink begin() {
        length = 0;
        if (bytes.length > LENGTH_KEPT_MAX) {
            bytes = new byte[LENGTH_INITIAL];
        }
        return this;
    }

    void truncate(final int newLength) {
        length = newLength;
    }

    /** Writes characters that are JSON already. */
    FrameSink raw(final byte[] ascii) {
        reserve(ascii.length);
        System.arraycopy(ascii, 0, bytes, length, ascii.length);
        length += ascii.length;
        return this;
    }

    FrameSink raw(final char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    FrameSink number(final long value) {
        if (value < 0) {
            return raw(ascii(Long.toString(value)));
        }
        reserve(LONG_LENGTH_MAX);
        int digits = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** A 64-bit id: a decimal string. */
    FrameSink id(final long value) {
        return raw('"').number(value).raw('"');
    }

    /** A chat's id in the one form that clients see, as {@code ChatIds.format} gives it. */
    FrameSink chatId(final long chatId) {
        reserve(CHAT_ID_LENGTH + 2);
        bytes[length] = '"';
        long rest = chatId;
        for (int i = length + CHAT_ID_LENGTH; i > length; i--) {
            bytes[i] = CHAT_ID_DIGITS[(int) (rest & 31)];
            rest >>>= 5;
        }
        bytes[length + CHAT_ID_LENGTH + 1] = '"';
        length += CHAT_ID_LENGTH + 2;
        return this;
    }

    FrameSink bool(final boolean value) {
        return raw(value ? Literals.TRUE : Literals.FALSE);
    }

    FrameSink code(final ErrorCode code) {
        return raw('"').raw(ascii(code.name())).raw('"');
    }

    /** A string; lone surrogates become U+FFFD. */
    FrameSink text(final CharSequence text) {
        reserve(text.length() * ESCAPED_LENGTH_MAX + 2);
        bytes[length++] = '"';
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c < 0x80) {
                escaped(c);
            } else if (Character.isHighSurrogate(c) && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1))) {
                codePoint(Character.toCodePoint(c, text.charAt(++i)));
            } else {
                codePoint(Character.isSurrogate(c) ? Utf8.REPLACEMENT : c);
            }
        }
        bytes[length++] = '"';
        return this;
    }

    /** A string from UTF-8; what is not UTF-8 becomes U+FFFD. */
    FrameSink text(final DirectBuffer utf8) {
        final int end = utf8.capacity();
        reserve(end * ESCAPED_LENGTH_MAX + 2);
        bytes[length++] = '"';
        int i = 0;
        while (i < end) {
            final byte b = utf8.getByte(i);
            if (b >= 0) {
                escaped((char) b);
                i++;
            } else {
                final int decoded = Utf8.decode(utf8, i, end);
                codePoint(decoded == Utf8.MALFORMED ? Utf8.REPLACEMENT : decoded);
                i += decoded == Utf8.MALFORMED ? 1 : Utf8.length(decoded);
            }
        }
        bytes[length++] = '"';
        return this;
    }

    /** Bytes as base64 with padding. */
    FrameSink base64(final DirectBuffer source) {
        final int end = source.capacity();
        reserve((end + 2) / 3 * 4 + 2);
        bytes[length++] = '"';
        int i = 0;
        for (; i + 3 <= end; i += 3) {
            base64Quad((source.getByte(i) & 0xff) << 16 | (source.getByte(i + 1) & 0xff) << 8
                | (source.getByte(i + 2) & 0xff));
        }
        if (i < end) {
            final boolean two = i + 1 < end;
            base64Quad((source.getByte(i) & 0xff) << 16 | (two ? (source.getByte(i + 1) & 0xff) << 8 : 0));
            bytes[length - 1] = '=';
            if (!two) {
                bytes[length - 2] = '=';
            }
        }
        bytes[length++] = '"';
        return this;
    }

    private void base64Quad(final int bits) {
        bytes[length++] = BASE64[bits >>> 18 & 63];
        bytes[length++] = BASE64[bits >>> 12 & 63];
        bytes[length++] = BASE64[bits >>> 6 & 63];
        bytes[length++] = BASE64[bits & 63];
    }

    private void escaped(final char c) {
        if (c >= 0x20 && c != '"' && c != '\\') {
            bytes[length++] = (byte) c;
        } else {
            bytes[length++] = '\\';
            switch (c) {
                case '"', '\\' -> bytes[length++] = (byte) c;
                case '\n' -> bytes[length++] = 'n';
                case '\r' -> bytes[length++] = 'r';
                case '\t' -> bytes[length++] = 't';
                default -> hex(c);
            }
        }
    }

    private void hex(final int c) {
        bytes[length++] = 'u';
        bytes[length++] = HEX[c >>> 12 & 15];
        bytes[length++] = HEX[c >>> 8 & 15];
        bytes[length++] = HEX[c >>> 4 & 15];
        bytes[length++] = HEX[c & 15];
    }

    private void codePoint(final int c) {
        if (c == '\u2028' || c == '\u2029') {
            // Ends a line in a script's source: escaped for those who put the frame into one.
            bytes[length++] = '\\';
            hex(c);
        } else {
            length = Utf8.put(c, bytes, length);
        }
    }

    private void reserve(final int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
