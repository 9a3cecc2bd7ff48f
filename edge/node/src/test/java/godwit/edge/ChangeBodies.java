package godwit.edge;

import godwit.protocol.codecs.ChangeKind;
import godwit.protocol.codecs.Role;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Bodies of entries that change their chat, as the shard writes them. */
public final class ChangeBodies {
    private ChangeBodies() {
    }

    /** Members that came, went or left; so many as are listed. */
    public static byte[] members(final ChangeKind kind, final long version, final String... userIds) {
        return of(kind, null, userIds.length, version, "", userIds);
    }

    /** Any. */
    public static byte[] of(
        final ChangeKind kind, final Role role, final int count, final long version, final String title,
        final String... userIds) {
        final byte[] titleBytes = title.getBytes(StandardCharsets.UTF_8);
        final ByteBuffer body = ByteBuffer.allocate(16 * 1024).order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 1).put((byte) kind.value()).put((byte) (role == null ? 0 : role.value())).put((byte) 0)
            .putInt(count).putLong(version).putShort((short) titleBytes.length).putShort((short) userIds.length)
            .put(titleBytes);
        for (final String userId : userIds) {
            body.put((byte) userId.length()).put(userId.getBytes(StandardCharsets.US_ASCII));
        }
        final byte[] bytes = new byte[body.position()];
        body.flip().get(bytes);
        return bytes;
    }
}
