package godwit.protocol.idle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class DoorbellIdleStrategyTest {
    private static final long FOREVER_US = TimeUnit.MINUTES.toMicros(5);

    private final Doorbell neighbour = new Doorbell();
    private final Doorbell own = new Doorbell();
    private final DoorbellIdleStrategy strategy = new DoorbellIdleStrategy(own, FOREVER_US, neighbour);

    @Test
    void shouldRingNeighboursAfterWork() {
        strategy.idle(1);

        assertThat(neighbour.isRung()).isTrue();
        assertThat(own.isRung()).isFalse();
    }

    @Test
    @Timeout(60)
    void shouldWaitAtItsOwnBellWithoutWork() {
        own.ring();

        strategy.idle(0);
    }

    @Test
    void shouldRingEveryEdgeThatIsStillThere() {
        final Doorbells bells = Doorbells.shared();
        final Doorbell first = bells.addEdge();
        final Doorbell second = bells.addEdge();
        bells.removeEdge(first);

        bells.ringEdges();

        assertThat(second.isRung()).isTrue();
        assertThat(first.isRung()).isFalse();
    }
}
