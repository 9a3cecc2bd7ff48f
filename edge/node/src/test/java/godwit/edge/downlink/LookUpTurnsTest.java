package godwit.edge.downlink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.fanout.Links;
import godwit.edge.memory.ByteBudget;
import godwit.edge.request.Request;
import godwit.edge.uplink.ShardHarness;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.RefusalCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A device that comes back acknowledges at once all that it got on its connection before. */
class LookUpTurnsTest {
    private static final int AT_ONCE = 4;

    private final DownlinkHarness d = new DownlinkHarness();
    private final ShardHarness h = d.h;

    @Test
    void shouldLookUpAFewAtOnceAndTheOthersInTheirOrder() {
        acknowledge(d, 100, 110);
        h.work();
        final List<String> asked = new ArrayList<>(d.commands());
        assertThat(asked).hasSize(AT_ONCE);
        for (int done = 0; done < 10; done++) {
            answer(asked.get(done), 100 + done);
            h.work();
            asked.addAll(d.commands());
            assertThat(asked).hasSize(Math.min(10, AT_ONCE + done + 1));
        }
        assertThat(asked).extracting(LookUpTurnsTest::chat).containsExactly(
            100L, 101L, 102L, 103L, 104L, 105L, 106L, 107L, 108L, 109L);
        assertThat(d.heard()).as("none is refused").isEmpty();
        assertThat(h.held.taken()).isZero();
    }

    @Test
    void shouldTakeItsTurnWhenThoseBeforeAreLookedUpInTheStore() {
        for (long chat = 100; chat < 106; chat++) {
            d.acknowledge(chat, 5, ReceiptStatus.READ);
        }
        h.work();
        final String first = d.commands().get(0);
        d.historyEntry(correlation(first), 8);
        d.historyPage(correlation(first), 8, 8, 3, true);
        h.work();
        assertThat(d.commands()).as("the reading of the store has its place").isEmpty();
        d.store.fail(new IllegalStateException("away"), 0);
        h.work();
        assertThat(d.heard()).containsExactly("c1 refused UNAVAILABLE");
        assertThat(d.commands()).hasSize(1);
    }

    @Test
    void shouldLeaveThePagesOfTheClientTheirPlaces() {
        acknowledge(d, 100, 110);
        for (int page = 0; page < 5; page++) {
            h.request(new Request.ListChats(1, null, Request.NULL_VALUE, Request.NULL_VALUE, 10));
        }
        h.work();
        assertThat(d.heard()).as("the fifth of its own").containsExactly("c1 refused RATE_LIMITED");
        assertThat(d.commands()).filteredOn(word -> word.startsWith("list")).hasSize(4);
        d.acknowledge(110, 8, ReceiptStatus.READ);
        assertThat(d.heard()).as("is not held up by pages").isEmpty();
    }

    @Test
    void shouldLetAWindowWaitAndNoMore() {
        acknowledge(d, 100, 100 + AT_ONCE + ShardHarness.UNACKED_MAX);
        assertThat(d.heard()).isEmpty();
        d.acknowledge(99, 8, ReceiptStatus.READ);
        assertThat(d.heard()).containsExactly("c1 refused RATE_LIMITED");
        assertThat(h.count(EdgeCounter.READS_REFUSED)).isEqualTo(1);
    }

    @Test
    void shouldCountWhatWaits() {
        final long one = new Request.Acknowledge(1, null, 7, 8, ReceiptStatus.READ, 0).heldBytes();
        final DownlinkHarness full = new DownlinkHarness(
            new ShardHarness(64, new ByteBudget((AT_ONCE + 2) * one), new Links()));
        acknowledge(full, 100, 110);
        assertThat(full.heard()).hasSize(4).allMatch(word -> word.equals("c1 refused UNAVAILABLE"));
        assertThat(full.h.count(EdgeCounter.REQUESTS_REFUSED_HELD)).isEqualTo(4);
    }

    @Test
    void shouldRefuseInTheEndWhatNobodyAnswers() {
        acknowledge(d, 100, 120);
        h.work();
        d.after(5_000);
        d.after(1);
        assertThat(d.heard()).hasSize(20).allMatch(word -> word.equals("c1 refused UNAVAILABLE"));
        assertThat(h.held.taken()).isZero();
        assertThat(h.uplink.pendingCount()).isZero();
    }

    @Test
    void shouldForgetWhatWaitsOfAConnectionThatWent() {
        acknowledge(d, 100, 120);
        h.work();
        d.commands();
        h.request(new Request.Detach(1));
        d.after(100);
        assertThat(d.commands()).containsExactly("detach s101");
        assertThat(h.held.taken()).isZero();
        d.after(10_000);
        assertThat(d.heard()).isEmpty();
    }

    @Test
    void shouldGoOnWhenOneIsRefused() {
        acknowledge(d, 100, 106);
        h.work();
        final List<String> asked = d.commands();
        h.uplink.answers().onRefused(correlation(asked.get(1)), 0, RefusalCode.FORBIDDEN, 1, 0);
        h.work();
        assertThat(d.heard()).containsExactly("c1 refused FORBIDDEN");
        assertThat(d.commands()).extracting(LookUpTurnsTest::chat).containsExactly(104L);
    }

    /** The newest entry of each of these chats, of another connection. */
    private static void acknowledge(final DownlinkHarness harness, final long fromChat, final long toChat) {
        for (long chat = fromChat; chat < toChat; chat++) {
            harness.acknowledge(chat, 8, ReceiptStatus.READ);
        }
    }

    private void answer(final String asked, final long chat) {
        assertThat(chat(asked)).isEqualTo(chat);
        d.historyEntry(correlation(asked), 8);
        d.historyPage(correlation(asked), 8, 8, 7, true);
    }

    private static long chat(final String asked) {
        return Long.parseLong(asked.substring("history chat".length(), asked.indexOf(' ', "history chat".length())));
    }

    private static long correlation(final String asked) {
        return Long.parseLong(asked.substring(asked.indexOf('#') + 1));
    }
}
