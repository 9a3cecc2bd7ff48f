package godwit.journal.write;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Fewer after a failure, more with each round of successes. */
final class InFlightLimitTest {
    private final InFlightLimit limit = new InFlightLimit(32);

    @Test
    void shouldHalveOnceForAllThatFailTogether() {
        for (int i = 1; i <= 32; i++) {
            assertThat(limit.onSend()).isEqualTo(i);
        }
        for (int send = 1; send <= 32; send++) {
            limit.onFailed(send);
            assertThat(limit.get()).isEqualTo(16);
        }
        limit.onFailed(limit.onSend());
        assertThat(limit.get()).isEqualTo(8);
    }

    @Test
    void shouldAlwaysLetOneThrough() {
        for (int i = 0; i < 10; i++) {
            limit.onFailed(limit.onSend());
        }
        assertThat(limit.get()).isEqualTo(1);
    }

    @Test
    void shouldGrowByOneWithEachRoundAndNoFurtherThanAllowed() {
        limit.onFailed(limit.onSend());
        for (int places = 16; places < 32; places++) {
            assertThat(limit.get()).isEqualTo(places);
            for (int i = 0; i < places; i++) {
                assertThat(limit.get()).isEqualTo(places);
                limit.onStored();
            }
        }
        for (int i = 0; i < 100; i++) {
            limit.onStored();
        }
        assertThat(limit.get()).isEqualTo(32);
    }
}
