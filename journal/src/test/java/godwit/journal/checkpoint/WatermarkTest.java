package godwit.journal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class WatermarkTest {
    private final Watermark watermark = new Watermark(10, 8);

    @Test
    void shouldMoveOverContiguousSuccessesOnly() {
        accept(11, 12, 13);
        watermark.onStored(13);
        watermark.onStored(12);
        assertThat(watermark.low()).isEqualTo(10);
        assertThat(watermark.oldestPendingWriteTimeUs()).isEqualTo(1100);

        watermark.onStored(11);
        assertThat(watermark.low()).isEqualTo(13);
        assertThat(watermark.lowWriteTimeUs()).isEqualTo(1300);
        assertThat(watermark.oldestPendingWriteTimeUs()).isZero();
    }

    @Test
    void shouldBeBounded() {
        accept(11, 12, 13, 14, 15, 16, 17, 18);
        assertThat(watermark.hasRoom(1)).isFalse();
        watermark.onStored(11);
        assertThat(watermark.hasRoom(1)).isTrue();
        assertThat(watermark.hasRoom(2)).isFalse();
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        assertThatThrownBy(() -> watermark.onAccepted(12, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> watermark.onStored(11)).isInstanceOf(IllegalStateException.class);
        accept(11, 12);
        watermark.onStored(12);
        assertThatThrownBy(() -> watermark.onStored(12)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> watermark.onStored(10)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldBeExactWhateverTheOrder() {
        final Random random = new Random(7);
        final List<Long> pending = new ArrayList<>();
        long next = 11;
        for (int round = 0; round < 1_000; round++) {
            while (watermark.hasRoom(1)) {
                accept(next);
                pending.add(next++);
            }
            Collections.shuffle(pending, random);
            watermark.onStored(pending.remove(0));
            assertThat(watermark.low()).isEqualTo(
                pending.isEmpty() ? next - 1 : Collections.min(pending) - 1);
        }
    }

    private void accept(final long... sequences) {
        for (final long sequence : sequences) {
            watermark.onAccepted(sequence, sequence * 100);
        }
    }
}
