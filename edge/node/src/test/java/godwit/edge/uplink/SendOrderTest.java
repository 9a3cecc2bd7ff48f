package godwit.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.request.Request;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.RefusalCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pipelined sends of a connection to a chat are numbered in their order, whatever becomes of one of them. */
class SendOrderTest {
    private final ShardHarness h = new ShardHarness(64).open().attach(1);

    private List<String> sent() {
        h.work();
        final List<String> sent = h.commands.stream().map(word -> word.replaceAll("send user\\d phone | #.*", "")).toList();
        h.commands.clear();
        return sent;
    }

    private void send(final String... keys) {
        for (final String key : keys) {
            h.send(1, key);
        }
    }

    private void refuse(final long correlationId, final RefusalCode code, final int detail) {
        h.uplink.answers().onRefused(correlationId, 0, code, detail, 0);
    }

    @Test
    void shouldNameTheUnansweredSendBeforeEach() {
        send("a", "b");
        h.work();
        final long b = h.correlation();
        h.uplink.answers().onAnswered(b - 1);
        send("c");
        assertThat(sent()).containsExactly("a", "b after a", "c after b");
        h.uplink.answers().onAnswered(b);
        h.uplink.answers().onAnswered(b + 1);
        send("d");
        assertThat(sent()).containsExactly("d");
    }

    @Test
    void shouldKeepChatsAndConnectionsApart() {
        h.attach(2);
        send("a");
        h.send(2, "b");
        h.request(new Request.Send(1, null, ShardHarness.CHAT + 1, "c", ContentKind.TEXT, new byte[] {'x'}, 9));
        assertThat(sent()).containsExactly("a", "b", "c");
    }

    @Test
    void shouldRefuseWhatIsOnItsWayBehindASendThatTheShardRefusesForNow() {
        send("a", "b", "c");
        h.work();
        final long c = h.correlation();
        sent();
        refuse(c - 2, RefusalCode.UNAVAILABLE, 6);
        assertThat(h.heard).containsExactly(
            "c1 refused UNAVAILABLE a", "c1 refused UNAVAILABLE b", "c1 refused UNAVAILABLE c");
        h.heard.clear();
        send("d");
        assertThat(h.heard).containsExactly("c1 refused UNAVAILABLE d");
        refuse(c - 1, RefusalCode.UNAVAILABLE, Refusals.EARLIER_REFUSED);
        refuse(c, RefusalCode.UNAVAILABLE, Refusals.EARLIER_REFUSED);
        send("a", "b", "c", "d");
        assertThat(sent()).containsExactly("a", "b after a", "c after b", "d after c");
        assertThat(h.heard).as("heard of once").hasSize(1);
    }

    @Test
    void shouldGoOnBehindASendThatTheShardRefusesForGood() {
        send("a", "b", "c");
        h.work();
        final long c = h.correlation();
        sent();
        refuse(c - 2, RefusalCode.INVALID, 4);
        refuse(c - 1, RefusalCode.UNAVAILABLE, Refusals.EARLIER_REFUSED);
        send("d");
        refuse(c, RefusalCode.UNAVAILABLE, Refusals.EARLIER_REFUSED);
        assertThat(sent()).containsExactly("b", "c after b", "d after c");
        assertThat(h.heard).containsExactly("c1 refused INVALID a");
    }

    @Test
    void shouldGiveUpASendWhoseForerunnerTheShardNeverKnows() {
        send("a", "b");
        h.work();
        final long b = h.correlation();
        while (h.heard.isEmpty()) {
            sent();
            refuse(b, RefusalCode.UNAVAILABLE, Refusals.EARLIER_REFUSED);
        }
        assertThat(h.heard).containsExactly("c1 refused UNAVAILABLE b");
        assertThat(h.uplink.pendingCount()).as("the other one still waits for its answer").isEqualTo(1);
    }

    @Test
    void shouldWaitForTheEarliestRefusedWhenALaterOneWasRefusedBefore() {
        final ShardHarness small = new ShardHarness(2).open().attach(1);
        small.send(1, "a");
        small.send(1, "b");
        small.send(1, "c");
        small.work();
        assertThat(small.heard).containsExactly("c1 refused UNAVAILABLE c");
        small.uplink.answers().onRefused(small.correlation() - 1, 0, RefusalCode.UNAVAILABLE, 6, 0);
        small.heard.clear();
        small.send(1, "c");
        assertThat(small.heard).containsExactly("c1 refused UNAVAILABLE c");
        small.send(1, "a");
        small.send(1, "b");
        small.commands.clear();
        small.work();
        assertThat(small.commands).extracting(word -> word.split(" ")[3]).containsExactly("a", "b");
    }

    @Test
    void shouldNameTheSameForerunnersAgainAfterANewLeader() {
        send("a", "b", "c");
        h.work();
        h.uplink.answers().onAnswered(h.correlation() - 2);
        sent();
        h.uplink.onNewLeader();
        assertThat(sent()).containsExactly("b", "c after b");
    }

    @Test
    void shouldOfferNothingNewWhileSomethingEarlierCannotBeOffered() {
        send("a", "b");
        h.work();
        final long b = h.correlation();
        refuse(b - 1, RefusalCode.INVALID, 4);
        refuse(b, RefusalCode.UNAVAILABLE, Refusals.EARLIER_REFUSED);
        sent();
        refuse(b, RefusalCode.UNAVAILABLE, Refusals.EARLIER_REFUSED);
        send("c");
        h.result = OfferResult.BACK_PRESSURED;
        assertThat(sent()).isEmpty();
        h.result = OfferResult.OFFERED;
        assertThat(sent()).containsExactly("b", "c after b");
    }
}
