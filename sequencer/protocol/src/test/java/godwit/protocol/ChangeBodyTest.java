package godwit.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Reads changes of chats as they are written byte for byte: they lie in Cassandra for years. */
final class ChangeBodyTest {
    private static final int OFFSET = 5;
    private static final int FORMAT_OFFSET = 0;
    private static final int LISTED_OFFSET = 18;

    private final ChangeBody body = new ChangeBody();

    @Test
    void shouldReadWhoWasAdded() {
        final byte[] bytes = bytes(1, 0, 250, 7, "", "bob", "carol");
        assertThat(wrap(bytes)).isTrue();
        assertThat(body.kind()).isEqualTo(1);
        assertThat(body.role()).isZero();
        assertThat(body.count()).isEqualTo(250);
        assertThat(body.version()).isEqualTo(7);
        assertThat(body.title()).isEmpty();
        assertThat(body.listedCount()).isEqualTo(2);
        assertThat(body.listed(0)).isEqualTo("bob");
        assertThat(body.listed(1)).isEqualTo("carol");
    }

    @Test
    void shouldReadANewTitleAndANewRole() {
        assertThat(wrap(bytes(5, 0, 0, 1L << 40, "V\u00f6gel \ud83d\udc26"))).isTrue();
        assertThat(body.title()).isEqualTo("V\u00f6gel \ud83d\udc26");
        assertThat(body.version()).isEqualTo(1L << 40);
        assertThat(body.listedCount()).isZero();
        assertThat(wrap(bytes(4, 2, 1, 3, "", "bob"))).isTrue();
        assertThat(body.role()).isEqualTo(2);
        assertThat(body.title()).isEmpty();
        assertThat(body.listed(0)).isEqualTo("bob");
    }

    @Test
    void shouldListInAnyOrderAsManyAsABodyMayHave() {
        final String[] users = new String[ChangeBody.LISTED_MAX];
        Arrays.setAll(users, i -> "u".repeat(i % ProtocolLimits.ID_LENGTH_MAX + 1) + i);
        assertThat(wrap(bytes(2, 0, users.length, 1, "t", users))).isTrue();
        for (int step = 1; step < users.length; step += 7) {
            for (int i = 0, index = 0; i < users.length; i++, index = (index + step) % users.length) {
                assertThat(body.listed(index)).isEqualTo(users[index]);
            }
        }
    }

    @Test
    void shouldBeReusedWithoutATraceOfTheOneBefore() {
        wrap(bytes(1, 0, 2, 1, "a longer title", "somebody", "bob"));
        body.listed(1);
        assertThat(wrap(bytes(2, 0, 1, 2, "", "x", "y"))).isTrue();
        assertThat(body.listed(1)).isEqualTo("y");
        assertThat(body.listed(0)).isEqualTo("x");
    }

    @Test
    void shouldRefuseABodyCutAtEachLengthOrTooLong() {
        final byte[] whole = bytes(1, 0, 2, 7, "Birds", "bob", "carol");
        for (int length = 0; length < whole.length; length++) {
            assertThat(wrap(Arrays.copyOf(whole, length))).as("cut at %d", length).isFalse();
        }
        assertThat(wrap(Arrays.copyOf(whole, whole.length + 1))).isFalse();
        assertThat(wrap(whole)).isTrue();
    }

    @Test
    void shouldRefuseOtherFormatsAndCountsThatAreNotThere() {
        final byte[] format = bytes(1, 0, 1, 7, "", "bob");
        format[FORMAT_OFFSET] = ChangeBody.FORMAT + 1;
        assertThat(wrap(format)).isFalse();
        final byte[] more = bytes(1, 0, 1, 7, "", "bob");
        more[LISTED_OFFSET] = (byte) 0xff;
        more[LISTED_OFFSET + 1] = (byte) 0xff;
        assertThat(wrap(more)).isFalse();
        assertThat(wrap("hello, a text of a message".getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    /** The buffer ends with the body: a read behind it throws. */
    private boolean wrap(final byte[] bytes) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[OFFSET + bytes.length]);
        buffer.putBytes(OFFSET, bytes);
        return body.wrap(buffer, OFFSET, bytes.length);
    }

    private static byte[] bytes(
        final int kind, final int role, final int count, final long version, final String title,
        final String... listed) {
        final ExpandableArrayBuffer out = new ExpandableArrayBuffer();
        final byte[] titleBytes = title.getBytes(StandardCharsets.UTF_8);
        out.putByte(0, (byte) 1);
        out.putByte(1, (byte) kind);
        out.putByte(2, (byte) role);
        out.putInt(4, count, ByteOrder.LITTLE_ENDIAN);
        out.putLong(8, version, ByteOrder.LITTLE_ENDIAN);
        out.putShort(16, (short) titleBytes.length, ByteOrder.LITTLE_ENDIAN);
        out.putShort(18, (short) listed.length, ByteOrder.LITTLE_ENDIAN);
        out.putBytes(20, titleBytes);
        int end = 20 + titleBytes.length;
        for (final String userId : listed) {
            final byte[] id = userId.getBytes(StandardCharsets.UTF_8);
            out.putByte(end, (byte) id.length);
            out.putBytes(end + 1, id);
            end += 1 + id.length;
        }
        return Arrays.copyOf(out.byteArray(), end);
    }
}
