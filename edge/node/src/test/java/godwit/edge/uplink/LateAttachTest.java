package godwit.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.fanout.Link;
import godwit.edge.fanout.Links;
import godwit.edge.memory.ByteBudget;
import godwit.edge.request.Request;
import godwit.protocol.codecs.SessionEnd;
import godwit.settings.Topology;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that was told UNAVAILABLE connects again on its socket, and the shard answers to what it was asked before, too. */
class LateAttachTest {
    private static final long TIMEOUT_MS = 5_000;
    private static final Map<String, Integer> PARTITIONS = Map.of("anna", 0, "bert", 4095);

    private final Links connections = new Links();
    private final ShardHarness a = new ShardHarness(64, ByteBudget.unbounded(), connections.ofShard(0));
    private final ShardHarness b = new ShardHarness(64, ByteBudget.unbounded(), connections.ofShard(1));
    private ShardRouter router;

    @BeforeEach
    void begin() {
        router = new ShardRouter(List.of(a.uplink, b.uplink), connections, Topology.ofShards(2),
            user -> CompletableFuture.completedFuture(PARTITIONS.get(user)), Runnable::run, a.counters);
        a.open();
        b.open();
    }

    private void connect(final String user) {
        router.onRequest(new Request.Attach(1, null, user, "phone", 0, a.new Recorder(1)), a.nowMs);
        a.work();
        b.work();
    }

    /** Its user's shard does not answer in time; the name of what it was asked. */
    private long connectInVain(final String user) {
        connect(user);
        final long correlation = a.attachOf(1);
        a.after(TIMEOUT_MS);
        b.after(TIMEOUT_MS);
        assertThat(a.takeHeard()).containsExactly("c1 refused UNAVAILABLE");
        return correlation;
    }

    private Link link() {
        return connections.ofConnection(1);
    }

    @Test
    void shouldKeepAConnectionWhoseSecondAttachReplacesTheSessionOfItsFirst() {
        final long first = connectInVain("anna");
        connect("anna");
        a.uplink.answers().onAttached(first, 1, 101, true, 0);
        a.uplink.answers().onSessionEnded(1, 101, SessionEnd.REPLACED);
        assertThat(a.heard).as("nobody took its place").isEmpty();
        a.uplink.answers().onAttached(a.attachOf(1), 1, 102, true, 0);
        assertThat(a.takeHeard()).containsExactly("c1 attached 102");
        assertThat(a.links.ofSession(102)).isSameAs(link());
        a.takeCommands();
        a.work();
        assertThat(a.takeCommands()).as("the first session is nobody's").containsExactly("detach s101");
    }

    @Test
    void shouldTellWhoseRepeatedConnectIsReplacedByAnother() {
        final long first = connectInVain("anna");
        connect("anna");
        a.uplink.answers().onAttached(first, 1, 101, true, 0);
        a.uplink.answers().onAttached(a.attachOf(1), 1, 102, true, 0);
        a.uplink.answers().onSessionEnded(1, 102, SessionEnd.REPLACED);
        assertThat(a.takeHeard()).containsExactly("c1 attached 102", "c1 ended REPLACED");
    }

    @Test
    void shouldWaitOnWithWhatFollowsTheSecondAttach() {
        final long first = connectInVain("anna");
        connect("anna");
        router.onRequest(new Request.ListChats(1, "l", -1, -1, 10), a.nowMs);
        a.work();
        a.uplink.answers().onAttached(first, 1, 101, true, 0);
        a.takeCommands();
        a.work();
        assertThat(a.takeCommands()).as("nothing in a session that is not the connection's").containsExactly("detach s101");
        a.uplink.answers().onAttached(a.attachOf(1), 1, 102, true, 0);
        a.work();
        assertThat(a.takeCommands()).singleElement().asString().startsWith("list s102");
    }

    @Test
    void shouldNotGiveAnotherUserTheSessionOfTheFirst() {
        final long ofAnna = connectInVain("anna");
        connect("bert");
        a.uplink.answers().onAttached(ofAnna, 1, 9, true, 0);
        assertThat(link().session()).as("before its own").isEqualTo(Link.NO_SESSION);
        b.uplink.answers().onAttached(b.attachOf(1), 1, 7, true, 0);
        a.uplink.answers().onAttached(ofAnna, 1, 10, true, 0);
        assertThat(link().session()).isEqualTo(7);
        assertThat(b.links.ofSession(7)).isSameAs(link());
        assertThat(a.links.ofSession(9)).isNull();
        assertThat(a.links.ofSession(10)).isNull();
        assertThat(a.takeHeard()).containsExactly("c1 attached 7");
        a.takeCommands();
        b.takeCommands();
        a.work();
        b.work();
        assertThat(a.takeCommands()).containsExactly("detach s9", "detach s10");
        assertThat(b.takeCommands()).isEmpty();
    }

    @Test
    void shouldNotEndAConnectionThatHasASessionOfTheSameNumberFromAnotherShard() {
        final long ofAnna = connectInVain("anna");
        connect("bert");
        b.uplink.answers().onAttached(b.attachOf(1), 1, 7, true, 0);
        a.takeHeard();
        b.uplink.answers().onEdgeOpened(2, b.nowMs);
        a.uplink.answers().onAttached(ofAnna, 1, 7, true, 0);
        a.uplink.answers().onSessionEnded(1, 7, SessionEnd.REPLACED);
        assertThat(a.heard).as("it waits for its session of the new lease").isEmpty();
        assertThat(link()).isNotNull();
    }
}
