package godwit.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.fanout.Link;
import godwit.edge.request.Request;
import org.junit.jupiter.api.Test;

/** What is to be pushed again is forgotten with its connection. */
class ResyncsTest {
    private final ShardHarness h = new ShardHarness(64).open().attach(1).attach(2);

    @Test
    void shouldForgetAConnectionThatWaits() {
        final Link gone = h.links.ofConnection(1);
        h.uplink.resyncs().resyncLater(gone);
        h.request(new Request.Detach(1));
        assertThat(h.uplink.resyncs().count()).isZero();
        h.after(UplinkConfiguration.RESYNC_LATER_MS);
        assertThat(h.commands).noneMatch(word -> word.startsWith("resync"));
        assertThat(h.uplink.resyncs().count()).isZero();
    }

    @Test
    void shouldAskForAllReceiptsSinceTheLastLossButOne() {
        final Link link = h.links.ofConnection(1);
        link.changesFollow(10, h.nowMs);
        link.sawChange(30);
        h.uplink.resyncs().resync(link);
        link.sawChange(40);
        h.work();
        assertThat(h.takeCommands()).as("what was told at the attach comes in no order, and may be lost").contains("resync s101/10");
        h.uplink.onHeard();
        h.after(9_000);
        h.uplink.resyncs().resync(link);
        h.work();
        assertThat(h.takeCommands()).as("what was asked for may be under way").contains("resync s101/10");
        h.uplink.onHeard();
        h.after(10_000);
        h.uplink.resyncs().resync(link);
        link.sawChange(50);
        h.work();
        assertThat(h.takeCommands()).as("of what came behind the loss something may be missing").contains("resync s101/40");
    }

    @Test
    void shouldAskANewLeaderAtOnceForWhatTheOldOneMayNotHaveHeard() {
        h.uplink.resyncs().resyncAll();
        h.work();
        assertThat(h.takeCommands()).filteredOn(word -> word.startsWith("resync")).hasSize(1);
        h.uplink.onNewLeader();
        h.after(UplinkConfiguration.RESYNC_PACE_MS);
        assertThat(h.takeCommands()).filteredOn(word -> word.startsWith("resync")).hasSize(1);
    }

    @Test
    void shouldKeepNothingOfOneThatIsGoneAlready() {
        final Link gone = h.links.ofConnection(1);
        h.request(new Request.Detach(1));
        h.uplink.resyncs().resyncLater(gone);
        h.uplink.resyncs().resyncLater(h.links.ofConnection(2));
        h.after(UplinkConfiguration.RESYNC_LATER_MS);
        assertThat(h.commands).contains("resync s102/0").noneMatch(word -> word.contains("s101/"));
        assertThat(h.uplink.resyncs().count()).as("the live one").isEqualTo(1);
    }
}
