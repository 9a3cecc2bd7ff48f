package godwit.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.request.Request;
import org.junit.jupiter.api.Test;

/** The shard hears when a client said something, if it wants to, and not too often. */
class LifeSignsTest {
    private final SessionHarness h = new SessionHarness().live();

    @Test
    void shouldTellNothingThatTheShardDoesNotWantToKnow() {
        heartbeat();
        h.at(5_000);
        heartbeat();
        assertThat(h.requests).isEmpty();
    }

    @Test
    void shouldTellWhatCameBeforeTheShardAskedAndEachFrameFromThenOn() {
        h.at(1_000);
        heartbeat();
        h.at(4_000);
        h.session.onSeenWanted();
        assertThat(h.requests).containsExactly(new Request.Seen(1, 1_000));
        h.at(9_000);
        heartbeat();
        h.in("{'type':'NONSENSE'}");
        assertThat(h.requests).last().isEqualTo(new Request.Seen(1, 9_000));
        h.session.onControlFrame();
        h.at(18_000);
        assertThat(h.requests).as("a ping is no sign of life").last().isEqualTo(new Request.Seen(1, 9_000));
    }

    @Test
    void shouldKeepAPaceAndTellTheLatestAfterIt() {
        h.session.onSeenWanted();
        h.requests.clear();
        for (int ms = 1_000; ms < 2_000; ms += 10) {
            h.at(ms);
            heartbeat();
        }
        h.at(2_500);
        assertThat(h.requests.size()).isBetween(4, 1_000 / (int) LifeSigns.PACE_MS + 1);
        assertThat(h.requests).last().isEqualTo(new Request.Seen(1, 1_990));
    }

    @Test
    void shouldTellLaterWhatFoundNoRoomAndNothingOfAClosedConnection() {
        h.full = true;
        h.session.onSeenWanted();
        h.full = false;
        h.at(1_000);
        assertThat(h.requests).containsExactly(new Request.Seen(1, 0));
        heartbeat();
        heartbeat();
        h.session.onClosed();
        h.requests.clear();
        h.session.onSeenWanted();
        h.at(2_000);
        assertThat(h.requests).isEmpty();
    }

    private void heartbeat() {
        h.in("{'type':'HEARTBEAT'}");
    }
}
