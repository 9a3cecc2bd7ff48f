package godwit.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.memory.ByteBudget;
import godwit.edge.request.Request;
import godwit.protocol.codecs.RefusalCode;
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
    void shouldCloseWhenTheFramesOfAllWaitForTooMuch() {
        final ByteBudget held = new ByteBudget(300);
        final SessionHarness h = new SessionHarness(SessionConfiguration.DEFAULT, held);
        h.connect("alice");
        h.in("{'type':'HEARTBEAT','x':'" + "x".repeat(100) + "'}");
        assertThat(held.taken()).isGreaterThan(100);
        assertThat(h.out).isEmpty();
        h.in("{'type':'HEARTBEAT','x':'" + "x".repeat(100) + "'}");
        assertThat(h.out).containsExactly("close 1013");
        assertThat(h.counters.get(EdgeCounter.CLOSED_FRAMES_WAITING)).isEqualTo(1);
        assertThat(held.taken()).as("nothing waits any more").isZero();
    }

    @Test
    void shouldHoldNothingOfFramesThatWereTaken() {
        final ByteBudget held = new ByteBudget(300);
        final SessionHarness h = new SessionHarness(SessionConfiguration.DEFAULT, held);
        h.connect("alice");
        h.in("{'type':'HEARTBEAT'}");
        h.session.onAttached(h.last(Request.Attach.class), 77, true);
        assertThat(h.lastOut()).startsWith("{\"type\":\"HEARTBEAT_ACK\"");
        assertThat(held.taken()).isZero();
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
    void shouldLetFewConnectsPass() {
        final SessionHarness h = new SessionHarness();
        for (int i = 1; i <= 10; i++) {
            h.connect("alice");
            h.session.onRefused(h.last(Request.Attach.class), RefusalCode.UNAVAILABLE, 0, 0);
        }
        h.connect("alice");
        assertThat(h.requests).hasSize(10);
        assertThat(h.lastOut()).contains("RATE_LIMITED", "\"retryable\":true", "\"retry_after_ms\":1000");
        h.at(1_000);
        h.connect("alice");
        assertThat(h.requests).as("the next second").hasSize(11);
        h.session.onAttached(h.last(Request.Attach.class), 77, true);
        h.connect("alice");
        assertThat(h.lastOut()).as("renewals count too").contains("RATE_LIMITED");
    }

    @Test
    void shouldCountPingsAndPongsAsFrames() {
        final SessionHarness h = new SessionHarness(new SessionConfiguration(32, 256, 200, 1_000, 1, 5, 10_000)).live();
        for (int i = 2; i <= 5; i++) {
            assertThat(h.session.onControlFrame()).as("frame " + i).isTrue();
        }
        assertThat(h.session.onControlFrame()).isFalse();
        assertThat(h.out).hasSize(1).allMatch(frame -> frame.contains("RATE_LIMITED"));
        h.in("{'type':'HEARTBEAT'}");
        assertThat(h.lastOut()).as("with them all frames").contains("RATE_LIMITED");
        for (int i = 3; i <= 1_000; i++) {
            h.session.onControlFrame();
        }
        assertThat(h.lastOut()).isEqualTo("close 4429");
        assertThat(h.session.onControlFrame()).isFalse();
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
