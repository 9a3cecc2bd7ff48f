package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Devices of a chat with many members follow its subscription, and are named only while they catch up. */
class FollowTest {
    private static final int WINDOW = 8;
    private static final int REDELIVER_MS = 5_000;
    private static final long BOBS_CONNECTION = 102;

    private final Shard shard = new Shard();
    private final List<String> handed = new ArrayList<>();
    private long alice;
    private long bob;
    private long chat;

    @BeforeEach
    void setUp() {
        shard.configure(Limits.of(shard.limits()).window(WINDOW).fanout(2).build());
        shard.out.pushes = (session, entry) -> handed.add("s" + session + "#" + entry.sequence());
        alice = shard.attach("alice", "phone");
        bob = shard.attach("bob", "phone");
        chat = shard.group("alice", "g1", "bob", "carol");
        shard.out.take();
    }

    /** Both devices follow, and have acknowledged what there is. */
    private void follow() {
        shard.send(chat, "carol", "phone", "k0", "hi");
        shard.delivered(alice, chat, 1);
        shard.delivered(bob, chat, 1);
        shard.out.take();
        handed.clear();
    }

    private List<String> send(final String sender, final int number) {
        shard.send(chat, sender, "phone", "k" + number, "hi");
        return shard.out.take("push");
    }

    private void lag(final long session, final long sequence) {
        shard.step();
        shard.out.subscribers.forget(session);
        shard.core.onLagging(Shard.EDGE, shard.epoch, session, chat, sequence);
        shard.check();
    }

    @Test
    void shouldNameDevicesUntilTheyAreLevelAndThenTheEdgeOnly() {
        assertThat(send("carol", 1)).containsExactly("push e7 #1 carol.1 k1 hi [s1<0! s2<0!]");
        assertThat(send("carol", 2)).containsExactly("push e7 #2 carol.2 k2 hi []*");
        assertThat(handed).containsExactly("s1#1", "s2#1", "s1#2", "s2#2");
    }

    @Test
    void shouldTakeTheAcknowledgementOfWhatCameByTheSubscription() {
        follow();
        send("carol", 1);
        shard.read(bob, chat, 2);
        assertThat(shard.getChat("bob", chat)).contains("participant r8 bob role=1 2/2");
        shard.detach(bob);
        shard.attach("bob", "phone");
        assertThat(shard.out.take("push")).isEmpty();
    }

    @Test
    void shouldPassTheSendersOwnDevice() {
        follow();
        assertThat(send("bob", 1)).containsExactly("push e7 #2 bob.1 k1 hi []* but s" + bob);
        assertThat(handed).containsExactly("s1#2");
        shard.resync(bob, 0);
        assertThat(shard.out.take("push")).as("an own send waits for nobody").isEmpty();
    }

    /** An edge that asked for a resync may believe for a while that a session follows. */
    @Test
    void shouldPassTheSendersOwnDeviceAlsoIfItIsNotKnownToFollow() {
        follow();
        send("carol", 1);
        lag(bob, CoreCommands.NULL_VALUE);
        shard.out.take();
        assertThat(send("bob", 2)).containsExactly("push e7 #3 bob.1 k2 hi []* but s" + bob);
    }

    @Test
    void shouldPushToALaggingDeviceFromWhereItIsUntilItFollowsAgain() {
        follow();
        send("carol", 1);
        lag(bob, 2);
        send("carol", 2);
        shard.out.take();
        lag(bob, 2);
        assertThat(shard.out.take("push")).containsExactly("push e7 #3 carol.3 k2 hi [s2<2!]");
        assertThat(send("carol", 3)).containsExactly("push e7 #4 carol.4 k3 hi []*");
    }

    @Test
    void shouldCountWhatALaggingDeviceHasOfItsWindow() {
        follow();
        for (int i = 1; i <= 4; i++) {
            send("carol", i);
        }
        // The edge's half is full with 2 to 5, and so is the shard's once it has taken them over.
        send("carol", 5);
        lag(bob, 5);
        assertThat(shard.out.take("push")).isEmpty();
        shard.delivered(bob, chat, 3);
        assertThat(shard.out.take("push")).containsExactly("push e7 #6 carol.6 k5 hi [s2<5!]");
    }

    @Test
    void shouldNotFollowWithMoreInFlightThanTheShardsHalf() {
        final long other = shard.chat("carol", "bob");
        for (int i = 0; i < WINDOW / 2; i++) {
            shard.send(other, "carol", "phone", "o" + i, "hi");
        }
        shard.out.take();
        assertThat(send("carol", 1)).containsExactly("push e7 #1 carol.1 k1 hi [s1<0! s2<0]");
        shard.delivered(bob, other, WINDOW / 2);
        assertThat(send("carol", 2)).containsExactly("push e7 #2 carol.2 k2 hi [s2<1!]*");
    }

    /** Else it could be shown more than a window: what it had of the other chat counts on no side until it is pushed again. */
    @Test
    void shouldNotFollowWhileAnotherChatIsBehind() {
        final long other = shard.chat("carol", "bob");
        shard.detach(bob);
        send("carol", 1);
        shard.send(other, "carol", "phone", "o1", "hi");
        shard.out.take();
        bob = shard.attach("bob", "phone");
        assertThat(shard.out.take("push")).containsExactly(
            "push e7 #1 carol.1 k1 hi [s3<0]", "push e7 #1 carol.1 o1 hi [s3<0]");
        assertThat(send("carol", 2)).containsExactly("push e7 #2 carol.2 k2 hi [s3<1!]*");
    }

    @Test
    void shouldKeepToItsHalfOnceASessionFollows() {
        follow();
        final long other = shard.chat("carol", "bob");
        shard.out.take();
        for (int i = 0; i < WINDOW; i++) {
            shard.send(other, "carol", "phone", "o" + i, "hi");
        }
        assertThat(shard.out.take("push")).hasSize(WINDOW / 2);
    }

    @Test
    void shouldPushAgainFromTheCursorWhatWasMetWithSilence() {
        follow();
        send("carol", 1);
        send("carol", 2);
        lag(bob, CoreCommands.NULL_VALUE);
        assertThat(shard.out.take("push")).containsExactly(
            "push e7 #2 carol.2 k1 hi [s2<0]", "push e7 #3 carol.3 k2 hi [s2<2]");
        shard.pass(REDELIVER_MS);
        assertThat(shard.out.take("push")).as("the next time takes longer").isEmpty();
        shard.pass(REDELIVER_MS + 200);
        assertThat(shard.out.take("push")).hasSize(2);
        shard.delivered(bob, chat, 3);
        assertThat(send("carol", 3)).containsExactly("push e7 #4 carol.4 k3 hi [s2<3!]*");
    }

    @Test
    void shouldPushAllThatIsUnacknowledgedAgainOnAResync() {
        follow();
        send("carol", 1);
        send("carol", 2);
        shard.resync(bob, 0);
        assertThat(shard.out.take("push")).containsExactly(
            "push e7 #2 carol.2 k1 hi [s2<0]", "push e7 #3 carol.3 k2 hi [s2<2!]");
    }

    @Test
    void shouldSayWhenAResyncBegins() {
        follow();
        send("carol", 1);
        shard.resync(bob, 0);
        assertThat(shard.out.take()).containsSubsequence(
            "unsubscribed e7 s" + bob, "push e7 #2 carol.2 k1 hi [s2<0!]");
    }

    @Test
    void shouldPushWhatASessionLeftToTheNextOne() {
        follow();
        send("carol", 1);
        shard.detach(bob);
        send("carol", 2);
        assertThat(handed).containsExactly("s1#2", "s2#2", "s1#3");
        shard.out.take();
        final long next = shard.attach("bob", "phone");
        assertThat(shard.out.take("push")).containsExactly(
            "push e7 #2 carol.2 k1 hi [s" + next + "<0]", "push e7 #3 carol.3 k2 hi [s" + next + "<2!]");
    }

    @Test
    void shouldNameDevicesAgainFromTheEntryOnThatMakesTheChatNarrow() {
        follow();
        send("alice", 1);
        shard.change(chat, Changes.REMOVED, "alice", "carol");
        assertThat(shard.out.take()).contains("unsubscribed e7 s0")
            .contains("push e7 #3 alice removed v1 carol [s1<1 s2<2]");
        assertThat(send("alice", 2)).containsExactly("push e7 #4 alice.2 k2 hi [s2<3]");
        shard.change(chat, Changes.ADDED, "alice", "dave");
        assertThat(shard.out.take("push")).containsExactly("push e7 #5 alice added v2 dave [s1<3! s2<4!]");
        assertThat(send("alice", 3)).containsExactly("push e7 #6 alice.3 k3 hi []* but s1");
    }

    @Test
    void shouldHandNothingToWhoLeftAfterTheLeaving() {
        shard.change(chat, Changes.ADDED, "alice", "dave");
        shard.delivered(alice, chat, 1);
        shard.delivered(bob, chat, 1);
        handed.clear();
        shard.change(chat, Changes.REMOVED, "alice", "bob");
        assertThat(shard.out.take("unsubscribed")).containsExactly("unsubscribed e7 s" + bob);
        send("alice", 1);
        assertThat(handed).containsExactly("s1#2", "s2#2");
        shard.delivered(bob, chat, 2);
        shard.change(chat, Changes.ADDED, "alice", "bob");
        send("alice", 2);
        assertThat(handed).containsExactly("s1#2", "s2#2", "s2#4", "s1#4", "s2#5");
    }

    @Test
    void shouldTellAllSessionsOfWhoLeavesAlsoThoseThatAreNotKnownToFollow() {
        shard.change(chat, Changes.ADDED, "alice", "dave");
        final long tablet = shard.attach("bob", "tablet");
        shard.out.take();
        lag(bob, 1);
        send("carol", 1);
        shard.change(chat, Changes.LEFT, "bob");
        assertThat(shard.out.take("unsubscribed"))
            .containsExactly("unsubscribed e7 s" + bob, "unsubscribed e7 s" + tablet);
    }

    @Test
    void shouldLetAFurtherDeviceCatchUpWhileTheFirstFollows() {
        follow();
        final long tablet = shard.attach("bob", "tablet");
        shard.out.take();
        assertThat(send("carol", 1)).containsExactly("push e7 #2 carol.2 k1 hi [s" + tablet + "<0!]*");
        assertThat(send("carol", 2)).containsExactly("push e7 #3 carol.3 k2 hi []*");
        assertThat(send("bob", 3)).containsExactly("push e7 #4 bob.1 k3 hi []* but s" + bob);
        assertThat(handed).contains("s" + tablet + "#4").doesNotContain("s" + bob + "#4");
    }

    @Test
    void shouldKeepEntriesForADeviceThatIsAway() {
        shard.detach(bob);
        send("carol", 1);
        send("carol", 2);
        shard.out.take();
        final long next = shard.attach("bob", "phone");
        assertThat(shard.out.take("push")).containsExactly(
            "push e7 #1 carol.1 k1 hi [s" + next + "<0]", "push e7 #2 carol.2 k2 hi [s" + next + "<1!]");
    }

    @Test
    void shouldWriteRowsOnceItsEdgeSaysThatADeviceIsSilent() {
        follow();
        send("carol", 1);
        shard.pass(2 * shard.limits().inboxGraceMs());
        assertThat(shard.out.take("journal inbox")).as("it follows, and is not looked at").isEmpty();
        lag(bob, CoreCommands.NULL_VALUE);
        shard.pass(600);
        assertThat(shard.out.take("journal inbox")).as("its grace is over").hasSize(1);
    }

    @Test
    void shouldCountTheGraceOfWhatASilentDeviceHasFromItsComing() {
        follow();
        send("carol", 1);
        shard.pass(REDELIVER_MS);
        lag(bob, CoreCommands.NULL_VALUE);
        shard.pass(shard.limits().inboxGraceMs() - REDELIVER_MS - 1_000);
        assertThat(shard.out.take("journal inbox")).as("within its grace").isEmpty();
        shard.pass(1_600);
        assertThat(shard.out.take("journal inbox")).hasSize(1);
    }

    @Test
    void shouldNotNameAnEdgeWhoseLeaseIsOver() {
        follow();
        shard.step();
        shard.core.onEdgeOpen(Shard.EDGE, 1, 4701, Shard.bytes("aeron:ipc"));
        shard.epoch = shard.out.lastEpoch;
        assertThat(send("carol", 1)).isEmpty();
        final long next = shard.attach("bob", "phone");
        assertThat(shard.out.take("push")).containsExactly("push e7 #2 carol.2 k1 hi [s" + next + "<0!]");
        assertThat(send("carol", 2)).containsExactly("push e7 #3 carol.3 k2 hi []*");
    }

    @Test
    void shouldGoOnAfterASnapshot() {
        follow();
        send("carol", 1);
        shard.core = Shard.restore(shard.snapshot(), shard.out);
        assertThat(send("carol", 2)).containsExactly("push e7 #3 carol.3 k2 hi []*");
        shard.delivered(bob, chat, 3);
        shard.change(chat, Changes.REMOVED, "alice", "carol");
        assertThat(shard.out.take("push")).containsExactly("push e7 #4 alice removed v1 carol [s1<3 s2<1]");
    }

    @Test
    void shouldGoBackToWhereTheEdgeIsThoughTheChatBecameNarrowMeanwhile() {
        follow();
        send("carol", 1);
        send("carol", 2);
        // The edge handed out 2 only, and its word of that comes behind the narrowing.
        shard.change(chat, Changes.REMOVED, "alice", "carol");
        shard.out.take();
        lag(bob, 2);
        assertThat(shard.out.take("push")).containsExactly(
            "push e7 #3 carol.3 k2 hi [s2<2]", "push e7 #4 alice removed v1 carol [s2<3]");
    }

    @Test
    void shouldDoNothingForALaggingSessionThatHasNothingToCatchUpOn() {
        follow();
        lag(bob, 1);
        lag(bob, CoreCommands.NULL_VALUE);
        shard.step();
        shard.core.onLagging(Shard.EDGE, shard.epoch, bob, 4711, 1);
        shard.core.onLagging(Shard.EDGE, shard.epoch, 4711, chat, 1);
        assertThat(shard.out.take("push")).isEmpty();
    }

    @Test
    void shouldNameADeviceThatAcknowledgedAllBeforeItsEdgesWordThatItIsSilent() {
        follow();
        send("carol", 1);
        shard.delivered(bob, chat, 2);
        lag(bob, CoreCommands.NULL_VALUE);
        assertThat(send("carol", 2)).containsExactly("push e7 #3 carol.3 k2 hi [s2<1!]*");
        assertThat(send("carol", 3)).containsExactly("push e7 #4 carol.4 k3 hi []*");
        assertThat(handed).contains("s2#3", "s2#4");
    }

    @Test
    void shouldPassNobodyButWhoSentTheEntryWhateverWasDeliveredToNobodyBefore() {
        final long other = shard.group("alice", "g2", "bob", "carol");
        shard.detach(alice);
        shard.send(other, "carol", "phone", "o1", "hi");
        send("carol", 1);
        shard.delivered(bob, chat, 1);
        shard.step();
        shard.core.onEdgeOpen(Shard.EDGE, 1, 4701, Shard.bytes("aeron:ipc"));
        shard.epoch = shard.out.lastEpoch;
        // Nobody is there to be pushed it: bob's session is over with the lease.
        assertThat(send("bob", 2)).isEmpty();
        final long next = shard.attach("bob", "phone");
        assertThat(shard.out.take("push")).containsExactly("push e7 #1 carol.1 o1 hi [s" + next + "<0!]");
        shard.send(other, "carol", "phone", "o2", "hi");
        assertThat(shard.out.take("push")).containsExactly("push e7 #2 carol.2 o2 hi []*");
    }

    @Test
    void shouldNotPushAgainOnceMoreWhatEdgeAndShardFoundSilentAtTheSameTime() {
        send("carol", 1);
        send("carol", 2);
        shard.out.take();
        shard.pass(REDELIVER_MS + 200);
        assertThat(shard.out.take("push")).hasSize(4);
        lag(bob, CoreCommands.NULL_VALUE);
        assertThat(shard.out.take("push")).isEmpty();
    }

    @Test
    void shouldKeepToTheWindowThoughTheUserWasAwayBetweenWhatWasPushedAndWhereItsEdgeIs() {
        shard.change(chat, Changes.ADDED, "alice", "dave");
        follow();
        shard.delivered(bob, chat, 2);
        send("carol", 1);
        send("carol", 2);
        shard.change(chat, Changes.REMOVED, "alice", "bob");
        for (int i = 3; i <= 6; i++) {
            send("carol", i);
        }
        shard.change(chat, Changes.ADDED, "alice", "bob");
        shard.out.take();
        // The edge handed out 3 only: 4, 5 and 10 come again, and with 3 they are all there may be.
        lag(bob, 3);
        assertThat(shard.out.take("push")).containsExactly("push e7 #4 carol.3 k2 hi [s2<3]",
            "push e7 #5 alice removed v2 bob [s2<4]", "push e7 #10 alice added v3 bob [s2<5!]");
        shard.send(shard.chat("carol", "bob"), "carol", "phone", "o1", "hi");
        assertThat(shard.out.take("push")).isEmpty();
    }

    /** Bob has four entries of a direct chat, and was handed one of the first group and three of the second: a window. */
    private long fillWindow() {
        final long other = shard.group("alice", "g2", "bob", "carol");
        shard.send(other, "carol", "phone", "g0", "hi");
        shard.delivered(alice, other, 1);
        shard.delivered(bob, other, 1);
        follow();
        final long direct = shard.chat("carol", "bob");
        for (int i = 0; i < WINDOW; i++) {
            shard.send(direct, "carol", "phone", "d" + i, "hi");
        }
        send("carol", 1);
        for (int i = 1; i <= 3; i++) {
            shard.send(other, "carol", "phone", "g" + i, "hi");
        }
        return direct;
    }

    @Test
    void shouldRepeatWhatCountsAsInFlightBeforeWhatItsEdgeMayNotHaveHandedOut() {
        final long direct = fillWindow();
        // What comes from here on the edge hands to nobody, since it waits for a resync.
        for (int i = 2; i <= 4; i++) {
            send("carol", i);
        }
        shard.out.take();
        shard.resync(bob, 0);
        assertThat(shard.out.take("push")).hasSize(4).allMatch(line -> line.contains(" d"));
        shard.delivered(bob, direct, 3);
        assertThat(shard.out.take("push")).as("three of a window of eight are free").hasSize(3);
        shard.delivered(bob, chat, 2);
        assertThat(shard.getChat("bob", chat)).as("handed out, and acknowledged before it was repeated")
            .anyMatch(line -> line.startsWith("participant r8 bob role=1 2/"));
    }

    @Test
    void shouldLeaveItsPartOfTheWindowToWhatAConnectionWasHandedInItsSessionBefore() {
        fillWindow();
        shard.step();
        shard.core.onEdgeOpen(Shard.EDGE, 1, 4701, Shard.bytes("aeron:ipc"));
        shard.epoch = shard.out.lastEpoch;
        for (int i = 2; i <= 4; i++) {
            send("carol", i);
        }
        shard.out.take();
        shard.attachAgain(bob, BOBS_CONNECTION, "bob", "phone");
        assertThat(shard.out.take("push")).hasSize(4).allMatch(line -> line.contains(" d"));
    }

    /** An edge that had no answer asks once more as for a connection that never had a session. */
    @Test
    void shouldLeaveItsPartOfTheWindowAlsoIfTheConnectionIsAttachedTwice() {
        fillWindow();
        shard.out.take();
        shard.attachAgain(0, BOBS_CONNECTION, "bob", "phone");
        assertThat(shard.out.take("push")).hasSize(4).allMatch(line -> line.contains(" d"));
        shard.attach("bob", "phone");
        assertThat(shard.out.take("push")).as("another connection has nothing yet").hasSize(8);
    }

    /** What the edge did hand out it would have said, but its word was lost with its lease. */
    @Test
    void shouldRepeatWhatItPushedItselfBeforeWhatCountsAsHandedOutSinceTheChatBecameNarrow() {
        fillWindow();
        for (int i = 2; i <= 4; i++) {
            send("carol", i);
        }
        shard.change(chat, Changes.REMOVED, "alice", "carol");
        shard.step();
        shard.core.onEdgeOpen(Shard.EDGE, 1, 4701, Shard.bytes("aeron:ipc"));
        shard.epoch = shard.out.lastEpoch;
        shard.out.take();
        shard.attachAgain(bob, BOBS_CONNECTION, "bob", "phone");
        assertThat(shard.out.take("push")).hasSize(4).allMatch(line -> line.contains(" d"));
    }

    @Test
    void shouldRepeatWhatItPushedItselfFirstAlsoToWhoLeftAWideChat() {
        shard.change(chat, Changes.ADDED, "alice", "dave");
        shard.delivered(alice, chat, 1);
        shard.delivered(bob, chat, 1);
        final long direct = shard.chat("carol", "bob");
        for (int i = 0; i < WINDOW / 2 - 1; i++) {
            shard.send(direct, "carol", "phone", "d" + i, "hi");
        }
        for (int i = 1; i <= WINDOW; i++) {
            send("carol", i);
        }
        shard.change(chat, Changes.REMOVED, "alice", "bob");
        shard.send(direct, "carol", "phone", "d9", "hi");
        shard.out.take();
        shard.resync(bob, 0);
        assertThat(shard.out.take("push").subList(0, WINDOW / 2 - 1)).allMatch(line -> line.contains(" d"));
    }

    @Test
    void shouldNameOneAgainWhoAcknowledgedAllBeforeTheEdgesWordThatItLags() {
        follow();
        lag(bob, CoreCommands.NULL_VALUE);
        assertThat(send("carol", 1)).containsExactly("push e7 #2 carol.2 k1 hi [s2<1!]*");
        lag(bob, 2);
        shard.delivered(bob, chat, 2);
        lag(bob, 2);
        assertThat(send("carol", 2)).containsExactly("push e7 #3 carol.3 k2 hi [s2<2!]*");
        assertThat(handed).contains("s2#2", "s2#3");
    }
}
