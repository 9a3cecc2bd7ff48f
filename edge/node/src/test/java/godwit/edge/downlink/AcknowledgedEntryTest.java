package godwit.edge.downlink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.ChangeBodies;
import godwit.edge.fanout.Link;
import godwit.edge.fanout.Links;
import godwit.edge.memory.ByteBudget;
import godwit.edge.request.Request;
import godwit.edge.uplink.ShardHarness;
import godwit.protocol.codecs.ChangeKind;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.RefusalCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client acknowledges by msg_id; the shard wants sequence and ordinal. */
class AcknowledgedEntryTest {
    private static final long CHAT = DownlinkHarness.CHAT;

    private final DownlinkHarness d = new DownlinkHarness();
    private final ShardHarness h = d.h;

    @Test
    void shouldResolveAPushedEntryWithoutItsChat() {
        d.message(101, 4, 0);
        d.acknowledge(Request.NULL_VALUE, 4, ReceiptStatus.READ);
        d.after(100);
        assertThat(h.commands).contains("ack s101 READ 4 of 1");
        d.acknowledge(Request.NULL_VALUE, 5, ReceiptStatus.READ);
        assertThat(h.heard).contains("c1 refused NOT_FOUND");
    }

    @Test
    void shouldResolveTheLastThousandAndTwentyFourWithoutTheirChatAndNoneBefore() {
        for (int sequence = 4; sequence < 4 + Link.RECENT_MAX + 1; sequence++) {
            d.message(101, sequence, sequence == 4 ? 0 : sequence - 1);
        }
        d.heard();
        d.acknowledge(Request.NULL_VALUE, 4, ReceiptStatus.READ);
        d.after(100);
        assertThat(d.heard()).as("one too far back").containsExactly("c1 refused NOT_FOUND");
        assertThat(h.commands).noneMatch(word -> word.startsWith("ack"));
        d.acknowledge(Request.NULL_VALUE, 5, ReceiptStatus.READ);
        d.after(100);
        assertThat(h.commands).contains("ack s101 READ 5 of 1");
        d.acknowledge(CHAT, 4, ReceiptStatus.DELIVERED);
        assertThat(d.heard()).as("named, it is found").doesNotContain("c1 refused NOT_FOUND");
    }

    @Test
    void shouldSayThatItIsNotForGoodWhenMemoryIsLackingForTheChatOfAnEntry() {
        final DownlinkHarness full = new DownlinkHarness(
            new ShardHarness(64, ByteBudget.unbounded(), new Links(new ByteBudget(1))));
        for (int i = 1; i <= 300; i++) {
            full.message(101, i, i - 1);
        }
        full.heard();
        full.acknowledge(Request.NULL_VALUE, 2, ReceiptStatus.READ);
        assertThat(full.heard()).containsExactly("c1 refused UNAVAILABLE");
        full.acknowledge(Request.NULL_VALUE, 100, ReceiptStatus.READ);
        full.after(100);
        assertThat(full.commands()).as("is kept in any case").contains("ack s101 READ 100 of 1");
    }

    @Test
    void shouldNotFindADroppedEntryByTheIdZero() {
        d.message(101, 4, 0);
        h.request(new Request.Restart(1, 0));
        d.heard();
        d.acknowledge(Request.NULL_VALUE, 0, ReceiptStatus.READ);
        d.after(100);
        assertThat(d.heard()).containsExactly("c1 refused NOT_FOUND");
        assertThat(h.commands).noneMatch(word -> word.startsWith("ack"));
    }

    @Test
    void shouldTellTheOrdinalOfAnEntryWhereverItCameFrom() {
        d.message(101, 6, 0, "user1", 2);
        d.acknowledge(CHAT, 6, ReceiptStatus.READ);
        d.after(100);
        assertThat(d.commands()).as("from the stream").containsExactly("ack s101 READ 6 of 2");
        d.stored(7, 7, 6);
        d.store.complete(List.of(DownlinkHarness.entry(7, "user1", "tablet")));
        d.acknowledge(CHAT, 7, ReceiptStatus.READ);
        d.after(100);
        assertThat(d.commands()).as("from a store").containsExactly("ack s101 READ 7 of 7");
        probe(3);
        d.store.found(DownlinkHarness.entry(3, "user1", "phone"));
        verify(3, 3);
        d.after(100);
        assertThat(d.commands()).as("looked up").containsExactly("ack s101 READ_UNPUSHED 3 of 3");
    }

    @Test
    void shouldSayAgainThatAnEntryWasReadThatIsUnderWayToTheUsersShard() {
        probe(3);
        d.store.found(DownlinkHarness.entry(3, "user1", "phone"));
        verify(3, 3);
        d.after(100);
        assertThat(d.commands()).containsExactly("ack s101 READ_UNPUSHED 3 of 3");
        h.uplink.answers().onRefused(h.readsCorrelation, 101, RefusalCode.UNAVAILABLE, 0, 500);
        d.after(500);
        assertThat(d.commands()).containsExactly("ack s101 READ_UNPUSHED 3 of 3");
    }

    @Test
    void shouldTakeTheSequenceForTheOrdinalOfAnEntryFromBeforeThereWereChanges() {
        d.oldMessage(101, 6, 0);
        d.acknowledge(CHAT, 6, ReceiptStatus.READ);
        d.after(100);
        assertThat(d.commands()).containsExactly("ack s101 READ 6 of 6");
    }

    @Test
    void shouldAcknowledgeAChangeBeforeTheFirstMessageAsPushed() {
        d.change(101, 1, 0, ChangeBodies.members(ChangeKind.ADDED, 1, "user1"));
        d.acknowledge(CHAT, 1, ReceiptStatus.READ);
        d.after(100);
        assertThat(d.commands()).containsExactly("ack s101 READ 1");
        assertThat(d.store.readsUnderWay()).isZero();
    }

    @Test
    void shouldLookUpTheOrdinalOfAnOwnSendThatIsRead() {
        h.send(1, "a");
        h.work();
        d.sent(h.correlation());
        d.commands();
        d.acknowledge(CHAT, 4, ReceiptStatus.READ);
        d.store.complete(List.of(DownlinkHarness.entry(4, "user1", "phone")));
        d.after(100);
        assertThat(d.commands()).containsExactly("ack s101 READ_UNPUSHED 4 of 4");
    }

    @Test
    void shouldLeaveItToTheShardWhenTheStoreDoesNotHaveTheOwnSend() {
        h.send(1, "a");
        h.work();
        d.sent(h.correlation());
        d.commands();
        d.acknowledge(CHAT, 4, ReceiptStatus.READ);
        d.store.complete(List.of());
        d.after(100);
        assertThat(d.commands()).containsExactly("ack s101 READ_UNPUSHED 4");
    }

    @Test
    void shouldFindTheOwnSendAtTheShardWhenTheStoreIsAway() {
        final long search = searchOwnSendWhileTheStoreIsAway();
        d.historyEntry(search, 4);
        d.historyPage(search, 4, 4, 3);
        d.after(100);
        assertThat(d.commands()).containsExactly("ack s101 READ_UNPUSHED 4 of 1");
    }

    @Test
    void shouldSayUnavailableWhenTheOwnSendLeftTheShardAndTheStoreIsAway() {
        final long search = searchOwnSendWhileTheStoreIsAway();
        d.historyEntry(search, 8);
        d.historyPage(search, 8, 8, 7);
        d.after(100);
        assertThat(d.commands()).isEmpty();
        assertThat(d.heard()).containsExactly("c1 refused UNAVAILABLE");
    }

    private long searchOwnSendWhileTheStoreIsAway() {
        h.send(1, "a");
        h.work();
        d.sent(h.correlation());
        d.commands();
        d.heard();
        d.acknowledge(CHAT, 4, ReceiptStatus.READ);
        d.store.fail();
        h.work();
        final long search = h.correlation();
        assertThat(d.commands()).hasSize(1).allMatch(word -> word.startsWith("history chat7"));
        return search;
    }

    @Test
    void shouldAskStoreThenShardForAnEntryItDidNotPush() {
        probe(4);
        d.store.found(null);
        h.work();
        assertThat(h.commands).hasSize(1).allMatch(word -> word.startsWith("history chat7"));
        d.historyEntry(h.correlation(), 4);
        d.historyPage(h.correlation(), 4, 4, 3);
        d.after(100);
        assertThat(h.commands).contains("ack s101 READ_UNPUSHED 4 of 1");
    }

    @Test
    void shouldWaitForEntriesOfThatPageThatComeOutOfTheSpool() {
        final long search = search(4);
        d.historyEntry(search, 5);
        d.historyPage(search, 4, 5, 3);
        assertThat(h.heard).isEmpty();
        d.spooled(0, search, 4, "user2", "phone");
        d.after(100);
        assertThat(d.commands()).containsExactly("ack s101 READ_UNPUSHED 4 of 1");
    }

    @Test
    void shouldSearchOnBelowThePageAsLongAsThereMayBeUnjournaledEntries() {
        final long first = search(4);
        d.historyEntry(first, 6);
        d.historyPage(first, 6, 6, 5, true);
        d.after(0);
        assertThat(h.commands).hasSize(1).allMatch(word -> word.startsWith("history chat7 before 6"));
        final long second = h.correlation();
        d.historyPage(second, 3, 5, 5, true);
        d.store.found(null);
        assertThat(h.heard).as("below, all is in the store, which does not have it").containsExactly(
            "c1 refused NOT_FOUND");
    }

    @Test
    void shouldNotSearchOnForAnIdThatCannotBeBelow() {
        final long first = search(9);
        d.historyEntry(first, 6);
        d.historyPage(first, 6, 6, 5, true);
        assertThat(h.heard).containsExactly("c1 refused NOT_FOUND");
    }

    @Test
    void shouldFindInTheStoreWhatLeftTheShardsMemoryWhileItWasLookedFor() {
        final long search = search(4);
        d.historyEntry(search, 6);
        d.historyEntry(search, 5);
        d.historyPage(search, 3, 6, 5);
        assertThat(h.heard).isEmpty();
        d.store.found(DownlinkHarness.entry(4, "user2", "phone"));
        verify(4, 4);
        d.after(100);
        assertThat(d.commands()).containsExactly("ack s101 READ_UNPUSHED 4 of 4");
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 9})
    void shouldNotAskTheStoreAgainForWhatItCannotHave(final long msgId) {
        final long search = search(msgId);
        d.historyEntry(search, 5);
        d.historyEntry(search, 6);
        d.historyPage(search, 5, 6, 6);
        assertThat(d.store.findsUnderWay()).isZero();
        assertThat(d.heard()).containsExactly("c1 refused NOT_FOUND");
    }

    private long search(final long msgId) {
        probe(msgId);
        d.store.found(null);
        h.work();
        final long correlation = h.correlation();
        d.commands();
        return correlation;
    }

    /** The shard is asked first; it says that the user may know of the chat, whose newest entry is another one. */
    private void probe(final long msgId) {
        d.acknowledge(CHAT, msgId, ReceiptStatus.READ);
        h.work();
        final long correlation = h.correlation();
        d.commands();
        assertThat(d.store.findsUnderWay()).isZero();
        d.historyEntry(correlation, 8);
        d.historyPage(correlation, 8, 8, 3, true);
        assertThat(d.store.findsUnderWay()).isEqualTo(1);
    }

    /** What the store has the shard is asked for once more: the user's times in the chat end there, or with an earlier one. */
    private void verify(final long sequence, final long pageEnd) {
        h.work();
        final long correlation = h.correlation();
        assertThat(d.commands()).containsExactly(
            "history chat7 before " + (sequence + 1) + " #" + correlation);
        d.historyPage(correlation, pageEnd, pageEnd, pageEnd);
    }

    @Test
    void shouldAnswerOfAnEntryOfAnotherTimeThanTheAskersAsOfNone() {
        probe(5);
        d.store.found(DownlinkHarness.entry(5, "user2", "phone"));
        verify(5, 3);
        h.work();
        assertThat(d.heard()).as("the shard may have it").isEmpty();
        final long search = h.correlation();
        assertThat(d.commands()).containsExactly("history chat7 #" + search);
        d.historyEntry(search, 6);
        d.historyPage(search, 2, 6, 5);
        d.store.found(DownlinkHarness.entry(5, "user2", "phone"));
        verify(5, 3);
        d.after(100);
        assertThat(d.heard()).containsExactly("c1 refused NOT_FOUND");
        assertThat(d.commands()).as("nothing is told the user's shard").noneMatch(word -> word.startsWith("ack"));
    }

    @Test
    void shouldNotTakeASpooledEntryForTheEndOfAPageThatIsNotThere() {
        probe(3);
        d.store.found(DownlinkHarness.entry(3, "user2", "phone"));
        h.work();
        final long correlation = h.correlation();
        d.commands();
        d.spooled(0, correlation, 3, "user2", "phone");
        d.after(100);
        assertThat(d.commands()).isEmpty();
        d.historyPage(correlation, 3, 3, 2);
        d.after(100);
        assertThat(d.commands()).containsExactly("ack s101 READ_UNPUSHED 3 of 3");
    }

    @Test
    void shouldNotLookIntoAChatOfOthers() {
        d.acknowledge(CHAT, 4, ReceiptStatus.READ);
        h.work();
        h.uplink.answers().onRefused(h.correlation(), 0, RefusalCode.FORBIDDEN, 1, 0);
        assertThat(h.heard).containsExactly("c1 refused FORBIDDEN");
        assertThat(d.store.findsUnderWay()).isZero();
    }

    @Test
    void shouldGiveUpASearchWithADefinedAnswer() {
        long correlation = search(1);
        for (int page = 1; page < 16; page++) {
            d.historyEntry(correlation, 100 - page);
            d.historyPage(correlation, 100 - page, 100 - page, 3, true);
            assertThat(h.heard).isEmpty();
            h.work();
            correlation = h.correlation();
            assertThat(d.commands()).hasSize(1);
        }
        d.historyEntry(correlation, 84);
        d.historyPage(correlation, 84, 84, 3, true);
        assertThat(h.heard).containsExactly("c1 refused UNAVAILABLE");
    }

    @Test
    void shouldTakeAnEntryThatTheSocketDroppedForOneThatWasNotPushed() {
        d.message(101, 4, 0);
        d.message(101, 5, 4);
        d.acknowledge(CHAT, 5, ReceiptStatus.READ, 1);
        d.after(100);
        assertThat(d.commands()).containsExactly("ack s101 READ_UNPUSHED 5 of 1");
        d.acknowledge(CHAT, 4, ReceiptStatus.READ, 1);
        d.after(100);
        assertThat(d.commands()).containsExactly("ack s101 READ 4 of 1");
    }

    @Test
    void shouldTakeForPushedWhatTheSocketTookThoughItDroppedALaterCopy() {
        d.message(101, 4, 0);
        d.message(101, 5, 4);
        d.message(101, 4, 0);
        d.acknowledge(CHAT, 4, ReceiptStatus.READ, 1);
        d.after(100);
        assertThat(d.commands()).containsExactly("ack s101 READ 4 of 1");
    }

    @Test
    void shouldForgetWhatWasDroppedUntilItIsPushedAgain() {
        d.message(101, 4, 0);
        d.message(101, 5, 4);
        h.request(new Request.Restart(1, 1));
        d.acknowledge(CHAT, 4, ReceiptStatus.DELIVERED);
        d.after(100);
        assertThat(d.commands()).contains("ack s101 DELIVERED 4 of 1");
        d.acknowledge(Request.NULL_VALUE, 5, ReceiptStatus.READ);
        assertThat(h.heard).contains("c1 refused NOT_FOUND");
        d.resynced(101);
        d.message(101, 5, 0);
        d.acknowledge(Request.NULL_VALUE, 5, ReceiptStatus.READ, 3);
        d.after(100);
        assertThat(d.commands()).contains("ack s101 READ 5 of 1");
    }
}
