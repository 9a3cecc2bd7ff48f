package godwit.core.chats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyRingsTest {
    private static final int SENDER = 5_000;
    private static final int LANES = 4;

    private final KeyRings rings = new KeyRings();
    private final List<Integer> tags = new ArrayList<>();
    private final List<Integer> blocks = new ArrayList<>();
    /** The place of the oldest key in its block. */
    private int first;
    private int nextBlock = 1;

    @Test
    void shouldHaveNoRingBeforeItIsOpenedNorAfterItIsClosed() {
        assertThat(rings.has(SENDER)).isFalse();
        rings.open(SENDER);
        assertThat(rings.has(SENDER)).isTrue();
        assertThat(rings.has(SENDER + 1)).isFalse();
        rings.close(SENDER);
        assertThat(rings.has(SENDER)).isFalse();
    }

    /** 0 says that there is none. */
    @Test
    void shouldGiveEachHashATag() {
        assertThat(KeyRings.tag(0)).isEqualTo(1);
        assertThat(KeyRings.tag(-1)).isEqualTo(0xffff);
        assertThat(KeyRings.tag(0x8000_0000_0000_0000L)).isEqualTo(0x8000);
    }

    /** Few tags, so that many are the same, and those at the ends of the range, at which bits would be carried over. */
    @Test
    void shouldFindWhatAListFinds() {
        final Random random = new Random(7);
        final int[] some = {1, 2, 0x7fff, 0x8000, 0x8001, 0xffff};
        rings.open(SENDER);
        for (int round = 0; round < 20_000; round++) {
            final boolean grows = round / 500 % 2 == 0;
            if (tags.isEmpty() || random.nextInt(10) < (grows ? 6 : 4)) {
                add(some[random.nextInt(some.length)]);
            } else {
                removeOldest();
            }
            assertThatAllAreFound(some[random.nextInt(some.length)]);
        }
    }

    private void add(final int tag) {
        final int place = first + tags.size();
        if (place % LANES == 0) {
            blocks.add(nextBlock++);
        }
        tags.add(tag);
        rings.put(SENDER, place, blocks.get(place / LANES), tag);
    }

    private void removeOldest() {
        tags.remove(0);
        final boolean isBlockGone = first == LANES - 1 || tags.isEmpty();
        rings.removeOldest(SENDER, first, isBlockGone);
        first = isBlockGone ? 0 : first + 1;
        if (isBlockGone) {
            blocks.remove(0);
        }
    }

    private void assertThatAllAreFound(final int tag) {
        final int end = first + tags.size();
        int place = rings.seek(SENDER, first, end, tag);
        for (int at = first; at < end; at++) {
            if (tags.get(at - first) == tag) {
                assertThat(place).isEqualTo(at);
                assertThat(rings.block(SENDER, place)).isEqualTo(blocks.get(at / LANES));
                place = rings.seek(SENDER, place + 1, end, tag);
            }
        }
        assertThat(place).isEqualTo(end);
    }
}
