package godwit.edge.downlink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.ChangeBodies;
import godwit.edge.counters.EdgeCounter;
import godwit.edge.request.Request;
import godwit.edge.uplink.ShardHarness;
import godwit.edge.uplink.Uplink;
import godwit.protocol.codecs.ChangeKind;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.StoreKind;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Who follows a chat's subscription is handed each next entry, no other one, and until it ceases to follow. */
class SubscriptionsTest {
    private static final long CHAT = DownlinkHarness.CHAT;
    private static final long OTHER_CHAT = CHAT + 1;
    private static final int HANDED_MAX = 3;
    private static final long REDELIVER_MS = 5_000;

    private final DownlinkHarness d = new DownlinkHarness();
    private final ShardHarness h = d.h;

    SubscriptionsTest() {
        h.attach(2).attach(3);
        d.opened(HANDED_MAX, REDELIVER_MS);
    }

    private void follow(final long seq, final long... sessions) {
        d.live(CHAT, seq, 0, sessions);
        d.heard();
    }

    private void acknowledge(final long connectionId, final long msgId) {
        d.downlink.onAcknowledge(
            new Request.Acknowledge(connectionId, null, CHAT, msgId, ReceiptStatus.DELIVERED, Long.MAX_VALUE));
    }

    // ---- who follows

    @Test
    void shouldHandAnEntryToAllWhoFollowAndToNobodyElse() {
        follow(4, 101, 102);
        d.subscribed(5, 6);
        assertThat(d.heard()).containsExactlyInAnyOrder("c1 entry 5", "c2 entry 5", "c1 entry 6", "c2 entry 6");
        d.subscribedTo(OTHER_CHAT, 1, 0);
        assertThat(d.heard()).isEmpty();
        assertThat(h.count(EdgeCounter.DELIVERIES_SUBSCRIBED)).isEqualTo(3);
        assertThat(h.count(EdgeCounter.ENTRIES_SUBSCRIBED)).isEqualTo(4);
        assertThat(h.count(EdgeCounter.ENTRIES_PUSHED)).isEqualTo(6);
    }

    @Test
    void shouldNotMakeAFollowerOfOneToWhomTheEntryWasNotPushed() {
        follow(4, 101);
        d.message(102, 4, 0);
        d.live(CHAT, 6, 5, 102);
        d.heard();
        d.subscribed(5);
        d.subscribed(6, 7);
        assertThat(d.heard()).containsExactly("c1 entry 5", "c1 entry 6", "c1 entry 7");
        d.after(0);
        assertThat(d.commands()).containsExactly("resync s102/0");
    }

    @Test
    void shouldMakeAFollowerOfOneForWhomTheEntryWaitsBehindStoredOnes() {
        d.stored(1, 2, 0);
        d.live(CHAT, 3, 2, 101);
        d.subscribed(4);
        assertThat(d.heard()).isEmpty();
        d.store.complete(List.of(DownlinkHarness.entry(1, "user2", "p"), DownlinkHarness.entry(2, "user2", "p")));
        assertThat(d.heard()).containsExactly("c1 entry 1", "c1 entry 2", "c1 entry 3", "c1 entry 4");
        d.subscribed(5);
        assertThat(d.heard()).containsExactly("c1 entry 5");
        assertThat(h.count(EdgeCounter.ENTRIES_PUSHED)).isEqualTo(5);
        assertThat(h.count(EdgeCounter.ENTRIES_SUBSCRIBED)).as("those that waited too").isEqualTo(2);
    }

    @Test
    void shouldPassOverTheSessionThatSentAnEntry() {
        follow(4, 101, 102);
        d.subscribedTo(CHAT, 5, 101);
        assertThat(d.heard()).containsExactly("c2 entry 5");
        d.subscribed(6);
        assertThat(d.heard()).containsExactlyInAnyOrder("c1 entry 6", "c2 entry 6");
    }

    @Test
    void shouldPassOverASessionsOwnEntryInItsTurnBehindStoredOnes() {
        d.stored(1, 2, 0);
        d.live(CHAT, 3, 2, 101);
        d.subscribedTo(CHAT, 4, 101);
        d.unsubscribed(101, CHAT);
        d.store.complete(List.of(DownlinkHarness.entry(1, "user2", "p"), DownlinkHarness.entry(2, "user2", "p")));
        d.message(101, 5, 4);
        assertThat(d.heard()).containsExactly("c1 entry 1", "c1 entry 2", "c1 entry 3", "c1 entry 5");
    }

    @Test
    void shouldPassOverWhatAFollowerHasAlready() {
        follow(4, 101);
        d.subscribed(4, 5, 5, 3);
        assertThat(d.heard()).containsExactly("c1 entry 5");
        d.after(0);
        assertThat(d.commands()).isEmpty();
    }

    @Test
    void shouldAnswerAChangeWithItsEntry() {
        follow(3, 101, 102);
        h.request(new Request.ChangeChat(1, "r", CHAT, ChangeKind.TITLE, null, List.of(), "Tea"));
        h.work();
        final byte[] body = ChangeBodies.of(ChangeKind.TITLE, null, 0, 3, "Tea");
        d.changed(h.correlation(), 4, body);
        d.subscribedChange(4, body);
        assertThat(d.heard()).hasSize(2).anyMatch(word -> word.startsWith("c1 answering entry 4"))
            .contains("c2 entry 4");
    }

    @Test
    void shouldAcknowledgeWhatWasHandedAsWhatWasPushed() {
        follow(4, 101);
        d.subscribed(5);
        acknowledge(1, 5);
        d.after(100);
        assertThat(d.commands()).containsExactly("ack s101 DELIVERED 5 of 5");
    }

    // ---- who lags

    @Test
    void shouldReportAFollowerThatMissesAnEntry() {
        follow(4, 101, 102);
        d.subscribed(5);
        d.heard();
        d.subscribed(7);
        assertThat(d.heard()).isEmpty();
        d.subscribed(6, 7);
        assertThat(d.heard()).as("it follows no more").isEmpty();
        d.after(0);
        assertThat(d.commands()).containsExactly("lagging s102/chat7@5 s101/chat7@5");
        assertThat(h.count(EdgeCounter.SUBSCRIPTIONS_LAGGING)).isEqualTo(2);
    }

    @Test
    void shouldReportAFollowerWhoseWindowIsFullOverAllChats() {
        follow(4, 101);
        d.live(OTHER_CHAT, 10, 0, 101);
        d.subscribed(5, 6);
        d.subscribedTo(OTHER_CHAT, 11, 0);
        assertThat(d.heard()).contains("c1 entry 11");
        d.subscribed(7);
        assertThat(d.heard()).isEmpty();
        d.after(0);
        assertThat(d.commands()).containsExactly("lagging s101/chat7@6");
        d.subscribedTo(OTHER_CHAT, 12, 0);
        d.after(0);
        assertThat(d.commands()).containsExactly("lagging s101/chat8@11");
        assertThat(d.heard()).isEmpty();
    }

    @Test
    void shouldHaveRoomAgainForWhatIsAcknowledged() {
        follow(4, 101);
        d.subscribed(5, 6, 7);
        acknowledge(1, 6);
        acknowledge(1, 4);
        d.subscribed(8, 9);
        assertThat(d.heard()).containsExactly("c1 entry 5", "c1 entry 6", "c1 entry 7", "c1 entry 8", "c1 entry 9");
        d.subscribed(10);
        assertThat(d.heard()).isEmpty();
    }

    @Test
    void shouldGoOnCountingWhatWasHandedWhenItFollowsNoMore() {
        follow(4, 101);
        d.subscribed(5, 6);
        h.uplink.resyncs().resync(h.links.ofConnection(1));
        d.after(0);
        d.live(CHAT, 6, 0, 101);
        d.heard();
        d.subscribed(7, 8);
        assertThat(d.heard()).containsExactly("c1 entry 7");
        d.after(0);
        assertThat(d.commands()).contains("lagging s101/chat7@7");
        acknowledge(1, 7);
        d.live(CHAT, 8, 7, 101);
        d.subscribed(9, 10, 11);
        assertThat(d.heard()).containsExactly("c1 entry 8", "c1 entry 9", "c1 entry 10", "c1 entry 11");
    }

    @Test
    void shouldCountNothingOfAnotherSession() {
        follow(4, 101);
        d.subscribed(5, 6, 7);
        h.links.session(h.links.ofConnection(1), 201);
        d.live(CHAT, 5, 0, 201);
        d.heard();
        d.subscribed(6, 7, 8);
        assertThat(d.heard()).hasSize(3);
    }

    @Test
    void shouldDropWithoutAWordWhatTheShardSaidBeforeItKnewOfTheLag() {
        follow(4, 101);
        d.subscribed(6);
        d.message(101, 7, 6);
        d.unsubscribed(101, CHAT);
        d.live(CHAT, 8, 7, 101);
        d.stored(StoreKind.TABLE, 9, 10, 8);
        d.subscribed(9);
        assertThat(d.heard()).isEmpty();
        assertThat(d.store.readsUnderWay()).isZero();
        d.after(0);
        assertThat(d.commands()).containsExactly("lagging s101/chat7@4");
        assertThat(h.count(EdgeCounter.ENTRIES_OUT_OF_ORDER)).isZero();
        d.message(101, 5, 4);
        assertThat(d.heard()).containsExactly("c1 entry 5");
        d.message(101, 7, 6);
        d.after(0);
        assertThat(d.commands()).as("it lags no more").containsExactly("resync s101/0");
    }

    @Test
    void shouldFollowAgainOnceTheShardSaysSo() {
        follow(4, 101);
        d.subscribed(6);
        d.after(0);
        d.message(101, 5, 4);
        d.live(CHAT, 6, 5, 101);
        d.subscribed(7);
        assertThat(d.heard()).containsExactly("c1 entry 5", "c1 entry 6", "c1 entry 7");
    }

    @Test
    void shouldReportOnceHoweverOftenItLagsBeforeTheShardHearsOfIt() {
        follow(4, 101);
        d.subscribed(6);
        d.live(CHAT, 5, 4, 101);
        d.subscribed(7);
        d.after(0);
        assertThat(d.commands()).containsExactly("lagging s101/chat7@5");
    }

    // ---- silence

    @Test
    void shouldReportSilenceAfterTheNewestEntry() {
        follow(4, 101);
        d.subscribed(5);
        d.after(3_000);
        d.subscribed(6);
        d.after(REDELIVER_MS - 1);
        assertThat(d.commands()).noneMatch(word -> word.startsWith("lagging"));
        d.after(500);
        assertThat(d.commands()).contains("lagging s101/chat7@-1");
        d.heard();
        d.subscribed(7);
        assertThat(d.heard()).isEmpty();
    }

    @Test
    void shouldReportSilenceAtMostTwiceAsLongAfterTheOldestEntry() {
        d.opened(100, REDELIVER_MS);
        follow(4, 101);
        long seq = 5;
        for (int ms = 0; ms < 2 * REDELIVER_MS - 500; ms += 500) {
            d.subscribed(seq++);
            d.after(500);
            assertThat(d.commands()).as("ms=%d", ms)
                .noneMatch(word -> word.startsWith("lagging"));
        }
        d.after(500);
        assertThat(d.commands()).contains("lagging s101/chat7@-1");
    }

    @Test
    void shouldNotTakeOneForSilentThatAcknowledgesSomethingElse() {
        d.message(101, 3, 0);
        d.live(OTHER_CHAT, 10, 0, 101);
        d.subscribedTo(OTHER_CHAT, 11, 0);
        d.after(4_000);
        acknowledge(1, 3);
        d.downlink.onHeard();
        d.after(REDELIVER_MS - 1);
        assertThat(d.commands()).noneMatch(word -> word.startsWith("lagging"));
        d.after(500);
        assertThat(d.commands()).contains("lagging s101/chat8@-1");
    }

    @Test
    void shouldNotTakeOneForSilentThatHasNothingToAcknowledge() {
        follow(4, 101);
        d.subscribed(5);
        acknowledge(1, 5);
        for (int ms = 0; ms < 3 * REDELIVER_MS; ms += 500) {
            d.downlink.onHeard();
            d.after(500);
        }
        assertThat(d.commands()).noneMatch(word -> word.startsWith("lagging"));
        d.subscribed(6);
        assertThat(d.heard()).contains("c1 entry 6");
    }

    // ---- what ends it

    @Test
    void shouldCeaseWhenTheShardNamesTheSession() {
        follow(4, 101);
        d.message(101, 5, 4);
        d.subscribed(6);
        assertThat(d.heard()).containsExactly("c1 entry 5");
        d.after(0);
        assertThat(d.commands()).isEmpty();
    }

    @Test
    void shouldCeaseWhenTheShardPushesStoredEntries() {
        follow(4, 101);
        d.stored(StoreKind.SPOOL, 5, 6, 4);
        d.spooled(5, "user2", "p");
        d.spooled(6, "user2", "p");
        d.subscribed(7);
        assertThat(d.heard()).containsExactly("c1 entry 5", "c1 entry 6");
    }

    @Test
    void shouldCeaseWhenTheShardSaysSoAndGoOnWhereTheShardNamesTheSession() {
        follow(4, 101, 102, 103);
        d.subscribed(5);
        d.heard();
        d.unsubscribed(101, CHAT);
        d.subscribed(6);
        assertThat(d.heard()).containsExactlyInAnyOrder("c2 entry 6", "c3 entry 6");
        d.message(101, 6, 5);
        assertThat(d.heard()).containsExactly("c1 entry 6");
        d.unsubscribed(0, CHAT);
        d.subscribed(7);
        assertThat(d.heard()).isEmpty();
        d.message(102, 7, 6);
        assertThat(d.heard()).containsExactly("c2 entry 7");
        d.after(0);
        assertThat(d.commands()).isEmpty();
    }

    @Test
    void shouldMissWhatTheShardPassedOverWhileItFollowed() {
        follow(4, 101);
        d.unsubscribed(101, CHAT);
        d.message(101, 6, 5);
        assertThat(d.heard()).isEmpty();
        d.after(0);
        assertThat(d.commands()).containsExactly("resync s101/0");
    }

    @Test
    void shouldCeaseAsSoonAsAResyncIsAskedForAndBelieveNobodyUntilItIsOffered() {
        follow(4, 101, 102);
        h.uplink.resyncs().resyncLater(h.links.ofConnection(1));
        d.live(CHAT, 5, 4, 101);
        d.heard();
        d.subscribed(5);
        d.subscribed(6);
        assertThat(d.heard()).containsExactly("c2 entry 5", "c2 entry 6");
        d.after(5_000);
        assertThat(d.commands()).contains("resync s101/0");
        d.live(CHAT, 5, 0, 101);
        d.subscribed(6);
        assertThat(d.heard()).containsExactly("c1 entry 5", "c1 entry 6");
    }

    @Test
    void shouldCeaseOnceMoreWhenAResyncIsOfferedThatTheSessionBeforeAskedFor() {
        h.uplink.resyncs().resyncLater(h.links.ofConnection(1));
        h.links.session(h.links.ofConnection(1), 201);
        d.live(CHAT, 4, 0, 201);
        d.after(5_000);
        assertThat(d.commands()).contains("resync s201/0");
        d.heard();
        d.subscribed(5);
        assertThat(d.heard()).isEmpty();
    }

    @Test
    void shouldCeaseWhenTheSocketDroppedEntries() {
        follow(4, 101);
        h.request(new Request.Restart(1, 0));
        d.heard();
        d.subscribed(5);
        assertThat(d.heard()).isEmpty();
        d.after(0);
        assertThat(d.commands()).containsExactly("resync s101/0");
    }

    @Test
    void shouldCeaseWithTheChatWhoseStoredEntriesCannotBeRead() {
        d.stored(1, 2, 0);
        d.live(CHAT, 3, 2, 101);
        d.store.fail();
        d.subscribed(4);
        d.message(101, 5, 4);
        assertThat(d.heard()).as("what came before is missing").isEmpty();
    }

    @Test
    void shouldFollowAtOnceInASessionOfTheNextLease() {
        h.uplink.resyncs().resyncLater(h.links.ofConnection(1));
        h.uplink.answers().onEdgeOpened(2, h.nowMs);
        h.links.session(h.links.ofConnection(1), 201);
        d.live(CHAT, 4, 0, 201);
        d.subscribed(5);
        assertThat(d.heard()).containsExactly("c1 entry 4", "c1 entry 5");
    }

    @Test
    void shouldCeaseAltogetherAfterALossInTheStream() {
        follow(4, 101, 102);
        d.loseFrame();
        d.subscribed(5, 6);
        assertThat(d.heard()).isEmpty();
        d.after(0);
        assertThat(d.commands()).anyMatch(word -> word.contains("s101/0") && word.contains("s102/0"))
            .noneMatch(word -> word.startsWith("lagging"));
    }

    @Test
    void shouldBelieveNobodyAfterALossUntilTheShardComesToTheResync() {
        d.message(101, 4, 0);
        d.loseFrame();
        d.live(CHAT, 5, 0, 101);
        d.subscribed(6);
        d.after(0);
        d.live(CHAT, 5, 0, 101);
        d.subscribed(6);
        assertThat(d.heard()).containsExactly("c1 entry 4");
        d.resynced(101);
        d.live(CHAT, 5, 0, 101);
        d.subscribed(6);
        assertThat(d.heard()).containsExactly("c1 entry 5", "c1 entry 6");
    }

    @Test
    void shouldCeaseWithTheSessionTheConnectionAndTheLease() {
        follow(4, 101, 102, 103);
        h.links.session(h.links.ofConnection(1), 201);
        h.request(new Request.Detach(2));
        d.subscribed(5);
        assertThat(d.heard()).containsExactly("c3 entry 5");
        h.uplink.answers().onEdgeOpened(2, h.nowMs);
        d.subscribed(6);
        assertThat(d.heard()).isEmpty();
    }

    @Test
    void shouldCeaseWithAConnectionThatAttachesAnew() {
        follow(4, 101);
        h.request(new Request.Attach(1, null, "user1", "phone", 0, h.new Recorder(1)));
        d.subscribed(5);
        assertThat(d.heard()).isEmpty();
    }

    // ---- what the shard is told

    @Test
    void shouldTellThatSomebodyLagsOnceTheClusterTakesIt() {
        follow(4, 101, 102);
        d.subscribed(6);
        h.room = 0;
        d.after(0);
        d.after(0);
        h.room = 1;
        h.uplink.resyncs().resync(h.links.ofConnection(3));
        d.after(0);
        assertThat(d.commands()).containsExactly("lagging s102/chat7@4 s101/chat7@4");
        h.room = 9;
        d.after(0);
        assertThat(d.commands()).containsExactly("resync s103/0");
    }

    @Test
    void shouldTellOfAllWhoLagBeforeAnythingElseIsPushedAnew() {
        for (int i = 0; i < 600; i++) {
            h.attach(1_000 + i);
            follow(4, 1_100 + i);
        }
        d.subscribed(6);
        h.uplink.resyncs().resync(h.links.ofConnection(1));
        d.after(0);
        assertThat(d.commands()).hasSize(1).allMatch(word -> word.split(" ").length == 501);
        d.after(0);
        assertThat(d.commands()).hasSize(2).anyMatch(word -> word.split(" ").length == 101).contains("resync s101/0");
    }

    @Test
    void shouldTellNothingOfALagOnceAResyncIsAskedForOrTheConnectionIsGone() {
        follow(4, 101, 102, 103);
        d.subscribed(6);
        h.uplink.resyncs().resync(h.links.ofConnection(1));
        h.request(new Request.Detach(2));
        d.after(0);
        assertThat(d.commands()).containsExactly("detach s102", "lagging s103/chat7@4", "resync s101/0");
    }

    @Test
    void shouldAskForAResyncWhenWhatItToldMayBeLostWithTheConnection() {
        shouldAskForAResync(uplink -> {
            uplink.onDisconnected();
            uplink.onConnected();
        });
    }

    @Test
    void shouldAskForAResyncWhenWhatItToldMayBeLostWithTheLeader() {
        shouldAskForAResync(Uplink::onNewLeader);
    }

    private void shouldAskForAResync(final Consumer<Uplink> lose) {
        follow(4, 101, 102, 103);
        d.subscribed(5);
        h.uplink.resyncs().resync(h.links.ofConnection(1));
        d.subscribedTo(CHAT, 6, 102);
        d.subscribed(8);
        d.after(0);
        assertThat(d.commands()).contains("resync s101/0").anyMatch(word -> word.startsWith("lagging"));
        d.live(CHAT, 8, 0, 101);
        lose.accept(h.uplink);
        d.after(1_000);
        assertThat(d.commands()).anyMatch(word -> word.startsWith("resync") && word.contains("s101/0")
            && word.contains("s102/0") && word.contains("s103/0"));
    }

    @Test
    void shouldAskForNoResyncOfThoseWhoFollowWhenTheConnectionToTheClusterIsNew() {
        follow(4, 101);
        d.subscribed(5);
        h.uplink.onDisconnected();
        h.uplink.onConnected();
        h.uplink.onNewLeader();
        d.after(1_000);
        assertThat(d.commands()).noneMatch(word -> word.startsWith("resync"));
        d.heard();
        d.subscribed(6);
        assertThat(d.heard()).containsExactly("c1 entry 6");
    }

    @Test
    void shouldAskForAResyncWhenAcknowledgementsOfWhatWasHandedMayBeLost() {
        follow(4, 101, 102);
        d.subscribed(5);
        acknowledge(1, 5);
        d.after(100);
        h.uplink.onNewLeader();
        d.after(1_000);
        assertThat(d.commands()).as("the new term's stream asks for all").noneMatch(word -> word.startsWith("resync"));
        h.uplink.onDisconnected();
        h.uplink.onConnected();
        d.after(1_000);
        assertThat(d.commands()).contains("resync s101/0");
    }

    @Test
    void shouldAskAtOnceWhenAcknowledgementsMayBeLostHoweverShortAgoItAsked() {
        h.uplink.resyncs().resync(h.links.ofConnection(1));
        d.after(0);
        follow(4, 101);
        d.subscribed(5);
        acknowledge(1, 5);
        d.after(100);
        d.commands();
        h.uplink.onDisconnected();
        h.uplink.onConnected();
        d.after(100);
        assertThat(d.commands()).contains("resync s101/0");
    }

    @Test
    void shouldHandNothingToFollowersOfAShardThatAllowsNothing() {
        d.opened(Integer.MIN_VALUE, Long.MIN_VALUE);
        follow(4, 101);
        d.subscribed(5);
        assertThat(d.heard()).isEmpty();
        d.after(0);
        assertThat(d.commands()).containsExactly("lagging s101/chat7@4");
    }

    @Test
    void shouldPassOverStoredEntriesOnlyOnceWhatWasHandedBeforeIsAcknowledged() {
        follow(4, 101);
        acknowledge(1, 4);
        d.subscribed(5);
        d.stored(6, 7, 5);
        d.store.complete(List.of(DownlinkHarness.entry(6, "user1", "phone"), DownlinkHarness.entry(7, "user1", "phone")));
        d.after(100);
        assertThat(d.commands()).noneMatch(word -> word.contains("PASSED"));
        acknowledge(1, 5);
        d.after(100);
        assertThat(d.commands()).anyMatch(word -> word.contains("PASSED 7"));
    }

    @Test
    void shouldNotCountWhatIsPassedOver() {
        follow(4, 101);
        d.subscribed(5, 6, 7);
        d.stored(8, 9, 0);
        d.store.complete(List.of(DownlinkHarness.entry(8, "user1", "phone"), DownlinkHarness.entry(9, "user1", "phone")));
        d.live(CHAT, 10, 9, 101);
        d.heard();
        d.subscribed(11, 12, 13);
        assertThat(d.heard()).hasSize(3);
    }

    @Test
    void shouldForgetWhatNobodyFollows() {
        follow(4, 101, 102);
        d.live(OTHER_CHAT, 1, 0, 101);
        d.unsubscribed(101, CHAT);
        h.request(new Request.Detach(2));
        h.request(new Request.Restart(1, 0));
        assertThat(d.downlink.followedChats()).isZero();
    }
}
