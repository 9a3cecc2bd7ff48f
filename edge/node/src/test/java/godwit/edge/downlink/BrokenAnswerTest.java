package godwit.edge.downlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import godwit.edge.request.Request;
import godwit.edge.uplink.ShardHarness;
import godwit.protocol.codecs.HistoryPageEncoder;
import godwit.protocol.codecs.ReceiptStatus;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What breaks off while an answer is made is told to whoever waits for it; the rest of the frame is taken. */
class BrokenAnswerTest {
    private final DownlinkHarness d = new DownlinkHarness();
    private final ShardHarness h = d.h;

    @Test
    void shouldAnswerTheRequestOfABrokenAnswerAndTakeTheNextMessage() {
        h.request(new Request.ReadHistory(1, "r", DownlinkHarness.CHAT, -1, -1, 10));
        h.work();
        final long correlation = h.correlation();
        final HistoryPageEncoder page = new HistoryPageEncoder()
            .wrapAndApplyHeader(d.buffer, DownlinkHarness.FRAME_HEAD + 4, d.header)
            .edgeId(ShardHarness.EDGE_ID).correlationId(correlation).chatId(DownlinkHarness.CHAT);
        page.cursorsCount(200);
        d.buffer.setMemory(page.limit(), d.buffer.capacity() - page.limit(), (byte) -1);
        d.deliver(page.encodedLength());
        assertThat(d.heard()).containsExactly("c1 refused NULL_VAL");
        assertThat(h.uplink.pendingCount()).isZero();
        h.send(1, "a");
        assertThatThrownBy(h::work).isInstanceOf(IndexOutOfBoundsException.class);
        d.sent(h.correlation());
        assertThat(d.heard()).containsExactly("c1 sent a 4");
    }

    @Test
    void shouldAnswerWhenWhatTheStoreFoundBreaksOff() {
        h.request(new Request.ReadHistory(1, "r", DownlinkHarness.CHAT, -1, -1, 10));
        h.work();
        d.historyPage(h.correlation(), 1, 2, 9);
        d.store.complete(Arrays.asList(DownlinkHarness.entry(1, "user2", "phone"), null));
        assertThat(d.heard()).containsExactly("c1 refused NULL_VAL");
        assertThatThrownBy(h::work).isInstanceOf(NullPointerException.class);
    }

    @Test
    void shouldAnswerAnAcknowledgementWhoseEntryBreaksOff() {
        d.acknowledge(DownlinkHarness.CHAT, 4, ReceiptStatus.READ);
        h.work();
        d.historyEntry(h.correlation(), 8);
        d.historyPage(h.correlation(), 8, 8, 3, true);
        d.store.foundSomethingElse();
        assertThat(d.heard()).containsExactly("c1 refused NULL_VAL");
        assertThatThrownBy(h::work).isInstanceOf(ClassCastException.class);
    }
}
