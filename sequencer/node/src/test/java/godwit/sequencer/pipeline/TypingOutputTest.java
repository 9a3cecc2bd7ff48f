package godwit.sequencer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.YieldingWaitStrategy;
import godwit.core.Receipts;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.junit.jupiter.api.Test;

/** Who types is said outside of log entries: it takes no room that entries need, and is not in their times. */
class TypingOutputTest {
    private final NodeCounters counters = new NodeCounters();
    private final RingBuffer<Output> buffer = RingBuffer.createSingleProducer(Output::new, 8, new YieldingWaitStrategy());
    private final Sequence stage = new Sequence();
    private final OutputEncoder encoder =
        new OutputEncoder(new OutputRing(buffer, counters, new SleepingMillisIdleStrategy(1)));

    TypingOutputTest() {
        buffer.addGatingSequences(stage);
    }

    @Test
    void shouldLeaveHalfOfTheRingToEntries() {
        for (int i = 0; i < 10; i++) {
            encoder.onTyping(1, 2, Views.text("alice"), true, Views.targets(2));
        }
        assertThat(buffer.getCursor()).as("five slots, of 0 to 4").isEqualTo(4);
        assertThat(counters.get(NodeCounter.TYPINGS_DROPPED)).isEqualTo(5);
        encoder.onLinkTyping(1, 2, Views.text("alice"), true);
        assertThat(counters.get(NodeCounter.TYPINGS_DROPPED)).isEqualTo(6);
        encoder.onReceipt(1, 2, 3, 4, 5, 6, Receipts.READ, Views.text("alice"), Views.targets(2));
        assertThat(buffer.getCursor()).isEqualTo(5);
        assertThat(counters.get(NodeCounter.OUTPUT_STALLS)).isZero();
        stage.set(5);
        encoder.onLinkTyping(1, 2, Views.text("alice"), true);
        assertThat(buffer.get(6).kind).isEqualTo(OutputKind.LINK_TYPING);
    }

    @Test
    void shouldNotMeasureIt() {
        final LatencyStage latency = new LatencyStage();
        for (final OutputKind kind : new OutputKind[] {OutputKind.TYPING, OutputKind.LINK_TYPING}) {
            final Output slot = new Output();
            slot.kind = kind;
            slot.live = true;
            latency.onEvent(slot, 0, true);
        }
        assertThat(latency.latencies().values()).extracting(Histogram::getTotalCount).containsOnly(0L);
    }
}
