package godwit.edge.inbound;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The bytes of a message's text or content, turned from JSON's characters into what is stored. Reused.
 */
final class Body {
    private static final int MALFORMED = -1;

    private final byte[] bytes;
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private int length;

    /**
     * A body.
     *
     * @param frameBytes the longest frame: no string in it, escapes undone, takes more bytes than itself.
     */
    Body(final int frameBytes) {
        bytes = new byte[frameBytes];
    }

    void putText(final char[] text, final int offset, final int charCount) {
        length = Utf16.toUtf8(text, offset, charCount, bytes);
    }

    void putBase64(final char[] text, final int offset, final int charCount) {
        length = Base64Text.decode(text, offset, charCount, bytes);
    }

    boolean isMalformed() {
        return length == MALFORMED;
    }

    int length() {
        return length;
    }

    DirectBuffer view() {
        view.wrap(bytes, 0, length);
        return view;
    }
}
