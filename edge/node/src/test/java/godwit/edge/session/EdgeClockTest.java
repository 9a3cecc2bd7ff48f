package godwit.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What was there while the loop stood still. */
class EdgeClockTest {
    private final EdgeClock clock = new EdgeClock();

    private void at(final long ms) {
        clock.update(ms * 1_000_000, 0);
    }

    @Test
    void shouldTakeForComeNowWhatIsReadWithinTicks() {
        at(5_000);
        clock.onTick();
        at(5_100);
        assertThat(clock.cameMs()).isEqualTo(5_100);
    }

    @Test
    void shouldTakeForComeBeforeAStandstillWhatIsReadAfterIt() {
        at(5_000);
        clock.onTick();
        at(5_101);
        assertThat(clock.cameMs()).isEqualTo(5_000);
        clock.onTick();
        assertThat(clock.cameMs()).as("all that had come was read").isEqualTo(5_101);
    }
}
