package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.core.state.Bytes;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Names that clients choose are found by a hash that nobody can aim at. */
class IndexKeyTest {
    private static final long A = 0x9E3779B97F4A7C15L;
    private static final long B = 0xD6E8FEB86659FD93L;

    /** As CPython, which has SipHash-1-3 for its strings, hashes these with PYTHONHASHSEED=0 and 42. */
    @Test
    void shouldBeSipHash() {
        final IndexKey zero = new IndexKey(0, 0);
        final IndexKey other = new IndexKey(0xdc504fd368cd90afL, 0xb920bb9ffe99e9c1L);
        assertThat(hash(zero, "a")).isEqualTo(0x407448d2b89b1813L);
        assertThat(hash(zero, "alice")).isEqualTo(0x11af1c347e79d641L);
        assertThat(hash(zero, "sevenby")).isEqualTo(0x86c012e2349440ceL);
        assertThat(hash(zero, "eight-by")).isEqualTo(0xd30700e4405e8e5aL);
        assertThat(hash(zero, "m.o-d:e+1@x_Z user@example.com")).isEqualTo(0xc776d41f68663cceL);
        assertThat(hash(other, "a")).isEqualTo(0xfe4a47335692551eL);
        assertThat(hash(other, "eight-by")).isEqualTo(0x9be6f53321baa36aL);
        assertThat(hash(other, "m.o-d:e+1@x_Z user@example.com")).isEqualTo(0x47ae81d7d41a8c15L);
    }

    @Test
    void shouldSpreadNamesThatAreMadeToHaveOneHashWithoutAKey() {
        final Set<Long> keyless = new HashSet<>();
        final Set<Integer> places = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            final DirectBuffer name = colliding(i);
            keyless.add(Bytes.hash(name));
            places.add((int) (Shard.KEY.hash(name) >>> 32));
        }
        assertThat(keyless).hasSize(1);
        assertThat(places).hasSize(1_000);
    }

    @Test
    void shouldInternNamesThatAreMadeToHaveOneHashWithoutAKey() {
        final Shard shard = new Shard();
        for (int i = 0; i < 50; i++) {
            shard.core.onParticipant(1, colliding(i));
            shard.core.onCreateChat(Shard.EDGE, i, 1, Shard.bytes("alice"), Shard.bytes("d"), Shard.bytes(""),
                Shard.bytes(""));
        }
        shard.check();
        assertThat(shard.out.take("chat")).hasSize(50);
        shard.core = Shard.restore(shard.snapshot(), shard.out);
        shard.core.onParticipant(1, colliding(7));
        shard.core.onCreateChat(Shard.EDGE, 99, 1, Shard.bytes("alice"), Shard.bytes("d"), Shard.bytes(""),
            Shard.bytes(""));
        assertThat(shard.out.take("journal chat")).as("no other chat with that one").isEmpty();
    }

    @Test
    void shouldHashTwoWordsAsTheirBytes() {
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[16]);
        bytes.putLong(0, 0x1234_5678_9abc_def0L, ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(8, -3, ByteOrder.LITTLE_ENDIAN);
        final IndexKey key = new IndexKey(17, 18);
        assertThat(key.hash(0x1234_5678_9abc_def0L, -3)).isEqualTo(key.hash(bytes));
    }

    @Test
    void shouldNotShowItself() {
        assertThat(new IndexKey(123, 456)).hasToString("IndexKey");
    }

    private static long hash(final IndexKey key, final String name) {
        return key.hash(Shard.bytes(name));
    }

    /** Two words, of which the second undoes what the first did. */
    private static DirectBuffer colliding(final int number) {
        final UnsafeBuffer name = new UnsafeBuffer(new byte[16]);
        final long first = 0x6162_6364_0000_0000L + number;
        name.putLong(0, first, ByteOrder.LITTLE_ENDIAN);
        name.putLong(8, step(16 * A, first), ByteOrder.LITTLE_ENDIAN);
        return name;
    }

    private static long step(final long h, final long word) {
        final long x = (h ^ word) * B;
        return (x ^ (x >>> 32)) * A;
    }
}
