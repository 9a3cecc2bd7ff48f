package godwit.edge.downlink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.memory.ByteBudget;
import godwit.edge.request.Request;
import godwit.edge.uplink.ShardHarness;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pages of history, of what is in memory, in the table and in the spool. */
class HistoryPagesTest {
    private final DownlinkHarness d = new DownlinkHarness();
    private final ShardHarness h = d.h;

    @Test
    void shouldPutAPageTogetherFromMemoryAndTable() {
        final long correlation = ask();
        d.historyEntry(correlation, 6);
        d.historyPage(correlation, 4, 6, 6);
        assertThat(h.heard).isEmpty();
        d.store.complete(List.of(
            DownlinkHarness.entry(4, "user2", "phone"), DownlinkHarness.entry(5, "user2", "phone")));
        assertThat(h.heard).hasSize(1);
        assertThat(h.heard.get(0)).contains("HISTORY_PAGE", "\"req_id\":\"r\"", "\"more\":false")
            .containsSubsequence("\"seq\":6", "\"seq\":5", "\"seq\":4");
    }

    @Test
    void shouldEndAPageBeforeAnEntryThatTheTableLost() {
        final long correlation = ask();
        d.historyEntry(correlation, 6);
        d.historyPage(correlation, 3, 6, 6);
        d.store.complete(List.of(
            DownlinkHarness.entry(3, "user2", "phone"), DownlinkHarness.entry(5, "user2", "phone")));
        assertThat(h.heard).hasSize(1).first().asString().contains("HISTORY_PAGE", "\"more\":true")
            .containsSubsequence("\"seq\":6", "\"seq\":5").doesNotContain("\"seq\":3");
        assertThat(h.count(EdgeCounter.STORE_ENTRIES_MISSING)).isEqualTo(1);
    }

    @Test
    void shouldRefuseAPageThatBeginsWithAnEntryThatTheTableLost() {
        final long correlation = ask();
        d.historyPage(correlation, 3, 6, 6);
        d.store.complete(List.of(
            DownlinkHarness.entry(3, "user2", "phone"), DownlinkHarness.entry(5, "user2", "phone")));
        assertThat(h.heard).containsExactly("c1 refused UNAVAILABLE");
        assertThat(h.count(EdgeCounter.STORE_ENTRIES_MISSING)).isEqualTo(2);
        assertThat(h.uplink.pendingCount()).isZero();
    }

    @Test
    void shouldSayThatAPageIsEmpty() {
        d.historyPage(ask(), 1, 0, 0);
        assertThat(h.heard).hasSize(1).first().asString().contains("HISTORY_PAGE", "\"more\":false");
    }

    @Test
    void shouldWaitForWhatComesOutOfTheSpool() {
        final long correlation = ask();
        d.historyPage(correlation, 4, 5, 4);
        d.store.complete(List.of(DownlinkHarness.entry(4, "user2", "phone")));
        assertThat(h.heard).isEmpty();
        d.spooled(0, correlation, 5, "user2", "phone");
        assertThat(h.heard).hasSize(1).first().asString().containsSubsequence("\"seq\":5", "\"seq\":4");
    }

    /** A question that was offered twice has two answers: the second comes while the store is read for the first. */
    @Test
    void shouldKeepToTheFirstAnswerOfTwo() {
        final long correlation = ask();
        d.historyPage(correlation, 4, 5, 5);
        d.historyPage(correlation, 4, 6, 6);
        assertThat(d.store.readsUnderWay()).isEqualTo(1);
        d.store.complete(List.of(
            DownlinkHarness.entry(4, "user2", "phone"), DownlinkHarness.entry(5, "user2", "phone")));
        assertThat(h.heard).hasSize(1).first().asString().containsSubsequence("\"seq\":5", "\"seq\":4");
    }

    /** What came before it was asked again is dropped, and the rest of that answer is no page. */
    @Test
    void shouldTakeTheSecondAnswerWhereThePageWasAskedForAgainAmidTheFirst() {
        final long correlation = askAgainAfterTheFirstEntry();
        d.historyEntry(correlation, 5);
        d.historyPage(correlation, 5, 6, 4);
        assertThat(h.heard).isEmpty();
        d.historyEntry(correlation, 6);
        d.historyEntry(correlation, 5);
        d.historyPage(correlation, 5, 6, 4);
        assertThat(h.heard).hasSize(1).first().asString().containsSubsequence("\"seq\":6", "\"seq\":5");
    }

    /** The second is of another moment: the entry that was dropped may lie outside its bounds, or be in the store by now. */
    @Test
    void shouldTakeTheBoundsOfTheSecondAnswerWhereThePageWasAskedForAgainAmidTheFirst() {
        final long correlation = askAgainAfterTheFirstEntry();
        d.historyPage(correlation, 5, 6, 5);
        assertThat(d.store.readsUnderWay()).isEqualTo(1);
        d.historyEntry(correlation, 8);
        d.historyEntry(correlation, 7);
        d.historyPage(correlation, 7, 8, 6);
        assertThat(h.heard).hasSize(1).first().asString().containsSubsequence("\"seq\":8", "\"seq\":7");
        d.store.complete(List.of(DownlinkHarness.entry(5, "user2", "phone")));
        assertThat(h.heard).hasSize(1);
    }

    @Test
    void shouldRefuseAPageWhoseSpooledEntriesDoNotComeInTime() {
        final long correlation = ask();
        d.historyPage(correlation, 4, 5, 3);
        d.spooled(0, correlation, 4, "user2", "phone");
        d.after(5_000);
        assertThat(h.heard).containsExactly("c1 refused UNAVAILABLE");
        d.spooled(0, correlation, 5, "user2", "phone");
        assertThat(h.heard).hasSize(1);
    }

    @Test
    void shouldRefuseAPageWhoseEntriesCannotBeRead() {
        d.historyPage(ask(), 4, 6, 6);
        d.store.fail();
        assertThat(h.heard).containsExactly("c1 refused UNAVAILABLE");
    }

    @Test
    void shouldLetAConnectionWaitForSoManyPagesOnly() {
        for (int page = 0; page < 3; page++) {
            ask();
        }
        final long fourth = ask();
        assertThat(h.heard).isEmpty();
        h.request(new Request.ListChats(1, "r", -1, -1, 50));
        assertThat(h.heard).containsExactly("c1 refused RATE_LIMITED");
        d.historyEntry(fourth, 5);
        d.historyPage(fourth, 5, 5, 4);
        h.heard.clear();
        h.commands.clear();
        ask();
        assertThat(h.commands).hasSize(1);
        assertThat(h.heard).isEmpty();
    }

    @Test
    void shouldNotAskAgainForPagesOfAConnectionThatIsGone() {
        ask();
        h.request(new Request.Detach(1));
        assertThat(h.uplink.pendingCount()).isZero();
    }

    @Test
    void shouldCountWhatItGathersUntilItIsAnswered() {
        final long before = h.held.taken();
        final long correlation = ask();
        final long asked = h.held.taken();
        d.historyEntry(correlation, 6);
        d.historyEntry(correlation, 5);
        assertThat(h.held.taken() - asked).isBetween(600L, 1_000L);
        h.uplink.offerAgain();
        h.work();
        assertThat(h.held.taken()).as("asked again, they are dropped").isEqualTo(asked);
        d.historyEntry(correlation, 6);
        d.historyPage(correlation, 6, 6, 6);
        assertThat(h.heard).hasSize(1);
        assertThat(h.held.taken()).isEqualTo(before);
    }

    @Test
    void shouldRefuseAPageForWhichThereIsNoRoom() {
        final DownlinkHarness full = new DownlinkHarness(new ShardHarness(64, new ByteBudget(4_000)));
        full.h.request(new Request.ReadHistory(1, "r", DownlinkHarness.CHAT, -1, -1, 50));
        full.h.work();
        final long correlation = full.h.correlation();
        for (int i = 1; i <= 6; i++) {
            full.historyEntry(correlation, i);
        }
        full.historyPage(correlation, 1, 6, 6);
        assertThat(full.heard()).containsExactly("c1 refused UNAVAILABLE");
        assertThat(full.h.held.taken()).isZero();
    }

    @Test
    void shouldRefuseAPageForWhichThereIsNoRoomOnceItIsRead() {
        final DownlinkHarness full = new DownlinkHarness(new ShardHarness(64, new ByteBudget(1_700)));
        full.h.request(new Request.ReadHistory(1, "r", DownlinkHarness.CHAT, -1, -1, 50));
        full.h.work();
        full.historyPage(full.h.correlation(), 5, 6, 6);
        full.store.complete(List.of(
            DownlinkHarness.entry(5, "user2", "phone"), DownlinkHarness.entry(6, "user2", "phone")));
        assertThat(full.heard()).containsExactly("c1 refused UNAVAILABLE");
        assertThat(full.h.held.taken()).isZero();
    }

    private long askAgainAfterTheFirstEntry() {
        final long correlation = ask();
        d.historyEntry(correlation, 6);
        h.uplink.offerAgain();
        h.work();
        return correlation;
    }

    private long ask() {
        h.request(new Request.ReadHistory(1, "r", DownlinkHarness.CHAT, -1, -1, 50));
        h.work();
        return h.correlation();
    }
}
