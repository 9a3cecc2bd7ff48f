package godwit.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.request.Request;
import godwit.protocol.codecs.ReceiptStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While a shard is away so many acknowledgements wait: what was received comes again, what was read is never lost in silence. */
class FullAcknowledgementsTest {
    private static final int MAX = UplinkConfiguration.ACKNOWLEDGEMENTS_WAITING_MAX;

    private final ShardHarness h = new ShardHarness(64);

    @BeforeEach
    void attach() {
        h.open().attach(1).attach(2);
    }

    @Test
    void shouldLetWhatWasOnlyReceivedGoForWhatWasRead() {
        acknowledge(1, ReceiptStatus.DELIVERED, 1, MAX, true);
        acknowledge(2, ReceiptStatus.READ, 1, 2, true);
        acknowledge(2, ReceiptStatus.READ, 3, 4, false);
        assertThat(told()).as("the oldest that was received went").contains(
            " s101 DELIVERED 5 of 5 ", " s102 READ 1 of 1", " s102 READ 2 of 2", " s102 READ_UNPUSHED 3 of 3",
            " s102 READ_UNPUSHED 4 of 4").doesNotContain(" s101 DELIVERED 4 of 4 ");
        assertThat(h.heard).isEmpty();
        assertThat(h.count(EdgeCounter.ACKNOWLEDGEMENTS_DROPPED)).isEqualTo(4);
    }

    @Test
    void shouldLetAllGoThatWasOnlyReceivedAndThenRefuse() {
        acknowledge(1, ReceiptStatus.READ, 1, MAX / 2, true);
        acknowledge(1, ReceiptStatus.DELIVERED, 1 + MAX / 2, MAX, true);
        acknowledge(2, ReceiptStatus.READ, 1, MAX / 2, true);
        assertThat(h.heard).isEmpty();
        acknowledge(2, ReceiptStatus.READ, 1 + MAX / 2, 1 + MAX / 2, true);
        acknowledge(1, ReceiptStatus.READ, MAX, MAX, false);
        assertThat(h.heard).containsExactly("c2 refused UNAVAILABLE", "c1 refused UNAVAILABLE");
        assertThat(told()).contains(" s102 READ " + MAX / 2 + " of").doesNotContain("DELIVERED", "READ_UNPUSHED");
    }

    @Test
    void shouldDropInSilenceWhatComesAgain() {
        acknowledge(1, ReceiptStatus.READ, 1, MAX, true);
        acknowledge(2, ReceiptStatus.DELIVERED, 1, 3, true);
        assertThat(h.heard).isEmpty();
        assertThat(h.count(EdgeCounter.ACKNOWLEDGEMENTS_DROPPED)).isEqualTo(3);
        acknowledge(1, ReceiptStatus.READ, 7, 7, true);
        assertThat(h.heard).as("has its place").isEmpty();
    }

    @Test
    void shouldHaveRoomAgainOnceSomeLeft() {
        acknowledge(1, ReceiptStatus.READ, 1, MAX, true);
        h.room = 1;
        h.after(100);
        acknowledge(2, ReceiptStatus.DELIVERED, 1, UplinkConfiguration.ACKNOWLEDGEMENTS_MAX, true);
        acknowledge(2, ReceiptStatus.READ, 1_001, 1_000 + UplinkConfiguration.ACKNOWLEDGEMENTS_MAX, true);
        assertThat(h.heard).isEmpty();
        acknowledge(2, ReceiptStatus.READ, 9_000, 9_000, true);
        assertThat(h.heard).containsExactly("c2 refused UNAVAILABLE");
    }

    @Test
    void shouldRefuseWhatWasReadAndMayBeLostWithALeaderWhereNothingCanGoForIt() {
        acknowledge(2, ReceiptStatus.READ, 1, 2, true);
        h.after(100);
        h.commands.clear();
        acknowledge(1, ReceiptStatus.READ, 1, MAX - 1, true);
        acknowledge(1, ReceiptStatus.DELIVERED, MAX, MAX, true);
        h.uplink.onNewLeader();
        assertThat(h.heard).containsExactly("c2 refused UNAVAILABLE");
        assertThat(told()).contains(" s102 READ 1 of 1");
    }

    @Test
    void shouldRefuseWhatTheShardIsToldAndCannotBeToldAgainForWantOfRoom() {
        acknowledge(2, ReceiptStatus.READ, 1, 1, true);
        h.after(100);
        acknowledge(1, ReceiptStatus.READ, 1, MAX - 1, true);
        told();
        assertThat(h.heard).isEmpty();
        acknowledge(1, ReceiptStatus.READ, MAX, MAX, true);
        told();
        assertThat(h.heard).as("the shard may have heard it").containsExactly("c2 refused UNAVAILABLE");
    }

    @Test
    void shouldNotTellAConnectionThatWent() {
        acknowledge(2, ReceiptStatus.READ, 1, 2, true);
        h.after(100);
        acknowledge(1, ReceiptStatus.READ, 1, MAX, true);
        h.request(new Request.Detach(2));
        h.uplink.onNewLeader();
        assertThat(h.heard).isEmpty();
    }

    /** All that the shard is told. */
    private String told() {
        h.room = Integer.MAX_VALUE;
        h.after(100);
        h.after(100);
        return String.join(" ", h.takeCommands()) + " ";
    }

    private void acknowledge(
        final long connectionId, final ReceiptStatus status, final int from, final int to, final boolean pushed) {
        for (int i = from; i <= to; i++) {
            h.uplink.acknowledgements().acknowledge(
                new Request.Acknowledge(connectionId, null, i, i, status, Long.MAX_VALUE),
                h.links.ofConnection(connectionId), i, i, i, pushed);
        }
    }
}
