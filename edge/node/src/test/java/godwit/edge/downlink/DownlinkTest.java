package godwit.edge.downlink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.uplink.ShardHarness;
import org.junit.jupiter.api.Test;

/** Frames of the stream are judged; entries that do not follow are dropped and asked for. */
class DownlinkTest {
    private final DownlinkHarness d = new DownlinkHarness();
    private final ShardHarness h = d.h;

    @Test
    void shouldPushInOrderAndDropWhatDoesNotFollow() {
        d.message(101, 4, 0);
        d.message(101, 6, 4);
        d.message(101, 8, 7);
        assertThat(h.heard).containsExactly("c1 entry 4", "c1 entry 6");
        assertThat(h.count(EdgeCounter.ENTRIES_OUT_OF_ORDER)).isEqualTo(1);
        h.work();
        assertThat(h.commands).containsExactly("resync s101/0");
    }

    @Test
    void shouldPushARedeliveryFromTheCursor() {
        d.message(101, 4, 0);
        d.message(101, 5, 4);
        d.message(101, 4, 0);
        d.message(101, 5, 4);
        assertThat(h.heard).containsExactly("c1 entry 4", "c1 entry 5", "c1 entry 4", "c1 entry 5");
    }

    @Test
    void shouldTakeOnlyARestartAfterAGapInTheStream() {
        d.message(101, 4, 0);
        d.loseFrame();
        d.message(101, 6, 5);
        assertThat(h.count(EdgeCounter.DELIVERY_GAPS)).isEqualTo(1);
        h.work();
        assertThat(h.commands).contains("resync s101/0");
        d.resynced(101);
        d.message(101, 6, 5);
        d.message(101, 5, 0);
        assertThat(h.heard).containsExactly("c1 entry 4", "c1 entry 5");
    }

    /** Its chat may have been announced in the frame that is missing. */
    @Test
    void shouldTakeNothingThatWasPushedBeforeTheShardHeardOfAGap() {
        d.message(101, 4, 0);
        d.loseFrame();
        d.message(101, 5, 0);
        d.after(0);
        d.message(101, 5, 0);
        d.stored(5, 6, 0);
        assertThat(h.heard).containsExactly("c1 entry 4");
        assertThat(d.store.readsUnderWay()).isZero();
        d.resynced(101);
        d.message(101, 5, 0);
        assertThat(h.heard).containsExactly("c1 entry 4", "c1 entry 5");
    }

    @Test
    void shouldWaitForAnotherResyncIfTheFirstWasLostWithTheConnection() {
        d.loseFrame();
        d.message(101, 4, 0);
        d.after(0);
        d.commands();
        h.uplink.onDisconnected();
        h.uplink.onConnected();
        d.after(1_000);
        assertThat(d.commands()).contains("resync s101/0");
    }

    /** One that is lost otherwise is not missed for ever, nor is one that an older shard does not answer. */
    @Test
    void shouldTakeAgainWhatIsPushedAfterTheTimeThatAResyncTakes() {
        d.loseFrame();
        d.message(101, 4, 0);
        d.after(0);
        d.after(2_000);
        d.message(101, 4, 0);
        assertThat(h.heard).containsExactly("c1 entry 4");
    }

    @Test
    void shouldDropStaleForeignAndRepeatedFrames() {
        d.frame(ShardHarness.EDGE_ID, 2, 1, 0);
        d.frame(ShardHarness.EDGE_ID, 1, 2, 0);
        d.frame(ShardHarness.EDGE_ID + 1, 2, 2, 0);
        d.frame(ShardHarness.EDGE_ID, 2, 1, 0);
        assertThat(h.count(EdgeCounter.DELIVERY_FRAMES_STALE)).isEqualTo(1);
        assertThat(h.count(EdgeCounter.DELIVERY_FRAMES_FOREIGN)).isEqualTo(1);
        assertThat(h.count(EdgeCounter.DELIVERY_FRAMES_REPEATED)).isEqualTo(1);
    }

    @Test
    void shouldSurviveFramesThatLie() {
        d.buffer.putInt(DownlinkHarness.FRAME_HEAD, Integer.MAX_VALUE);
        d.frame(ShardHarness.EDGE_ID, 1, 1, 5);
        d.adapter.onFrame(d.buffer, 0, 3);
        d.header.wrap(d.buffer, 0).version(99);
        d.adapter.onFrame(d.buffer, 0, DownlinkHarness.FRAME_HEAD);
        assertThat(h.count(EdgeCounter.DELIVERY_UNKNOWN)).isEqualTo(3);
    }

    @Test
    void shouldAnswerASendOnce() {
        h.send(1, "a");
        h.work();
        final long correlation = h.correlation();
        d.sent(correlation);
        d.sent(correlation);
        assertThat(h.heard).containsExactly("c1 sent a 4");
        assertThat(h.count(EdgeCounter.ANSWERS_UNKNOWN)).isEqualTo(1);
    }
}
