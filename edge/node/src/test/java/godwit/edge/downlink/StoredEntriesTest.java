package godwit.edge.downlink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.uplink.ShardHarness;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.StoreKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Entries that left the shard's memory: what follows is held, bounded, released in order, and given up in time. */
class StoredEntriesTest {
    private static final long CHAT = DownlinkHarness.CHAT;

    private final DownlinkHarness d = new DownlinkHarness();
    private final ShardHarness h = d.h;

    private static StoredEntry other(final long sequence) {
        return DownlinkHarness.entry(sequence, "user2", "phone");
    }

    private static StoredEntry own(final long sequence) {
        return DownlinkHarness.entry(sequence, "user1", "phone");
    }

    @Test
    void shouldHoldWhatFollowsUntilStoredEntriesArePushedAndSkipOwnOnes() {
        d.stored(4, 6, 0);
        d.message(101, 7, 6);
        assertThat(h.heard).isEmpty();
        d.store.complete(List.of(own(4), other(5), DownlinkHarness.entry(6, "user1", "tablet")));
        assertThat(h.heard).containsExactly("c1 entry 5", "c1 entry 6", "c1 entry 7");
    }

    @Test
    void shouldHoldFurtherStoredEntriesBehindTheFirst() {
        d.stored(StoreKind.TABLE, 4, 5, 0);
        d.stored(StoreKind.SPOOL, 6, 7, 5);
        d.message(101, 8, 7);
        d.spooled(6, "user2", "phone");
        assertThat(h.heard).isEmpty();
        d.store.complete(List.of(other(4), other(5)));
        assertThat(d.heard()).as("what the leader sent early").containsExactly("c1 entry 4", "c1 entry 5", "c1 entry 6");
        d.spooled(7, "user2", "phone");
        assertThat(d.heard()).containsExactly("c1 entry 7", "c1 entry 8");
    }

    @Test
    void shouldReadAWindowPageByPage() {
        d.stored(1, 150, 0);
        final List<StoredEntry> page = new ArrayList<>();
        for (int sequence = 1; sequence <= 100; sequence++) {
            page.add(other(sequence));
        }
        d.store.complete(page);
        assertThat(d.heard()).hasSize(100);
        assertThat(d.store.readsUnderWay()).isEqualTo(1);
        d.store.complete(List.of(other(101), other(150)));
        assertThat(d.heard()).as("what is not there is left out").containsExactly("c1 entry 101", "c1 entry 150");
        assertThat(h.count(EdgeCounter.STORE_ENTRIES_MISSING)).isEqualTo(48);
        d.message(101, 151, 150);
        assertThat(d.heard()).containsExactly("c1 entry 151");
    }

    @Test
    void shouldLeaveOtherChatsAndOtherSessionsAlone() {
        h.attach(2);
        d.stored(4, 6, 0);
        d.message(102, 7, 6);
        assertThat(h.heard).containsExactly("c2 entry 7");
    }

    @Test
    void shouldGiveUpAtTheBoundOfWhatIsHeldAndAskForAllOfItAgain() {
        d.stored(1, 1, 0);
        for (int i = 0; i <= StoredEntries.HELD_MAX; i++) {
            d.message(101, 2 + i, 1 + i);
        }
        d.store.complete(List.of(other(1)));
        assertThat(h.heard).isEmpty();
        d.after(5_000);
        assertThat(h.commands).contains("resync s101/0");
        d.message(101, 1, 0);
        assertThat(h.heard).containsExactly("c1 entry 1");
    }

    @Test
    void shouldGiveUpWhatDoesNotComeInTimeAndAskForItAgain() {
        d.stored(StoreKind.SPOOL, 4, 5, 0);
        d.message(101, 6, 5);
        d.spooled(4, "user2", "phone");
        assertThat(d.heard()).containsExactly("c1 entry 4");
        d.after(StoredEntries.WAIT_MAX_MS - 1);
        assertThat(h.count(EdgeCounter.STORE_WAITS_TIMED_OUT)).isZero();
        d.after(1);
        assertThat(h.count(EdgeCounter.STORE_WAITS_TIMED_OUT)).isEqualTo(1);
        d.spooled(5, "user2", "phone");
        d.message(101, 7, 6);
        assertThat(d.heard()).as("a hole is before them").isEmpty();
        d.after(5_000);
        assertThat(d.commands()).contains("resync s101/0");
        d.stored(StoreKind.TABLE, 4, 6, 0);
        d.store.complete(List.of(other(4), other(5), other(6)));
        assertThat(d.heard()).containsExactly("c1 entry 4", "c1 entry 5", "c1 entry 6");
        d.after(2 * StoredEntries.WAIT_MAX_MS);
        assertThat(h.count(EdgeCounter.STORE_WAITS_TIMED_OUT)).isEqualTo(1);
    }

    @Test
    void shouldNotTakeWhatIsLeftOfAnEarlierReading() {
        d.stored(StoreKind.SPOOL, 4, 7, 0);
        d.spooled(4, "user2", "phone");
        d.stored(StoreKind.SPOOL, 4, 6, 0);
        d.spooled(6, "user2", "phone");
        d.spooled(4, "user2", "phone");
        d.spooled(5, "user2", "phone");
        d.spooled(6, "user2", "phone");
        assertThat(d.heard()).containsExactly("c1 entry 4", "c1 entry 4", "c1 entry 5", "c1 entry 6");
    }

    @Test
    void shouldReadOnceWhatIsPushedAgainMeanwhile() {
        d.stored(4, 6, 0);
        d.message(101, 7, 6);
        d.stored(4, 6, 0);
        d.message(101, 7, 6);
        assertThat(d.store.readsUnderWay()).isEqualTo(1);
        d.store.complete(List.of(other(4), other(5), other(6)));
        assertThat(h.heard).containsExactly("c1 entry 4", "c1 entry 5", "c1 entry 6", "c1 entry 7");
    }

    @Test
    void shouldTakeOnlyARestartAfterTheStoreFailed() {
        d.stored(4, 6, 0);
        d.message(101, 7, 6);
        d.store.fail();
        d.message(101, 8, 7);
        assertThat(h.heard).isEmpty();
        d.message(101, 4, 0);
        assertThat(h.heard).containsExactly("c1 entry 4");
    }

    @Test
    void shouldPassOverStoredEntriesThatAreAllOnesOwn() {
        d.stored(4, 4, 0);
        d.store.complete(List.of(own(4)));
        d.after(100);
        assertThat(h.commands).contains("ack s101 PASSED 4");
    }

    @Test
    void shouldNotPassOverWhatWasShownBeforeAndNotAcknowledged() {
        d.message(101, 3, 0);
        d.stored(4, 6, 3);
        d.store.complete(List.of(own(4), own(5), own(6)));
        d.after(100);
        assertThat(d.commands()).as("3 would leave the inbox unread").isEmpty();
        d.acknowledge(CHAT, 3, ReceiptStatus.DELIVERED);
        d.after(100);
        assertThat(d.commands()).containsExactly("ack s101 DELIVERED 3 of 1 s101 PASSED 6");
    }

    @Test
    void shouldPassOverOwnEntriesBehindOthersOnceThoseAreAcknowledged() {
        d.stored(4, 6, 0);
        d.store.complete(List.of(other(4), own(5)));
        d.after(100);
        assertThat(d.commands()).isEmpty();
        d.acknowledge(CHAT, 4, ReceiptStatus.READ);
        d.after(100);
        assertThat(d.commands()).containsExactly("ack s101 READ 4 of 4 s101 PASSED 6");
    }

    @Test
    void shouldLeaveThePassingOverToALaterEntryThatIsShown() {
        d.message(101, 3, 0);
        d.stored(4, 4, 3);
        d.store.complete(List.of(own(4)));
        d.message(101, 5, 4);
        d.acknowledge(CHAT, 3, ReceiptStatus.DELIVERED);
        d.acknowledge(CHAT, 5, ReceiptStatus.DELIVERED);
        d.after(100);
        assertThat(d.commands()).containsExactly("ack s101 DELIVERED 5 of 1");
    }

    @Test
    void shouldKnowThatNothingIsUnacknowledgedBeforeAPushFromTheCursor() {
        d.message(101, 3, 0);
        d.stored(4, 5, 0);
        d.store.complete(List.of(own(4), own(5)));
        d.after(100);
        assertThat(d.commands()).contains("ack s101 PASSED 5");
    }

    @Test
    void shouldNotPassOverWhatAnotherShardHasNotJournaledYet() {
        d.downlink.otherShards(chatId -> chatId == CHAT);
        d.stored(4, 5, 0);
        d.store.complete(List.of(other(4)));
        d.after(100);
        assertThat(h.commands).as("nothing is passed over").noneMatch(command -> command.contains("PASSED"));
        assertThat(d.heard()).as("nothing is shown that a gap may follow").isEmpty();
        d.after(10_000);
        assertThat(d.commands()).as("it is asked for again").anyMatch(command -> command.contains("resync"));
    }
}
