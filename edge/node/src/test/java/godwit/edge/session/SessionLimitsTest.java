package godwit.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionLimitsTest {
    @Test
    void shouldGiveTheBurstThenTheRate() {
        final TokenBucket bucket = new TokenBucket(200, 1_000, 0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(bucket.tryTake(0)).isTrue();
        }
        assertThat(bucket.tryTake(4)).isFalse();
        assertThat(bucket.waitMs()).isEqualTo(1);
        assertThat(bucket.tryTake(5)).isTrue();
        assertThat(bucket.tryTake(5)).isFalse();
    }

    @Test
    void shouldTakeBackWhatWasNotUsed() {
        final TokenBucket bucket = new TokenBucket(1, 1, 0);
        assertThat(bucket.tryTake(0)).isTrue();
        bucket.giveBack();
        assertThat(bucket.tryTake(0)).isTrue();
    }

    @Test
    void shouldCountRefusalsInASlidingWindow() {
        final RefusalWindow window = new RefusalWindow(3, 10);
        assertThat(window.add(0)).isFalse();
        assertThat(window.add(5)).isFalse();
        assertThat(window.add(10)).as("the first is ten ago").isFalse();
        assertThat(window.add(14)).as("5, 10, 14").isTrue();
    }

    @Test
    void shouldCountFromTheOldestUnanswered() {
        final SendsInFlight sends = new SendsInFlight(3);
        sends.take();
        sends.take();
        sends.take();
        sends.answered(1);
        assertThat(sends.full()).as("the oldest is unanswered").isTrue();
        sends.answered(0);
        assertThat(sends.full()).isFalse();
        sends.take();
        sends.take();
        assertThat(sends.full()).isTrue();
    }

    @Test
    void shouldCallDeadlinesNeverEarly() {
        final HeartbeatWheel wheel = new HeartbeatWheel(0);
        final List<String> called = new ArrayList<>();
        wheel.schedule(1_000, () -> called.add("second"));
        final long cancelled = wheel.schedule(900, () -> called.add("never"));
        wheel.schedule(60_000, () -> called.add("minute"));
        wheel.cancel(cancelled);
        for (long now = 0; now < 1_000; now += 50) {
            wheel.poll(now);
        }
        assertThat(called).isEmpty();
        wheel.poll(1_100);
        assertThat(called).containsExactly("second");
        wheel.poll(61_000);
        wheel.poll(61_000);
        assertThat(called).containsExactly("second", "minute");
        assertThat(wheel.count()).isZero();
    }
}
