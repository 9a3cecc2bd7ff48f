package godwit.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two wheels may keep their buckets in one word of a record, beside something else. */
class TimerWheelTest {
    private static final long REST = 0xABCL << 2 * TimerWheel.BUCKET_BITS;

    private final Tables registry = new Tables();
    private final Table clock = registry.table("clock", 2);
    private final Table items = registry.table("items", 4);
    private final TimerWheel first =
        new TimerWheel(registry, "first", new TimerWheel.Place(items, 1, 3, 0), clock, 0);
    private final TimerWheel second =
        new TimerWheel(registry, "second", new TimerWheel.Place(items, 2, 3, TimerWheel.BUCKET_BITS), clock, 1);
    private int item;

    @BeforeEach
    void lay() {
        clock.extend(1);
        first.lay();
        second.lay();
        item = items.allocate();
        items.set(item, 0, 1);
        items.set(item, 3, REST);
    }

    @Test
    void shouldHoldARecordInTwoWheelsByOneWord() {
        // In its last bucket, whose number has the most bits.
        first.schedule(item, 8_191L << 6);
        second.schedule(item, 640);
        assertThat(first.poll(640)).isZero();
        assertThat(second.poll(640)).isEqualTo(item);
        assertThat(second.isScheduled(item)).isFalse();
        assertThat(first.isScheduled(item)).isTrue();
        assertThat(first.poll(8_191L << 6)).isEqualTo(item);
        assertThat(items.get(item, 3)).isEqualTo(REST);
    }

    @Test
    void shouldLeaveTheOtherWheelWhenItIsCancelled() {
        first.schedule(item, 640);
        second.schedule(item, 640);
        first.cancel(item);
        assertThat(first.poll(640)).isZero();
        assertThat(second.poll(640)).isEqualTo(item);
        assertThat(items.get(item, 3)).isEqualTo(REST);
    }
}
