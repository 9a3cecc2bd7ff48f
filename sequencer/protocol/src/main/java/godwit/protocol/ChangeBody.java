package godwit.protocol;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the body of an entry that changes its chat ({@code ContentKind.CHANGE}), as the core wrote it and Cassandra keeps
 * it. Little-endian: format, kind, role, 0 (a byte each), how many users (int), the chat's version after it (long), length
 * of the title, how many users are listed (unsigned short each), the title in UTF-8, then each listed id behind its length
 * (a byte). Reused; one thread.
 */
public final class ChangeBody {
    /** The only format. */
    public static final int FORMAT = 1;
    /** Users that a body lists at most. */
    public static final int LISTED_MAX = 100;

    private static final int KIND_OFFSET = 1;
    private static final int ROLE_OFFSET = 2;
    private static final int COUNT_OFFSET = 4;
    private static final int VERSION_OFFSET = 8;
    private static final int TITLE_LENGTH_OFFSET = 16;
    private static final int LISTED_OFFSET = 18;
    private static final int HEADER_LENGTH = 20;

    private final UnsafeBuffer body = new UnsafeBuffer(0, 0);
    private int cursor;
    private int cursorIndex;

    /**
     * Shows a body.
     *
     * @param buffer holds it.
     * @param offset of its first byte.
     * @param length in bytes.
     * @return whether it is whole and of a known format; if not, nothing may be asked.
     */
    public boolean wrap(final DirectBuffer buffer, final int offset, final int length) {
        if (length < HEADER_LENGTH || buffer.getByte(offset) != FORMAT) {
            return false;
        }
        body.wrap(buffer, offset, length);
        rewind();
        int end = cursor;
        int listed = 0;
        while (listed < listedCount() && end < length) {
            end += 1 + (body.getByte(end) & 0xff);
            listed++;
        }
        return listed == listedCount() && end == length;
    }

    /** A number of the schema's {@code ChangeKind}. */
    public int kind() {
        return body.getByte(KIND_OFFSET);
    }

    /** A number of the schema's {@code Role}; 0: the change is of no role. */
    public int role() {
        return body.getByte(ROLE_OFFSET);
    }

    /** How many users it is about. */
    public int count() {
        return body.getInt(COUNT_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /** The chat's version after it. */
    public long version() {
        return body.getLong(VERSION_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /** The new title; empty: it is about something else, or the title was taken away. */
    public String title() {
        return text(HEADER_LENGTH, titleLength(), body);
    }

    /** How many of the users are listed. */
    public int listedCount() {
        return body.getShort(LISTED_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xffff;
    }

    /** A listed user's id. */
    public String listed(final int index) {
        if (index < cursorIndex) {
            rewind();
        }
        while (cursorIndex < index) {
            cursor += 1 + (body.getByte(cursor) & 0xff);
            cursorIndex++;
        }
        return text(cursor + 1, body.getByte(cursor) & 0xff, body);
    }

    private int titleLength() {
        return body.getShort(TITLE_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xffff;
    }

    private void rewind() {
        cursor = HEADER_LENGTH + titleLength();
        cursorIndex = 0;
    }

    private static String text(final int offset, final int length, final DirectBuffer buffer) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
