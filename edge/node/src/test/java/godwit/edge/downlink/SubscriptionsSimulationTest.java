package godwit.edge.downlink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients of an edge that follow chats of a shard over which everything happens that may: each is shown every entry that is
 * for it, in order, and none that is not. A run that fails names its seed.
 */
class SubscriptionsSimulationTest {
    private static final int RUNS = 400;
    private static final int STEPS = 300;

    @Test
    void shouldShowEachClientEveryEntryInOrder() {
        long handed = 0;
        long lagging = 0;
        for (long seed = 1; seed <= RUNS; seed++) {
            final FollowedEdge edge = run(seed);
            handed += edge.handed();
            lagging += edge.lagging();
        }
        assertThat(handed).as("entries by subscriptions").isGreaterThan(RUNS * 10L);
        assertThat(lagging).as("reports of lags").isGreaterThan(RUNS);
    }

    @ParameterizedTest
    @ValueSource(longs = {1})
    void shouldShowTheSameWithASeed(final long seed) {
        assertThat(run(seed).log()).isEqualTo(run(seed).log());
    }

    private static FollowedEdge run(final long seed) {
        final FollowedEdge edge = new FollowedEdge(seed);
        try {
            for (int i = 0; i < STEPS; i++) {
                edge.step();
            }
            edge.heal();
        } catch (final RuntimeException | AssertionError e) {
            throw new AssertionError("seed=" + seed + " " + e.getMessage() + "\n" + edge.log(), e);
        }
        return edge;
    }
}
