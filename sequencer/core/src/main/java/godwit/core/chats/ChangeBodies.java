package godwit.core.chats;

import godwit.core.CoreLimits;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import godwit.core.directory.UserIds;
import godwit.core.link.ChatChange;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes the body of an entry that changes its chat. Little-endian: format, kind, role, 0 (a byte each), how many users
 * (int), the chat's version after it (long), length of the title, how many users are listed (unsigned short each), the title
 * in UTF-8, then each listed id behind its length (a byte). Reused.
 */
final class ChangeBodies {
    private static final int FORMAT = 1;
    private static final int HEADER_LENGTH = 20;

    private final UserIds ids;
    private final UnsafeBuffer buffer =
        new UnsafeBuffer(new byte[HEADER_LENGTH + CoreLimits.TITLE_BYTES_MAX + CoreLimits.NAMED_IN_CHANGE_MAX * (1 + CoreLimits.ID_BYTES_MAX)]);
    private final UnsafeBuffer body = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer id = new UnsafeBuffer(0, 0);

    ChangeBodies(final UserIds ids) {
        this.ids = ids;
    }

    /** The body; good until the next call. */
    DirectBuffer write(final ChatChange change, final int role, final long version, final DirectBuffer title) {
        final int listed = Math.min(change.ids.count(), CoreLimits.NAMED_IN_CHANGE_MAX);
        buffer.putByte(0, (byte) FORMAT);
        buffer.putByte(1, (byte) change.kind);
        buffer.putByte(2, (byte) role);
        buffer.putByte(3, (byte) 0);
        buffer.putInt(4, change.ids.count(), LITTLE_ENDIAN);
        buffer.putLong(8, version, LITTLE_ENDIAN);
        buffer.putShort(16, (short) title.capacity(), LITTLE_ENDIAN);
        buffer.putShort(18, (short) listed, LITTLE_ENDIAN);
        buffer.putBytes(HEADER_LENGTH, title, 0, title.capacity());
        int length = HEADER_LENGTH + title.capacity();
        for (int index = 0; index < listed; index++) {
            ids.wrap(change.ids.id(index), id);
            buffer.putByte(length, (byte) id.capacity());
            buffer.putBytes(length + 1, id, 0, id.capacity());
            length += 1 + id.capacity();
        }
        body.wrap(buffer, 0, length);
        return body;
    }
}
