package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is pushed to whom, within the window, again after silence, from memory and from stores. */
class PushTest {
    /** Bob's, the first that is attached. */
    private static final long CONNECTION = 101;
    private static final int WINDOW = 4;

    private final Shard shard = new Shard();
    private long bob;
    private long chat;

    @BeforeEach
    void connect() {
        shard.configure(Limits.of(shard.limits()).window(WINDOW).build());
        bob = shard.attach("bob", "phone");
        chat = shard.chat("alice", "bob");
        shard.out.take();
    }

    @Test
    void shouldPushAWindowAndDrainTheRestAsAcknowledgementsCome() {
        send(1, WINDOW - 1);
        assertThat(pushes()).hasSize(WINDOW - 1);
        send(WINDOW, WINDOW);
        assertThat(pushes()).containsExactly("#4 [s1<3]");
        send(WINDOW + 1, WINDOW + 4);
        assertThat(pushes()).isEmpty();
        shard.delivered(bob, chat, 1);
        assertThat(pushes()).containsExactly("#5 [s1<4]");
        shard.delivered(bob, chat, 5);
        assertThat(pushes()).containsExactly("#6 [s1<5]", "#7 [s1<6]", "#8 [s1<7]");
        send(9, 9);
        assertThat(pushes()).containsExactly("#9 [s1<8]");
        send(10, 10);
        assertThat(pushes()).isEmpty();
    }

    @Test
    void shouldShareTheWindowBetweenChatsAndServeThemInTurn() {
        final long second = shard.chat("carol", "bob");
        shard.out.take();
        send(1, 6);
        shard.send(second, "carol", "phone", "c1", "x");
        shard.out.take();
        shard.delivered(bob, chat, 4);
        assertThat(pushes()).containsExactly("#5 [s1<4]", "#6 [s1<5]", "#1 [s1<0]");
    }

    @Test
    void shouldPushAgainWhatIsInFlightBeforeWhatNeverWas() {
        final long second = shard.chat("carol", "bob");
        final long third = shard.chat("dave", "bob");
        fillTheWindow(second, third);
        shard.resync(bob, 0);
        assertThat(pushes()).containsExactlyInAnyOrder("#1 [s1<0]", "#2 [s1<1]", "#1 [s1<0]", "#2 [s1<1]");
        shard.delivered(bob, chat, 2);
        assertThat(pushes()).as("what waits longest, the third chat's and the second's").hasSize(2);
    }

    @Test
    void shouldPushAgainWhatIsInFlightBeforeWhatNeverWasWhenALiveConnectionAttachesAgain() {
        fillTheWindow(shard.chat("carol", "bob"), shard.chat("dave", "bob"));
        shard.detach(bob);
        shard.attach("bob", "phone");
        assertThat(pushes()).containsExactlyInAnyOrder("#1 [s2<0]", "#2 [s2<1]", "#1 [s2<0]", "#2 [s2<1]");
    }

    @Test
    void shouldKeepTheWindowWhereOwnSendsThatWerePassedOverAreForgotten() {
        send(1, 1);
        shard.send(chat, "bob", "phone", "b2", "x");
        shard.send(chat, "bob", "phone", "b3", "x");
        send(4, 6);
        assertThat(pushes()).hasSize(WINDOW);
        forgetAll();
        shard.delivered(bob, chat, 5);
        send(7, 12);
        assertThat(pushes()).as("1, 4 and 5 are done with, 6 is in flight, and two may be")
            .startsWith("#7 [s1<6]").hasSizeBetween(1, WINDOW - 1);
        shard.delivered(bob, chat, 6);
        shard.delivered(bob, chat, 9);
        assertThat(pushes()).as("what was overrated is made good").last().isEqualTo("#12 [s1<11]");
    }

    @Test
    void shouldHaveTheWholeWindowWhenOwnSendsThatAreForgottenEndTheChat() {
        send(1, 1);
        shard.send(chat, "bob", "phone", "b2", "x");
        send(3, 3);
        shard.send(chat, "bob", "phone", "b4", "x");
        forgetAll();
        shard.delivered(bob, chat, 3);
        send(5, 9);
        assertThat(pushes()).hasSize(WINDOW);
    }

    @Test
    void shouldRepeatWhatTheConnectionHasBeforeWhatIsNewHoweverOftenItRepeats() {
        final long second = shard.chat("carol", "bob");
        send(1, 1);
        shard.send(chat, "bob", "phone", "b2", "x");
        send(3, 3);
        forgetAll();
        shard.send(second, "carol", "phone", "d1", "x");
        shard.send(second, "carol", "phone", "d2", "x");
        assertThat(pushes()).as("with two of the first chat it is a window").hasSize(2);
        shard.resync(bob, 0);
        assertThat(pushes()).as("the own send counts, so there is room for one").containsExactly("#1 [s1<0]");
        send(4, 6);
        shard.resync(bob, 0);
        shard.out.take();
        shard.delivered(bob, chat, 3);
        assertThat(pushes()).as("the connection has two of the second chat, so two may follow")
            .startsWith("#2 [s1<1]").hasSize(3);
    }

    /** All is journaled, and so much follows in another chat that the memory has no room for it. */
    private void forgetAll() {
        shard.isHashChecked = false;
        shard.configure(Limits.of(shard.limits()).payloadBytes(1 << 20).build());
        final long other = shard.chat("carol", "dave");
        for (int i = 1; i <= 80; i++) {
            shard.journaled(shard.core.outputSequence());
            shard.send(other, "carol", "phone", "c" + i, "x".repeat(16_000));
        }
        shard.out.take();
    }

    /** Two entries of two chats are in flight; behind them wait one of a third chat, and then one of each of the two. */
    private void fillTheWindow(final long second, final long third) {
        send(1, 2);
        shard.send(second, "carol", "phone", "c1", "x");
        shard.send(second, "carol", "phone", "c2", "x");
        shard.send(third, "dave", "phone", "d1", "x");
        send(3, 3);
        shard.send(second, "carol", "phone", "c3", "x");
        shard.out.take();
    }

    @Test
    void shouldIgnoreAnAcknowledgementAboveWhatWasPushed() {
        send(1, WINDOW + 2);
        shard.out.take();
        shard.delivered(bob, chat, WINDOW + 1);
        assertThat(shard.out.take()).isEmpty();
        shard.delivered(bob, chat, WINDOW);
        assertThat(pushes()).containsExactly("#5 [s1<4]", "#6 [s1<5]");
    }

    @Test
    void shouldTakeAnAcknowledgementOfWhatWasPushedBeforeTheWindowWasPushedAgain() {
        send(1, WINDOW);
        shard.configure(Limits.of(shard.limits()).window(1).build());
        shard.out.take();
        shard.resync(bob, 0);
        assertThat(pushes()).containsExactly("#1 [s1<0]");
        shard.delivered(bob, chat, WINDOW);
        shard.detach(bob);
        shard.out.take();
        shard.attach("bob", "phone");
        assertThat(pushes()).as("all was acknowledged").isEmpty();
    }

    @Test
    void shouldMoveTheReadMarkButNoInboxByAReadOfWhatTheConnectionWasNotPushed() {
        send(1, 2);
        shard.out.take();
        shard.acknowledge(bob, chat, 2, Receipts.DELIVERED_UNPUSHED);
        assertThat(shard.out.take()).isEmpty();
        shard.acknowledge(bob, chat, 2, Receipts.READ_UNPUSHED);
        assertThat(shard.out.take()).containsExactly("journal receipt bob 0/0 to 2/2");
        shard.resync(bob, 0);
        assertThat(pushes()).containsExactly("#1 [s1<0]", "#2 [s1<1]");
    }

    @Test
    void shouldMoveTheReadMarkButNoInboxByAReadOfWhatWasNotPushed() {
        send(1, WINDOW + 2);
        shard.out.take();
        shard.read(bob, chat, WINDOW + 2);
        assertThat(shard.out.take()).containsExactly("journal receipt bob 0/0 to 6/6");
        shard.detach(bob);
        shard.attach("bob", "phone");
        assertThat(pushes()).hasSize(WINDOW).first().isEqualTo("#1 [s2<0]");
    }

    @Test
    void shouldPassOverOwnSendsOfTheDeviceAndPushThemToTheOthers() {
        final long tablet = shard.attach("bob", "tablet");
        shard.out.take();
        shard.send(chat, "bob", "phone", "b1", "x");
        assertThat(pushes()).containsExactly("#1 [s2<0]");
        send(2, 2);
        assertThat(pushes()).containsExactly("#2 [s2<1 s1<0]");
        shard.send(chat, "bob", "phone", "b3", "x");
        shard.send(chat, "bob", "phone", "b4", "x");
        send(5, 5);
        assertThat(pushes()).containsExactly("#3 [s2<2]", "#4 [s2<3]", "#5 [s1<2]");
        shard.delivered(tablet, chat, 4);
        assertThat(pushes()).containsExactly("#5 [s2<4]");
        shard.delivered(bob, chat, 2);
        shard.detach(bob);
        shard.attach("bob", "phone");
        assertThat(pushes()).containsExactly("#5 [s3<0]");
    }

    @Test
    void shouldPassOverOwnSendsThatEndTheChatWhenAllBeforeIsAcknowledged() {
        send(1, 1);
        shard.send(chat, "bob", "phone", "b2", "x");
        shard.send(chat, "bob", "phone", "b3", "x");
        shard.delivered(bob, chat, 1);
        shard.detach(bob);
        shard.out.take();
        shard.attach("bob", "phone");
        assertThat(pushes()).isEmpty();
        send(4, 4);
        assertThat(pushes()).containsExactly("#4 [s2<0]");
    }

    @Test
    void shouldPushAgainOnEachConnectWhatIsNotAcknowledged() {
        send(1, 3);
        shard.delivered(bob, chat, 1);
        shard.detach(bob);
        send(4, 4);
        shard.out.take();
        shard.attach("bob", "phone");
        assertThat(shard.out.take()).containsExactly(
            "attached e7 c107 s2 resumed=true", "push e7 #2 alice.2 k2 x [s2<0]", "push e7 #3 alice.3 k3 x [s2<2]",
            "push e7 #4 alice.4 k4 x [s2<3]");
    }

    @Test
    void shouldTakeTheFirstSilenceAfterAllWasAcknowledgedForTheFirst() {
        send(1, 1);
        shard.pass(36_500);
        assertThat(pushes()).as("once, then after 5, 10 and 20 s").hasSize(4);
        shard.delivered(bob, chat, 1);
        send(2, 2);
        assertThat(pushes()).hasSize(1);
        shard.pass(4_999);
        assertThat(pushes()).isEmpty();
        shard.pass(700);
        assertThat(pushes()).containsExactly("#2 [s1<0]");
    }

    @Test
    void shouldPushAgainAfterSilenceThenAfterTwiceTheTimeAndSoOn() {
        send(1, 2);
        shard.out.take();
        shard.pass(4_999);
        assertThat(pushes()).isEmpty();
        shard.pass(600);
        assertThat(pushes()).containsExactly("#1 [s1<0]", "#2 [s1<1]");
        shard.pass(9_400);
        assertThat(pushes()).isEmpty();
        shard.pass(1_200);
        assertThat(pushes()).hasSize(2);
        shard.pass(18_500);
        assertThat(pushes()).isEmpty();
        shard.pass(2_000);
        assertThat(pushes()).hasSize(2);
        shard.delivered(bob, chat, 1);
        shard.out.take();
        shard.pass(5_700);
        assertThat(pushes()).containsExactly("#2 [s1<0]");
        shard.delivered(bob, chat, 2);
        shard.pass(60_000);
        assertThat(pushes()).isEmpty();
    }

    @Test
    void shouldPushAgainWhileEntriesComeAndCome() {
        final List<String> again = new ArrayList<>();
        for (int sequence = 1; sequence <= 4; sequence++) {
            send(sequence, sequence);
            again.addAll(pushes());
            shard.pass(3_000);
            again.addAll(pushes());
        }
        assertThat(again).containsExactly(
            "#1 [s1<0]", "#2 [s1<1]", "#3 [s1<2]", "#4 [s1<3]", "#1 [s1<0]", "#2 [s1<1]", "#3 [s1<2]", "#4 [s1<3]");
    }

    @Test
    void shouldPushEachChatAgainByItsOwnTime() {
        final long second = shard.chat("carol", "bob");
        send(1, 1);
        shard.pass(4_500);
        shard.send(second, "carol", "phone", "c1", "x");
        shard.out.take();
        shard.pass(1_100);
        assertThat(pushes()).as("5 s after the first").containsExactly("#1 [s1<0]");
        shard.pass(3_300);
        assertThat(pushes()).as("less than 5 s after the second").isEmpty();
        shard.pass(700);
        assertThat(shard.out.take("push")).singleElement().asString().contains("carol.1");
        shard.pass(4_800);
        assertThat(pushes()).as("less than 10 s after the first came again").isEmpty();
        shard.pass(1_200);
        assertThat(shard.out.take("push")).singleElement().asString().contains("alice.1");
    }

    @Test
    void shouldPushAChatAgainOnlyWhenItsNewestEntryIsOldEnough() {
        send(1, 1);
        shard.pass(4_500);
        send(2, 2);
        shard.out.take();
        shard.pass(4_900);
        assertThat(pushes()).as("less than 5 s after the second").isEmpty();
        shard.pass(700);
        assertThat(pushes()).containsExactly("#1 [s1<0]", "#2 [s1<1]");
        shard.pass(8_000);
        send(3, 3);
        assertThat(pushes()).containsExactly("#3 [s1<2]");
        shard.pass(4_900);
        assertThat(pushes()).as("less than 5 s after the third").isEmpty();
        shard.pass(700);
        assertThat(pushes()).containsExactly("#1 [s1<0]", "#2 [s1<1]", "#3 [s1<2]");
    }

    @Test
    void shouldPushNothingAgainWhileTheDeviceAcknowledgesOthers() {
        final long second = shard.chat("carol", "bob");
        send(1, 1);
        for (int i = 1; i <= 10; i++) {
            shard.send(second, "carol", "phone", "c" + i, "x");
            shard.pass(1_000);
            shard.delivered(bob, second, i);
        }
        assertThat(shard.out.take("push")).hasSize(11);
        shard.pass(4_900);
        assertThat(pushes()).isEmpty();
        shard.pass(700);
        assertThat(pushes()).containsExactly("#1 [s1<0]");
    }

    @Test
    void shouldBeginWithTheShortestTimeAgainOnEachConnect() {
        send(1, 1);
        shard.pass(40_000);
        shard.detach(bob);
        shard.attach("bob", "phone");
        shard.out.take();
        shard.pass(4_900);
        assertThat(pushes()).isEmpty();
        shard.pass(700);
        assertThat(pushes()).containsExactly("#1 [s2<0]");
    }

    @Test
    void shouldBeginWithTheShortestTimeAgainWhereAConnectHadNoRoom() {
        final long second = shard.chat("carol", "bob");
        send(1, 1);
        shard.send(second, "carol", "phone", "c1", "x");
        shard.pass(40_000);
        shard.configure(Limits.of(shard.limits()).window(1).build());
        shard.detach(bob);
        shard.out.take();
        bob = shard.attach("bob", "phone");
        assertThat(pushes()).as("no room for the second chat").hasSize(1);
        shard.pass(120_000);
        shard.out.take();
        shard.delivered(bob, chat, 1);
        assertThat(shard.out.take("push")).singleElement().asString().contains("carol.1");
        shard.pass(5_600);
        assertThat(pushes()).hasSize(1);
        shard.pass(10_600);
        assertThat(pushes()).as("after twice the time").hasSize(1);
    }

    @Test
    void shouldPushAgainOnResyncFromTheCursorOn() {
        send(1, 3);
        shard.delivered(bob, chat, 1);
        shard.out.take();
        shard.resync(bob, 0);
        assertThat(shard.out.take("push")).containsExactly(
            "push e7 #2 alice.2 k2 x [s1<0]", "push e7 #3 alice.3 k3 x [s1<2]");
        send(4, 4);
        assertThat(pushes()).containsExactly("#4 [s1<3]");
    }

    @Test
    void shouldAnnounceAChatBeforeItsFirstEntryUntilSomethingOfItIsAcknowledged() {
        send(1, 2);
        assertThat(shard.out.take("chat")).hasSize(1);
        shard.detach(bob);
        final long second = shard.attach("bob", "phone");
        assertThat(shard.out.take()).element(1).asString().startsWith("chat e7 r0");
        shard.delivered(second, chat, 1);
        shard.detach(second);
        shard.attach("bob", "phone");
        send(3, 3);
        assertThat(shard.out.take("chat")).isEmpty();
    }

    @Test
    void shouldGiveTheFirstDeviceEverythingAndAFurtherOneThePresent() {
        final long aliceChat = shard.chat("bob", "dave");
        for (int i = 1; i <= 3; i++) {
            shard.send(aliceChat, "bob", "phone", "d" + i, "x");
        }
        shard.out.take();
        final long phone = shard.attach("dave", "phone");
        assertThat(shard.out.take()).containsExactly(
            "attached e7 c107 s2 resumed=true", "chat e7 r0 kind=1 by=bob of=bob,dave n=2 title= [s2<0]",
            "push e7 #1 bob.1 d1 x [s2<0]", "push e7 #2 bob.2 d2 x [s2<1]", "push e7 #3 bob.3 d3 x [s2<2]");
        shard.attach("dave", "tablet");
        assertThat(shard.out.take()).containsExactly("attached e7 c108 s3 resumed=false");
        shard.send(aliceChat, "bob", "phone", "d4", "x");
        assertThat(pushes()).containsExactly("#4 [s2<3 s3<0]");
        assertThat(phone).isEqualTo(2);
    }

    @Test
    void shouldGiveUpTheOldestOverTheInboxBoundAndSaySo() {
        shard.configure(Limits.of(shard.limits()).inbox(3).build());
        shard.detach(bob);
        send(1, 3);
        shard.detach(shard.attach("bob", "phone"));
        assertThat(shard.out.take("attached")).containsExactly("attached e7 c106 s2 resumed=true");
        send(4, 4);
        shard.out.take();
        shard.attach("bob", "phone");
        assertThat(shard.out.take("attached")).containsExactly("attached e7 c108 s3 resumed=false");
        shard.delivered(3, chat, 2);
        shard.detach(3);
        shard.out.take();
        shard.attach("bob", "phone");
        assertThat(shard.out.take()).contains("attached e7 c109 s4 resumed=true").last().asString()
            .contains("#4 alice.4");
    }

    @Test
    void shouldPushASilentConnectionNoMoreThanItsWindowThoughItsInboxIsOverItsBound() {
        shard.configure(Limits.of(shard.limits()).inbox(3).build());
        send(1, 20);
        assertThat(pushes()).containsExactly("#1 [s1<0]", "#2 [s1<1]", "#3 [s1<2]", "#4 [s1<3]");
        shard.pass(5_700);
        assertThat(pushes()).containsExactly("#1 [s1<0]", "#2 [s1<1]", "#3 [s1<2]", "#4 [s1<3]");
        send(21, 22);
        shard.resync(bob, 0);
        assertThat(pushes()).containsExactly("#1 [s1<0]", "#2 [s1<1]", "#3 [s1<2]", "#4 [s1<3]");
        shard.delivered(bob, chat, 3);
        send(23, 24);
        assertThat(pushes()).as("who acknowledges loses nothing").containsExactly("#5 [s1<4]", "#6 [s1<5]", "#7 [s1<6]");
    }

    @Test
    void shouldGiveUpWhatAConnectionHadWhenAnotherOneComesAndNotWhenItAttachesAgain() {
        shard.configure(Limits.of(shard.limits()).inbox(3).build());
        final long first = shard.attachAgain(bob, 500, "bob", "phone");
        send(1, 10);
        shard.out.take();
        final long again = shard.attachAgain(first, 500, "bob", "phone");
        assertThat(shard.out.take("attached")).singleElement().asString().endsWith("resumed=true");
        shard.detach(again);
        send(11, 11);
        shard.out.take();
        shard.attachAgain(again, 500, "bob", "phone");
        assertThat(pushes()).containsExactly("#1 [s4<0]", "#2 [s4<1]", "#3 [s4<2]", "#4 [s4<3]");
        shard.attach("bob", "phone");
        assertThat(shard.out.take().stream().map(line -> line.replaceAll(" alice.* x", ""))).contains(
            "attached e7 c117 s5 resumed=false", "push e7 #9 [s5<0]", "push e7 #10 [s5<9]", "push e7 #11 [s5<10]")
            .noneMatch(line -> line.startsWith("push e7 #8"));
    }

    @Test
    void shouldGiveUpTheOldestOfAChatOfWhichNothingIsInFlightWhileOthersTakeTheWindow() {
        shard.configure(Limits.of(shard.limits()).inbox(3).build());
        send(1, 4);
        final long other = shard.chat("carol", "bob");
        for (int i = 1; i <= 5; i++) {
            shard.send(other, "carol", "phone", "c" + i, "x");
        }
        shard.out.take();
        shard.delivered(bob, chat, 4);
        assertThat(pushes()).containsExactly("#3 [s1<0]", "#4 [s1<3]", "#5 [s1<4]");
        shard.detach(bob);
        shard.out.take();
        shard.attach("bob", "phone");
        assertThat(shard.out.take("attached")).singleElement().asString().endsWith("resumed=false");
    }

    @Test
    void shouldGiveUpWhatWaitedLongerThanTheRetention() {
        shard.detach(bob);
        send(1, 2);
        final long sentAt = shard.now;
        shard.outage(3_600_000);
        send(3, 3);
        shard.outage(sentAt + shard.limits().inboxRetentionMs() - shard.now);
        shard.out.take();
        shard.attach("bob", "phone");
        assertThat(pushes()).containsExactly("#3 [s2<0]");
    }

    /** Only CONNECTED tells a client; its connection may have been attached again before, of which it does not know. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTellWhatExpiredToAConnectionThatBegins(final boolean unanswered) {
        send(1, 2);
        shard.outage(shard.limits().inboxRetentionMs());
        shard.out.take();
        final long again = shard.attachAgain(unanswered ? 0 : bob, CONNECTION, "bob", "phone");
        assertThat(shard.out.take("attached")).singleElement().asString().endsWith("resumed=false");
        send(3, 3);
        shard.delivered(again, chat, 3);
        shard.out.take();
        shard.attach("bob", "phone");
        assertThat(shard.out.take("attached")).singleElement().asString().endsWith("resumed=false");
        shard.acknowledge(shard.out.lastSession, chat, 3, Receipts.READ_UNPUSHED);
        shard.attach("bob", "phone");
        assertThat(shard.out.take("attached")).as("it may have said that before").singleElement().asString().endsWith("resumed=false");
        shard.list(shard.out.lastSession, -1, -1, 10);
        shard.attach("bob", "phone");
        assertThat(shard.out.take("attached")).as("it knows").singleElement().asString().endsWith("resumed=true");
    }

    @Test
    void shouldTellADeviceThatWasAwayForLessOfWhatExpiredMeanwhile() {
        shard.detach(bob);
        send(1, 2);
        final long sentAt = shard.now;
        shard.outage(3_600_000);
        send(3, 3);
        shard.detach(shard.attach("bob", "phone"));
        shard.outage(sentAt + shard.limits().inboxRetentionMs() - shard.now);
        assertThat(shard.out.take("attached")).as("nothing is given up yet").last().asString().endsWith("true");
        final long told = shard.attach("bob", "phone");
        final List<String> out = shard.out.take();
        assertThat(out.get(0)).endsWith("resumed=false");
        assertThat(out).last().asString().startsWith("push e7 #3 ");
        shard.delivered(told, chat, 3);
        shard.attach("bob", "phone");
        assertThat(shard.out.take("attached")).as("it knows").containsExactly("attached e7 c108 s4 resumed=true");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTellADeviceThatStayedSilentOfWhatExpired(final boolean pushedAgain) {
        send(1, 1);
        final long silent = shard.attach("bob", "phone");
        shard.outage(shard.limits().inboxRetentionMs());
        shard.outage(1_000);
        shard.out.take();
        if (pushedAgain) {
            shard.resync(silent, 0);
        }
        assertThat(shard.out.take("push")).isEmpty();
        shard.attach("bob", "phone");
        assertThat(shard.out.take()).last().asString().startsWith("attached").endsWith("resumed=false");
    }

    @Test
    void shouldTellAFirstDeviceThatItGetsAllThatDidNotExpire() {
        final long daves = shard.chat("bob", "dave");
        shard.send(daves, "bob", "phone", "d1", "x");
        final long sentAt = shard.now;
        shard.outage(3_600_000);
        shard.send(daves, "bob", "phone", "d2", "x");
        shard.outage(sentAt + shard.limits().inboxRetentionMs() - shard.now);
        shard.out.take();
        shard.detach(shard.attach("dave", "phone"));
        shard.attach("dave", "phone");
        assertThat(shard.out.take("attached")).allSatisfy(line -> assertThat(line).endsWith("resumed=true"));
    }

    @Test
    void shouldPointToTheSpoolAndToTheTableForWhatLeftMemory() {
        shard.isHashChecked = false;
        shard.configure(Limits.of(shard.limits()).payloadBytes(1 << 20).window(1000).build());
        shard.detach(bob);
        final String big = "x".repeat(16_000);
        for (int i = 1; i <= 150; i++) {
            shard.send(chat, "alice", "phone", "k" + i, big);
        }
        shard.journaled(41);
        shard.out.take();
        shard.attach("bob", "phone");
        final List<String> out = shard.out.take();
        assertThat(out.subList(1, 5)).containsExactly(
            "chat e7 r0 kind=1 by=alice of=alice,bob n=2 title= [s2<0]",
            "stored e7 #1-40 [s2<0] table",
            "stored e7 #41-86 [s2<40] spool from 42",
            "push e7 #87 alice.87 k87 16000B [s2<86]");
        shard.delivered(2, chat, 100);
        shard.journaled(151);
        assertThat(shard.core.stateHash()).isEqualTo(shard.core.recomputeStateHash());
        assertThat(shard.history("bob", chat, -1, 30, 3)).containsExactly(
            "cursor r6 alice 0/0", "cursor r6 bob 100/0", "page r6 #31-33 spool>33@-1 more=true oldest-first");
    }

    @Test
    void shouldPassOverWhatADeviceIsNeverShownAndMoveNobodysMarks() {
        send(1, 3);
        shard.out.take();
        shard.acknowledge(bob, chat, 2, Receipts.SENT);
        assertThat(shard.out.take()).as("no receipt, no record").isEmpty();
        send(4, 6);
        assertThat(pushes()).as("room in the window").containsExactly("#4 [s1<3]", "#5 [s1<4]", "#6 [s1<5]");
        shard.acknowledge(bob, chat, 7, Receipts.SENT);
        shard.resync(bob, 0);
        assertThat(pushes()).as("nothing that was not pushed").first().isEqualTo("#3 [s1<0]");
    }

    @Test
    void shouldWriteInboxRowsAfterTheGraceAndRemoveThemByRange() {
        send(1, 70);
        shard.out.take();
        shard.pass(9_000);
        assertThat(shard.out.take("journal inbox")).isEmpty();
        shard.pass(1_800);
        assertThat(shard.out.take("journal inbox")).containsExactly(
            "journal inbox+ bob/phone #1-2 count=2", "journal inbox+ bob/phone #3-66 count=64",
            "journal inbox+ bob/phone #67-70 count=4");
        shard.delivered(bob, chat, 2);
        assertThat(shard.out.take("journal inbox")).containsExactly("journal inbox- bob/phone to #2");
        send(71, 71);
        shard.pass(20_000);
        assertThat(shard.out.take("journal inbox")).containsExactly("journal inbox+ bob/phone #71-71 count=1");
    }

    @Test
    void shouldWriteAFewRowsBeforeEachEntryAndGoOnWhereItWas() {
        beginRows();
        shard.core = Shard.restore(shard.snapshot(), shard.out);
        shard.step();
        assertThat(shard.out.take("journal inbox")).containsExactly("journal inbox+ bob/phone #3-4 count=2");
        shard.delivered(bob, chat, 5);
        assertThat(shard.out.take("journal inbox")).containsExactly(
            "journal inbox+ bob/phone #5-6 count=2", "journal inbox- bob/phone to #5");
    }

    @Test
    void shouldWriteNoMoreRowsOfADeviceThatHasEverything() {
        beginRows();
        shard.delivered(bob, chat, 6);
        assertThat(shard.out.take("journal inbox")).containsExactly(
            "journal inbox+ bob/phone #3-4 count=2", "journal inbox- bob/phone to #6");
        shard.pass(25_000);
        assertThat(shard.out.take("journal inbox")).isEmpty();
        assertThat(shard.core.cursors()).isZero();
    }

    /** The record of its cursor is another device's at once. */
    @Test
    void shouldWriteNoMoreRowsOfADeviceThatIsRemoved() {
        beginRows();
        final long tablet = shard.attach("bob", "tablet");
        shard.out.take();
        shard.core.onRemoveDevice(Shard.EDGE, shard.epoch, 20, tablet, Shard.bytes("phone"));
        assertThat(shard.out.take("journal inbox")).containsExactly("journal inbox- bob/phone all");
        send(7, 9);
        shard.step();
        shard.check();
        assertThat(shard.out.take("journal inbox")).isEmpty();
        shard.pass(11_000);
        assertThat(shard.out.take("journal inbox")).isNotEmpty().allMatch(line -> line.contains("bob/tablet #"));
    }

    /** Six entries wait for bob's phone longer than the grace, and the first two have their rows. */
    private void beginRows() {
        shard.configure(Limits.of(shard.limits()).window(64).build());
        send(1, 6);
        shard.pass(9_900);
        shard.out.take();
        shard.now += 200;
        shard.step();
        assertThat(shard.out.take("journal inbox")).containsExactly("journal inbox+ bob/phone #1-2 count=2");
    }

    @Test
    void shouldWriteNoMoreRowsOfADeviceThanItsBoundOverAllChats() {
        final long other = shard.chat("carol", "bob");
        shard.configure(Limits.of(shard.limits()).inbox(5).build());
        send(1, 3);
        for (int i = 1; i <= 3; i++) {
            shard.send(other, "carol", "phone", "c" + i, "x");
        }
        shard.out.take();
        shard.pass(12_000);
        assertThat(shard.out.take("journal inbox")).containsExactly("journal inbox+ bob/phone #1-2 count=2",
            "journal inbox+ bob/phone #3-3 count=1", "journal inbox+ bob/phone #1-2 count=2");
        shard.detach(bob);
        final long again = shard.attach("bob", "phone");
        assertThat(shard.out.take("attached")).last().asString().endsWith("resumed=false");
        shard.delivered(again, chat, 3);
        shard.send(other, "carol", "phone", "c4", "x");
        shard.out.take();
        shard.pass(12_000);
        assertThat(shard.out.take("journal inbox+")).as("there is room again").hasSize(1);
    }

    @Test
    void shouldCountNoRowsOfWhatADeviceAcknowledgedThoughItNeverCatchesUp() {
        shard.configure(Limits.of(shard.limits()).inbox(5).build());
        send(1, 3);
        for (int i = 1; i <= 20; i++) {
            shard.pass(12_000);
            shard.delivered(bob, chat, i);
            send(i + 3, i + 3);
        }
        assertThat(rowsWritten()).as("a row of each").isEqualTo(22);
        shard.detach(bob);
        shard.attach("bob", "phone");
        assertThat(shard.out.take("attached")).last().asString().endsWith("resumed=true");
    }

    @Test
    void shouldCountNoRowsOfWhatExpired() {
        shard.configure(Limits.of(shard.limits()).inbox(5).build());
        shard.detach(bob);
        send(1, 5);
        shard.pass(12_000);
        assertThat(rowsWritten()).isEqualTo(5);
        shard.outage(shard.limits().inboxRetentionMs());
        shard.attach("bob", "phone");
        send(6, 6);
        shard.pass(12_000);
        assertThat(shard.out.take("journal inbox+")).containsExactly("journal inbox+ bob/phone #6-6 count=1");
    }

    @Test
    void shouldWriteNoMoreRowsThanTheBoundOfAChatWhoseOldestAreGivenUp() {
        shard.configure(Limits.of(shard.limits()).inbox(5).build());
        shard.detach(bob);
        send(1, 5);
        shard.pass(12_000);
        send(6, 10);
        shard.pass(12_000);
        assertThat(shard.out.take("journal inbox")).containsExactly(
            "journal inbox+ bob/phone #1-2 count=2", "journal inbox+ bob/phone #3-5 count=3");
    }

    @Test
    void shouldRemoveTheRowsOfWhatWasGivenUpWithTheNextAcknowledgement() {
        shard.configure(Limits.of(shard.limits()).inbox(5).build());
        shard.detach(bob);
        send(1, 5);
        shard.pass(12_000);
        send(6, 10);
        final long again = shard.attach("bob", "phone");
        shard.out.take();
        shard.delivered(again, chat, 7);
        assertThat(shard.out.take("journal inbox")).containsExactly("journal inbox- bob/phone to #7");
        shard.pass(12_000);
        assertThat(shard.out.take("journal inbox")).containsExactly(
            "journal inbox+ bob/phone #8-9 count=2", "journal inbox+ bob/phone #10-10 count=1");
    }

    @Test
    void shouldNotWriteRowsForADeviceThatAcknowledgesInTime() {
        for (int i = 1; i <= 30; i++) {
            send(i, i);
            shard.delivered(bob, chat, i);
            shard.pass(1000);
        }
        assertThat(shard.out.take("journal inbox")).isEmpty();
    }

    @Test
    void shouldGroupByEdge() {
        shard.core.onEdgeOpen(9, 1, 2, Shard.bytes("aeron:ipc"));
        final long otherEpoch = shard.out.lastEpoch;
        shard.core.onAttach(9, otherEpoch, 1, 1, 0, 0, 5, Shard.bytes("bob"), Shard.bytes("tablet"));
        shard.attach("bob", "laptop");
        shard.out.take();
        send(1, 1);
        assertThat(shard.out.take("push")).containsExactly(
            "push e7 #1 alice.1 k1 x [s1<0 s3<0]", "push e9 #1 alice.1 k1 x [s2<0]");
    }

    /** How many rows of inbox were written, in however many records. */
    private int rowsWritten() {
        return shard.out.take("journal inbox+").stream()
            .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf("count=") + "count=".length()))).sum();
    }

    private void send(final int from, final int to) {
        for (int i = from; i <= to; i++) {
            shard.send(chat, "alice", "phone", "k" + i, "x");
        }
    }

    private List<String> pushes() {
        return shard.out.take("push").stream()
            .map(line -> line.replaceAll("push e7 (#\\d+) .* (\\[.*)", "$1 $2")).toList();
    }

    /** Each time twice as long, and from the sixth on at that pace. */
    @Test
    void shouldPushAgainAtAPaceThatDoublesSoOften() {
        send(1, 1);
        shard.out.take();
        long last = shard.now;
        for (int times = 0; times < CoreLimits.REDELIVERY_DOUBLINGS_MAX + 3; times++) {
            final long interval = shard.limits().redeliverMs() << Math.min(times, 6);
            shard.pass(last + interval - 500 - shard.now);
            assertThat(shard.out.take("push")).as("before %d ms", interval).isEmpty();
            shard.pass(1_500);
            assertThat(shard.out.take("push")).as("after %d ms", interval).hasSize(1);
            last = shard.now - 500;
        }
    }
}
