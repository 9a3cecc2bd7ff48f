package godwit.sequencer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the journal passed counts only after the hold-back, and then soon. */
class HeldBackTest {
    private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);

    @Test
    void shouldKeepWhatTheJournalPassedForTheHoldBack() {
        final HeldBack heldBack = new HeldBack(TimeUnit.MINUTES.toMillis(10));
        for (int minute = 0; minute <= 60; minute++) {
            final long passed = heldBack.advance(minute * MINUTE_NS, minute * 100L);
            assertThat(passed).as("minute %d", minute).isEqualTo(Math.max(0, minute - 10) * 100L);
        }
    }

    @Test
    void shouldNeverCountWhatTheJournalPassedLater() {
        final HeldBack heldBack = new HeldBack(TimeUnit.MINUTES.toMillis(10));
        for (long ms = 0; ms < TimeUnit.MINUTES.toMillis(30); ms += 100) {
            final long passed = heldBack.advance(TimeUnit.MILLISECONDS.toNanos(ms), ms);
            assertThat(passed).isLessThanOrEqualTo(Math.max(0, ms - TimeUnit.MINUTES.toMillis(10)));
            if (ms > TimeUnit.MINUTES.toMillis(11)) {
                assertThat(passed).isGreaterThan(ms - TimeUnit.MINUTES.toMillis(11));
            }
        }
    }

    @Test
    void shouldCountAtOnceWithoutAHoldBack() {
        final HeldBack heldBack = new HeldBack(0);
        assertThat(heldBack.advance(5, 70)).isEqualTo(70);
        assertThat(heldBack.advance(6, 90)).isEqualTo(90);
    }
}
