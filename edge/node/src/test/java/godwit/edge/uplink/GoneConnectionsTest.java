package godwit.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.request.Request;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.SessionEnd;
import godwit.protocol.codecs.Visibility;
import org.junit.jupiter.api.Test;

/** What waits for a connection that is gone takes no place from those that are there. */
class GoneConnectionsTest {
    private final ShardHarness h = new ShardHarness(64);

    @Test
    void shouldWaitForNoSessionOfAConnectionThatTheShardEnded() {
        h.open().attach(1);
        newLease();
        assertThat(h.commands).anyMatch(word -> word.startsWith("attach c1 e2 after s101"));
        h.uplink.answers().onSessionEnded(1, 101, SessionEnd.REPLACED);
        assertThat(h.heard).containsExactly("c1 ended REPLACED");
        assertThat(h.uplink.pendingCount()).isZero();
    }

    @Test
    void shouldWaitForNoSessionOfAConnectionThatWent() {
        h.open();
        h.request(new Request.Attach(1, null, "user1", "phone", 0, h.new Recorder(1)));
        h.work();
        final long attach = h.correlation();
        h.request(new Request.Detach(1));
        assertThat(h.uplink.pendingCount()).isZero();
        h.uplink.answers().onAttached(attach, 1, 101, true, 0);
        h.takeCommands();
        h.work();
        assertThat(h.takeCommands()).containsExactly("detach s101");
    }

    @Test
    void shouldTellTheShardThatTheClientWasSentAwayBeforeItsSessionBegan() {
        h.open();
        h.request(new Request.Attach(1, null, "user1", "phone", 0, h.new Recorder(1)));
        h.request(new Request.Attach(2, null, "user2", "phone", 0, h.new Recorder(2)));
        h.work();
        h.request(new Request.Detach(1, true));
        h.request(new Request.Detach(2));
        h.uplink.answers().onAttached(correlationOf("attach c1 "), 1, 101, true, 0);
        h.uplink.answers().onAttached(correlationOf("attach c2 "), 2, 102, true, 0);
        h.uplink.answers().onAttached(0, 1, 103, true, 0);
        h.takeCommands();
        h.work();
        assertThat(h.takeCommands()).containsExactly("detach s101 away", "detach s102", "detach s103 away");
        h.after(5_000);
        h.uplink.answers().onAttached(0, 1, 104, true, 0);
        h.work();
        assertThat(h.takeCommands()).contains("detach s104");
    }

    @Test
    void shouldTellTheShardThatTheClientWasSentAwayWhileItHadNoSessionOfTheNewLease() {
        h.open().attach(1);
        newLease();
        h.request(new Request.Detach(1, true));
        h.uplink.answers().onAttached(correlationOf("attach c1 e2"), 1, 202, true, 0);
        h.takeCommands();
        h.work();
        assertThat(h.takeCommands()).containsExactly("detach s202 away");
    }

    @Test
    void shouldTellTheShardWhatAConnectionWantedThatWentAndNoMoreWhenItsSessionIsOver() {
        h.open().attach(1);
        h.request(new Request.SetPrivacy(1, "r", Visibility.NOBODY));
        h.request(new Request.Detach(1));
        h.work();
        final long privacy = Long.parseLong(h.commands.get(0).substring(h.commands.get(0).indexOf('#') + 1));
        assertThat(h.takeCommands()).hasSize(2).last().isEqualTo("detach s101");
        assertThat(h.uplink.pendingCount()).isEqualTo(1);
        h.uplink.answers().onRefused(privacy, 101, RefusalCode.STALE_SESSION, 0, 0);
        assertThat(h.uplink.pendingCount()).isZero();
        h.uplink.onNewLeader();
        h.after(5_000);
        assertThat(h.count(EdgeCounter.REQUESTS_TIMED_OUT)).isZero();
    }

    @Test
    void shouldNotKeepForASessionThatNeverComesWhatWaitsForIt() {
        h.open().attach(1);
        newLease();
        h.request(new Request.RemoveDevice(1, "r", "tablet"));
        h.work();
        assertThat(h.uplink.pendingCount()).as("the attach, and what waits for it").isEqualTo(2);
        h.request(new Request.Detach(1));
        assertThat(h.uplink.pendingCount()).isZero();
    }

    @Test
    void shouldNotKeepWhatComesToItsTurnWhenItsConnectionIsGone() {
        h.open().attach(1);
        newLease();
        h.room = 0;
        h.request(new Request.RemoveDevice(1, "r", "tablet"));
        h.request(new Request.Detach(1));
        h.room = 9;
        h.work();
        assertThat(h.uplink.pendingCount()).isZero();
    }

    /** Who is attached by then under the present lease keeps its session. */
    @Test
    void shouldKeepTheLeaseWhenAnAttachOfAnEarlierOneIsRefusedLate() {
        h.open().attach(1).attach(2);
        newLease();
        final long attach = correlationOf("attach c1 e2");
        h.uplink.answers().onAttached(correlationOf("attach c2 e2"), 2, 202, true, 0);
        h.uplink.answers().onEdgeOpened(3, h.nowMs);
        h.request(new Request.Detach(1));
        h.takeCommands();
        h.uplink.answers().onRefused(attach, 0, RefusalCode.STALE_EDGE, 0, 0);
        h.work();
        assertThat(h.takeCommands()).noneMatch(word -> word.startsWith("open"));
        assertThat(h.uplink.ready()).isTrue();
        h.uplink.answers().onRefused(0, 0, RefusalCode.STALE_EDGE, 0, 0);
        assertThat(h.uplink.ready()).as("refused without a correlation").isFalse();
    }

    private long correlationOf(final String start) {
        final String command = h.commands.stream().filter(word -> word.startsWith(start)).findFirst().orElseThrow();
        return Long.parseLong(command.substring(command.indexOf('#') + 1));
    }

    private void newLease() {
        h.uplink.answers().onRefused(0, 0, RefusalCode.STALE_EDGE, 0, 0);
        h.work();
        h.uplink.answers().onEdgeOpened(2, h.nowMs);
        h.after(10);
        h.after(10);
    }
}
