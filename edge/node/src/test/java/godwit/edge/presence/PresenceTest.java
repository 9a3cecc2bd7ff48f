package godwit.edge.presence;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.memory.ByteBudget;
import godwit.edge.outbound.ConnectionLimits;
import godwit.edge.outbound.FrameEncoder;
import godwit.edge.request.Request;
import godwit.edge.uplink.OfferResult;
import godwit.edge.uplink.ShardHarness;
import godwit.protocol.codecs.RefusalCode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who of the edge's connections is told of whom, and what the shard is asked for that. */
class PresenceTest {
    private static final String ONLINE = "frame {\"type\":\"PRESENCE\",\"user_id\":\"bob\",\"status\":\"ONLINE\"}";
    private static final String OFFLINE = "frame {\"type\":\"PRESENCE\",\"user_id\":\"bob\",\"status\":\"OFFLINE\"}";
    private static final String SEEN =
        "frame {\"type\":\"PRESENCE\",\"user_id\":\"bob\",\"status\":\"OFFLINE\",\"last_seen\":77}";

    private final ShardHarness h = new ShardHarness(64).open().attach(1).attach(2);
    private final ByteBudget held = new ByteBudget(1 << 20);
    private final PresenceLane lane = h.uplink.presence();
    private final Presence presence = new Presence(List.of(lane), userId -> CompletableFuture.completedFuture(0),
        Runnable::run, new FrameEncoder(ConnectionLimits.DEFAULT), held, h.counters);

    // ---- subscribing

    @Test
    void shouldAskForEachUserOnceAndSayOkAfterTheLastAnswer() {
        subscribe(1, "bob", "carol", "bob");
        assertThat(h.takeCommands()).containsExactly("presence user1 of bob carol e1 #-1");
        lane.onPresence(-1, "bob", true, -1, true);
        assertThat(h.takeHeard()).containsExactly("c1 " + ONLINE);
        lane.onPresence(-1, "carol", false, -1, false);
        assertThat(h.takeHeard()).containsExactly(
            "c1 frame {\"type\":\"PRESENCE\",\"user_id\":\"carol\",\"status\":\"OFFLINE\"}", "c1 done");
    }

    @Test
    void shouldAskInBatchesAndAnswerAsOne() {
        final String[] users = IntStream.range(0, 250).mapToObj(i -> "u" + i).toArray(String[]::new);
        subscribe(1, users);
        assertThat(h.takeCommands()).containsExactly("presence user1 of 100 users e1 #-1",
            "presence user1 of 100 users e1 #-2", "presence user1 of 50 users e1 #-3");
        for (int i = 249; i >= 0; i--) {
            assertThat(h.heard).doesNotContain("c1 done");
            lane.onPresence(-1 - i / 100, "u" + i, false, -1, false);
        }
        assertThat(h.takeHeard()).hasSize(251).last().isEqualTo("c1 done");
    }

    @Test
    void shouldTellAConnectionTheTruthAgainThatAsksAgain() {
        seeBob(1);
        subscribe(1, "bob");
        lane.onPresence(-2, "bob", true, -1, true);
        assertThat(h.takeHeard()).containsExactly("c1 " + ONLINE, "c1 done");
    }

    @Test
    void shouldRefuseMoreThanAConnectionMayWant() {
        for (int i = 0; i < 2; i++) {
            subscribe(1, IntStream.range(i * 500, i * 500 + 500).mapToObj(n -> "u" + n).toArray(String[]::new));
        }
        subscribe(1, "u999", "one-more");
        assertThat(h.takeHeard()).containsExactly("c1 refused INVALID");
        unsubscribe(1, "u0");
        h.takeHeard();
        subscribe(1, "u999", "one-more");
        assertThat(h.takeHeard()).isEmpty();
    }

    @Test
    void shouldRefuseMoreAtATimeThanTheShardIsToBeAsked() {
        for (int i = 0; i < 5; i++) {
            subscribe(1, "u" + i);
        }
        assertThat(h.takeHeard()).containsExactly("c1 refused RATE_LIMITED");
        lane.onPresence(-1, "u0", false, -1, false);
        h.takeHeard();
        subscribe(1, "u4");
        assertThat(h.takeHeard()).isEmpty();
    }

    @Test
    void shouldRefuseWhatAllConnectionsTogetherMayNotWant() {
        held.take((1 << 20) - 400);
        subscribe(1, "bob", "carol");
        assertThat(h.takeHeard()).containsExactly("c1 refused UNAVAILABLE");
        subscribe(1, "bob");
        assertThat(h.takeHeard()).isEmpty();
    }

    @Test
    void shouldRefuseWhatTheShardHasNoRoomForAndKeepTheRest() {
        subscribe(1, "bob", "carol");
        lane.onRefused(-1, RefusalCode.UNAVAILABLE, PresenceLimits.PRESENCE_FULL, 1_000);
        lane.onPresence(-1, "bob", true, -1, true);
        assertThat(h.takeHeard()).containsExactly("c1 " + ONLINE, "c1 refused UNAVAILABLE");
        lane.onPresence(0, "bob", false, 77, true);
        lane.onPresence(0, "carol", true, -1, true);
        assertThat(h.takeHeard()).as("carol is not wanted").containsExactly("c1 " + SEEN);
        h.takeCommands();
        h.work();
        assertThat(h.takeCommands()).containsExactly("forgo carol");
    }

    @Test
    void shouldRefuseWhatIsNotAnsweredInTimeAndTakeItForHeard() {
        subscribe(1, "bob");
        h.takeCommands();
        h.after(5_000);
        assertThat(h.takeHeard()).containsExactly("c1 refused UNAVAILABLE");
        assertThat(h.takeCommands()).contains("forgo bob");
        assertThat(presence.count()).isZero();
        assertThat(held.taken()).isZero();
    }

    @Test
    void shouldTellWhatTheSecondQuestionIsAnsweredAfterTheFirstOneWasGivenUp() {
        subscribe(1, "bob");
        h.after(3_000);
        subscribe(1, "bob", "carol");
        h.after(2_000);
        assertThat(h.takeHeard()).containsExactly("c1 refused UNAVAILABLE");
        lane.onPresence(-2, "bob", true, -1, true);
        lane.onPresence(-2, "carol", true, -1, true);
        assertThat(h.takeHeard()).contains("c1 " + ONLINE).last().isEqualTo("c1 done");
        lane.onPresence(0, "bob", false, 77, true);
        assertThat(h.takeHeard()).containsExactly("c1 " + SEEN);
    }

    @Test
    void shouldRefuseWhileThereIsNoLeader() {
        h.uplink.onDisconnected();
        subscribe(1, "bob");
        h.after(5_000);
        assertThat(h.takeHeard()).containsExactly("c1 refused UNAVAILABLE");
        assertThat(h.takeCommands()).isEmpty();
    }

    @Test
    void shouldAskLaterWhatTheClusterDoesNotTakeNow() {
        h.result = OfferResult.BACK_PRESSURED;
        subscribe(1, "bob");
        h.result = OfferResult.OFFERED;
        h.work();
        assertThat(h.takeCommands()).contains("presence user1 of bob e1 #-1");
    }

    // ---- changes

    @Test
    void shouldTellChangesToAllWhoSeeTheUser() {
        seeBob(1);
        subscribe(2, "bob");
        lane.onPresence(-2, "bob", false, -1, false);
        h.takeHeard();
        lane.onPresence(0, "bob", false, 77, true);
        assertThat(h.takeHeard()).as("connection 2 may not").containsExactly("c1 " + SEEN);
        lane.onPresence(0, "bob", false, 77, true);
        assertThat(h.takeHeard()).as("nothing new").isEmpty();
        subscribe(2, "bob");
        lane.onPresence(-3, "bob", false, 77, true);
        h.takeHeard();
        lane.onPresence(0, "bob", true, -1, true);
        assertThat(h.takeHeard()).containsExactlyInAnyOrder("c1 " + ONLINE, "c2 " + ONLINE);
    }

    @Test
    void shouldTellOfAUserWhoHidesNothingButOffline() {
        seeBob(1);
        lane.onPresence(0, "bob", false, -1, false);
        assertThat(h.takeHeard()).containsExactly("c1 " + OFFLINE);
        lane.onPresence(0, "bob", true, -1, true);
        assertThat(h.takeHeard()).as("and hides no more").containsExactly("c1 " + ONLINE);
    }

    @Test
    void shouldTellNewsThatAnAnswerBrings() {
        seeBob(1);
        subscribe(2, "bob");
        lane.onPresence(-2, "bob", false, 77, true);
        assertThat(h.takeHeard()).as("the change was lost").containsExactly("c1 " + SEEN, "c2 " + SEEN, "c2 done");
    }

    // ---- the end of it

    @Test
    void shouldTellTheShardWhenTheLastOneThatSeesTheUserGoes() {
        seeBob(1);
        subscribe(2, "bob");
        lane.onPresence(-2, "bob", true, -1, true);
        h.takeCommands();
        unsubscribe(1, "bob", "unknown");
        assertThat(h.takeHeard()).last().isEqualTo("c1 done");
        assertThat(h.takeCommands()).isEmpty();
        h.request(new Request.Detach(2));
        h.work();
        assertThat(h.takeCommands()).contains("forgo bob");
        assertThat(presence.count()).isZero();
        assertThat(held.taken()).isZero();
        assertThat(lane.waiting()).isZero();
    }

    @Test
    void shouldTellTheShardWhenOnlyThoseAreLeftWhoDoNotSeeTheUser() {
        seeBob(1);
        subscribe(2, "bob");
        lane.onPresence(-2, "bob", false, -1, false);
        h.takeCommands();
        unsubscribe(1, "bob");
        assertThat(h.takeCommands()).containsExactly("forgo bob");
    }

    @Test
    void shouldNotForgoWhomItIsAskingFor() {
        seeBob(1);
        subscribe(2, "bob");
        unsubscribe(1, "bob");
        h.takeCommands();
        h.work();
        assertThat(h.takeCommands()).as("its word would come after the new one's").isEmpty();
        lane.onPresence(-2, "bob", true, -1, true);
        h.takeHeard();
        lane.onPresence(0, "bob", false, 77, true);
        assertThat(h.takeHeard()).containsExactly("c2 " + SEEN);
    }

    @Test
    void shouldForgoAfterTheAnswerWhoeverWentMeanwhile() {
        subscribe(1, "bob");
        h.request(new Request.Detach(1));
        h.takeCommands();
        lane.onPresence(-1, "bob", true, -1, true);
        h.work();
        assertThat(h.takeCommands()).containsOnlyOnce("forgo bob");
        assertThat(presence.count()).isZero();
    }

    @Test
    void shouldForgoAgainWhomTheShardTellsOfAllTheSame() {
        lane.onPresence(0, "bob", true, -1, true);
        h.work();
        assertThat(h.takeCommands()).containsExactly("forgo bob");
    }

    @Test
    void shouldNotForgetAtTheShardWhoWasNotToldYetAndIsWantedAgain() {
        seeBob(1);
        h.result = OfferResult.BACK_PRESSURED;
        unsubscribe(1, "bob");
        subscribe(2, "bob");
        h.result = OfferResult.OFFERED;
        h.work();
        assertThat(h.takeCommands()).containsExactly("presence user2 of bob e1 #-2");
        lane.onPresence(-2, "bob", false, -1, false);
        h.work();
        assertThat(h.takeCommands()).as("user2 does not see him").containsExactly("forgo bob");
    }

    // ---- losses

    @Test
    void shouldAskAgainUnderANewLease() {
        seeBob(1);
        seeBob(2);
        subscribe(1, "carol");
        h.takeCommands();
        h.uplink.answers().onEdgeOpened(2, h.nowMs);
        h.after(20);
        h.after(20);
        assertThat(h.takeCommands()).filteredOn(line -> line.startsWith("presence")).containsExactly(
            "presence user1 of carol e2 #-3", "presence user2 of bob e2 #-4");
        lane.onPresence(-4, "bob", true, -1, true);
        assertThat(h.takeHeard()).as("nothing changed").isEmpty();
        lane.onPresence(0, "bob", false, 77, true);
        assertThat(h.takeHeard()).hasSize(2);
    }

    @Test
    void shouldAskAgainAfterALossAndTellWhatChangedMeanwhile() {
        seeBob(1);
        lane.onLoss();
        h.work();
        h.work();
        assertThat(h.takeCommands()).containsExactly("presence user1 of bob e1 #-2");
        lane.onPresence(-2, "bob", false, 77, true);
        assertThat(h.takeHeard()).containsExactly("c1 " + SEEN);
    }

    @Test
    void shouldAskAgainPacedAndManyAtATime() {
        final String[] users = IntStream.range(0, 250).mapToObj(i -> "u" + i).toArray(String[]::new);
        subscribe(1, users);
        for (int i = 0; i < 250; i++) {
            lane.onPresence(-1 - i / 100, "u" + i, true, -1, true);
        }
        h.takeCommands();
        lane.onLoss();
        h.work();
        h.work();
        h.work();
        assertThat(h.takeCommands()).containsExactly("presence user1 of 100 users e1 #-4");
        h.after(10);
        h.after(10);
        h.after(10);
        assertThat(h.takeCommands()).filteredOn(line -> line.startsWith("presence")).hasSize(2);
    }

    @Test
    void shouldAskOnBehalfOfAnotherWhoSeesTheUserIfOneDoesNotAnyMore() {
        seeBob(1);
        seeBob(2);
        lane.onLoss();
        h.work();
        h.work();
        assertThat(h.takeCommands()).contains("presence user2 of bob e1 #-3");
        lane.onPresence(-3, "bob", false, -1, false);
        assertThat(h.takeHeard()).containsExactly("c2 " + OFFLINE);
        h.after(20);
        h.after(20);
        assertThat(h.takeCommands()).contains("presence user1 of bob e1 #-4");
    }

    @Test
    void shouldOfferAgainWhatANewLeaderMayNotHave() {
        subscribe(1, "bob");
        h.takeCommands();
        h.uplink.onNewLeader();
        h.work();
        assertThat(h.takeCommands()).containsExactly("presence user1 of bob e1 #-1");
        lane.onPresence(-1, "bob", true, -1, true);
        lane.onPresence(-1, "bob", true, -1, true);
        assertThat(h.takeHeard()).containsExactly("c1 " + ONLINE, "c1 done");
    }

    @Test
    void shouldAskForANewLeaseOnceWhenThisOneIsOver() {
        subscribe(1, "bob", "carol");
        h.takeCommands();
        h.uplink.answers().onRefused(-1, 0, RefusalCode.STALE_EDGE, 0, 0);
        h.uplink.answers().onRefused(-1, 0, RefusalCode.STALE_EDGE, 0, 0);
        h.work();
        assertThat(h.takeCommands()).singleElement().asString().startsWith("open");
        h.uplink.answers().onEdgeOpened(2, h.nowMs);
        h.uplink.answers().onRefused(-1, 0, RefusalCode.STALE_EDGE, 0, 0);
        h.work();
        assertThat(h.takeCommands()).as("of the lease before").contains("presence user1 of bob carol e2 #-1")
            .noneMatch(line -> line.startsWith("open"));
        assertThat(h.takeHeard()).isEmpty();
    }

    // ---- contacts

    @Test
    void shouldAskAgainWhenTheUserWritesAndTellOnlyWhatIsSeenThen() {
        subscribe(1, "bob");
        lane.onPresence(-1, "bob", false, -1, false);
        wrote(1, "bob");
        wrote(1, "bob");
        wrote(1, "carol");
        wrote(1, "user1");
        assertThat(h.takeCommands()).contains("presence user1 of bob e1 #-2");
        h.takeHeard();
        lane.onPresence(-2, "bob", true, -1, true);
        assertThat(h.takeHeard()).containsExactly("c1 " + ONLINE);
        wrote(1, "bob");
        assertThat(h.takeCommands()).as("seen already").isEmpty();
        lane.onPresence(0, "bob", false, 77, true);
        assertThat(h.takeHeard()).containsExactly("c1 " + SEEN);
    }

    @Test
    void shouldAskOnceMoreSoonAndThenOnceAMinute() {
        subscribe(1, "bob");
        lane.onPresence(-1, "bob", false, -1, false);
        wrote(1, "bob");
        h.takeCommands();
        h.takeHeard();
        lane.onPresence(-2, "bob", false, -1, false);
        assertThat(h.takeHeard()).as("it was a group, or the shard had not heard yet").isEmpty();
        h.after(2_000);
        assertThat(h.takeCommands()).contains("presence user1 of bob e1 #-3");
        lane.onPresence(-3, "bob", false, -1, false);
        wrote(1, "bob");
        pass(59_000);
        assertThat(asks()).isEmpty();
        pass(1_001);
        assertThat(asks()).containsExactly("presence user1 of bob e1 #-4");
        h.takeHeard();
        assertThat(held.taken()).isEqualTo(PresenceLimits.WANT_BYTES);
    }

    @Test
    void shouldAskSoonAndSomeTimesMoreForWhomItSubscribesAfterTheFirstWord() {
        firstWord(1, "bob");
        subscribe(1, "bob", "stranger");
        lane.onPresence(-1, "bob", false, -1, false);
        lane.onPresence(-1, "stranger", false, -1, false);
        asks();
        long correlation = -1;
        for (final int pauseMs : new int[] {250, 1_000, 4_000, 16_000, 60_000}) {
            pass(pauseMs - 1);
            assertThat(asks()).as("before %d ms", pauseMs).isEmpty();
            pass(1);
            assertThat(asks()).as("after %d ms", pauseMs).containsExactly("presence user1 of bob e1 #" + --correlation);
            lane.onPresence(correlation, "bob", false, -1, false);
        }
        pass(300_000);
        assertThat(asks()).as("no more").isEmpty();
        assertThat(h.takeHeard()).as("of the subscription only").hasSize(3);
        h.request(new Request.Detach(1));
        h.work();
        assertThat(presence.count()).isZero();
    }

    @Test
    void shouldAskSoonAfterAFirstWordThoughAnotherCameBeforeTheAnswer() {
        firstWord(1, "bob");
        subscribe(1, "bob");
        wrote(1, "bob");
        lane.onPresence(-1, "bob", false, -1, false);
        lane.onPresence(-2, "bob", false, -1, false);
        asks();
        pass(250);
        assertThat(asks()).as("soon").containsExactly("presence user1 of bob e1 #-3");
        lane.onPresence(-3, "bob", false, -1, false);
        pass(4_000);
        assertThat(asks()).as("some times more").isNotEmpty();
    }

    @Test
    void shouldAskAgainWithoutAnAnswerThoughAnotherConnectionSeesTheUser() {
        seeBob(2);
        subscribe(1, "bob");
        lane.onPresence(h.correlation(), "bob", false, -1, false);
        firstWord(1, "bob");
        h.takeCommands();
        pass(10_000);
        assertThat(asks()).contains("presence user2 of bob e1 #-4").anyMatch(ask -> ask.startsWith("presence user1 of bob "));
    }

    @Test
    void shouldTellWhoIsOnlineAsSoonAsTheUsersShardKnowsOfTheChat() {
        lane.onDirectChat(h.links.ofConnection(1), "bob");
        subscribe(1, "bob");
        lane.onPresence(-1, "bob", false, -1, false);
        pass(250);
        h.takeHeard();
        lane.onPresence(-2, "bob", true, -1, true);
        assertThat(h.takeHeard()).containsExactly("c1 " + ONLINE);
        h.takeCommands();
        pass(120_000);
        assertThat(asks()).as("it is seen").isEmpty();
        lane.onPresence(0, "bob", false, 77, true);
        assertThat(h.takeHeard()).containsExactly("c1 " + SEEN);
    }

    @Test
    void shouldAskWithOneCommandForAllWhoAreDue() {
        firstWord(1, "bob");
        firstWord(1, "carol");
        subscribe(1, "bob", "dave", "carol");
        List.of("bob", "dave", "carol").forEach(user -> lane.onPresence(-1, user, false, -1, false));
        h.takeCommands();
        pass(250);
        assertThat(asks()).containsExactly("presence user1 of bob carol e1 #-2");
    }

    @Test
    void shouldNotAskAgainForStrangersByItself() {
        final String[] users = IntStream.range(0, 500).mapToObj(i -> "u" + i).toArray(String[]::new);
        subscribe(1, users);
        for (int i = 0; i < 500; i++) {
            lane.onPresence(-1 - i / 100, "u" + i, false, -1, false);
        }
        h.takeCommands();
        pass(120_000);
        assertThat(asks()).isEmpty();
    }

    @Test
    void shouldRememberAFirstWordForAMinuteAndOnAllConnectionsOfTheUser() {
        h.attach(3, "user1");
        firstWord(1, "bob");
        pass(59_999);
        subscribe(3, "bob");
        lane.onPresence(-1, "bob", false, -1, false);
        subscribe(2, "bob");
        lane.onPresence(-2, "bob", false, -1, false);
        pass(1);
        subscribe(1, "bob");
        lane.onPresence(-3, "bob", false, -1, false);
        h.takeCommands();
        pass(250);
        assertThat(asks()).containsExactly("presence user1 of bob e1 #-4");
        assertThat(h.links.ofConnection(3).userId()).isEqualTo("user1");
    }

    @Test
    void shouldAskSoonAfterAFirstWordWhateverWasWrittenElsewhereBefore() {
        subscribe(1, "bob");
        lane.onPresence(-1, "bob", false, -1, false);
        wrote(1, "bob");
        lane.onPresence(-2, "bob", false, -1, false);
        pass(2_000);
        lane.onPresence(-3, "bob", false, -1, false);
        wrote(1, "bob");
        h.takeCommands();
        pass(3_000);
        firstWord(1, "bob");
        assertThat(asks()).as("at once").containsExactly("presence user1 of bob e1 #-4");
        firstWord(1, "bob");
        lane.onPresence(-4, "bob", false, -1, false);
        assertThat(asks()).as("not so often").isEmpty();
        pass(250);
        assertThat(asks()).as("soon").containsExactly("presence user1 of bob e1 #-5");
        lane.onPresence(-5, "bob", false, -1, false);
        pass(250);
        assertThat(asks()).as("answer by answer").containsExactly("presence user1 of bob e1 #-6");
    }

    @Test
    void shouldBeginForADirectChatOnceHoweverOftenItIsAnnounced() {
        subscribe(1, "bob");
        lane.onPresence(-1, "bob", false, -1, false);
        long correlation = -1;
        h.takeCommands();
        for (int i = 0; i < 60; i++) {
            lane.onDirectChat(h.links.ofConnection(1), "bob");
            pass(1_000);
            for (int asked = asks().size(); asked > 0; asked--) {
                lane.onPresence(--correlation, "bob", false, -1, false);
            }
        }
        assertThat(correlation).as("at 0, 0.25, 1.25, 5.25 and 21.25 s").isGreaterThanOrEqualTo(-7);
    }

    @Test
    void shouldAskForNobodyWhoIsNotWantedAnyMore() {
        firstWord(1, "bob");
        subscribe(1, "bob");
        lane.onPresence(-1, "bob", false, -1, false);
        unsubscribe(1, "bob");
        assertThat(presence.count()).as("the first word").isEqualTo(1);
        h.takeCommands();
        pass(60_000);
        assertThat(asks()).isEmpty();
        assertThat(presence.count()).isZero();
    }

    @Test
    void shouldRememberSoManyFirstWordsTheNewestOnes() {
        for (int i = 0; i <= PresenceLimits.FIRST_WORDS_MAX; i++) {
            lane.onFirstWord(h.links.ofConnection(1), "u" + i);
        }
        assertThat(presence.count()).isEqualTo(PresenceLimits.FIRST_WORDS_MAX);
        subscribe(1, "u0", "u1");
        lane.onPresence(-1, "u0", false, -1, false);
        lane.onPresence(-1, "u1", false, -1, false);
        h.takeCommands();
        pass(250);
        assertThat(asks()).containsExactly("presence user1 of u1 e1 #-2");
    }

    @Test
    void shouldAskAtOnceWhenADirectChatIsCreated() {
        subscribe(1, "bob");
        lane.onPresence(-1, "bob", false, -1, false);
        wrote(1, "bob");
        lane.onPresence(-2, "bob", false, -1, false);
        h.after(1_500);
        h.takeCommands();
        lane.onDirectChat(h.links.ofConnection(1), "bob");
        h.work();
        assertThat(asks()).containsExactly("presence user1 of bob e1 #-3");
    }

    @Test
    void shouldNotAskForContactsOfThoseWhoWantNothing() {
        wrote(1, "bob");
        assertThat(h.takeCommands()).isEmpty();
    }

    // ---- shards

    @Test
    void shouldAskEachUsersShardAndAnswerWhenAllDid() {
        final ShardHarness other = new ShardHarness(64).open();
        final PresenceLane second = other.uplink.presence();
        new Presence(List.of(lane, second), userId -> CompletableFuture.completedFuture(userId.equals("bob") ? 1 : 0),
            Runnable::run, new FrameEncoder(ConnectionLimits.DEFAULT), held, h.counters);
        subscribe(1, "bob", "carol");
        other.work();
        assertThat(h.takeCommands()).containsExactly("presence user1 of carol e1 #-1");
        assertThat(other.takeCommands()).containsExactly("presence user1 of bob e1 #-1");
        second.onPresence(-1, "bob", true, -1, true);
        assertThat(h.takeHeard()).containsExactly("c1 " + ONLINE);
        lane.onPresence(-1, "carol", false, -1, false);
        assertThat(h.takeHeard()).last().isEqualTo("c1 done");
        h.request(new Request.Detach(1));
        other.work();
        assertThat(other.takeCommands()).containsExactly("forgo bob");
    }

    @Test
    void shouldWaitForADirectoryAndRefuseWhatItDoesNotTell() {
        final CompletableFuture<Integer> shard = new CompletableFuture<>();
        final CompletableFuture<Integer> broken = new CompletableFuture<>();
        final Presence waiting = new Presence(List.of(lane), userId -> userId.equals("bob") ? shard : broken,
            Runnable::run, new FrameEncoder(ConnectionLimits.DEFAULT), held, h.counters);
        subscribe(1, "bob");
        subscribe(1, "carol");
        unsubscribe(1, "dave");
        assertThat(h.takeHeard()).containsExactly("c1 done");
        assertThat(h.takeCommands()).isEmpty();
        shard.complete(0);
        broken.completeExceptionally(new IllegalStateException("away"));
        assertThat(h.takeHeard()).containsExactly("c1 refused UNAVAILABLE");
        h.work();
        assertThat(h.takeCommands()).containsExactly("presence user1 of bob e1 #-1");
        unsubscribe(1, "bob");
        lane.onPresence(-1, "bob", false, -1, false);
        assertThat(waiting.count()).isZero();
    }

    private void subscribe(final long connection, final String... users) {
        h.request(new Request.PresenceSubscribe(connection, "r", List.of(users)));
        h.work();
    }

    private void unsubscribe(final long connection, final String... users) {
        h.request(new Request.PresenceUnsubscribe(connection, "r", List.of(users)));
        h.work();
    }

    /** The connection sees that bob is online. */
    private void seeBob(final long connection) {
        subscribe(connection, "bob");
        lane.onPresence(h.correlation(), "bob", true, -1, true);
        h.takeHeard();
        h.takeCommands();
    }

    private void wrote(final long connection, final String user) {
        lane.onWrote(h.links.ofConnection(connection), user);
        h.work();
    }

    /** A user writes for the first time in a chat, perhaps of the two. */
    private void firstWord(final long connection, final String user) {
        lane.onFirstWord(h.links.ofConnection(connection), user);
        h.work();
    }

    /** Time passes, the shard answering keep-alives. */
    private void pass(final long ms) {
        for (long left = ms; left > 0; left -= 1_000) {
            h.uplink.onHeard();
            h.after(Math.min(left, 1_000));
        }
    }

    private List<String> asks() {
        return h.takeCommands().stream().filter(line -> line.startsWith("presence")).toList();
    }
}
