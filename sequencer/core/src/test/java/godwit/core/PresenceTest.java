package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is shown online, when, and to whom. Alice created her chat with Bob, so Bob may see her. */
class PresenceTest {
    private static final long AWAY_MS = 10_000;
    private static final String HIDDEN = "presence e7 r9 alice offline hidden";

    private final Shard shard = new Shard();
    private final long chat = shard.chat("alice", "bob");
    private long attaches;

    @Test
    void shouldShowAUserToThoseSheMadeADirectChatWithOrWroteTo() {
        shard.attach("alice", "phone");
        shard.attach("bob", "phone");
        assertThat(shard.ask("bob", "alice")).containsExactly("presence e7 r9 alice online");
        assertThat(shard.ask("alice", "bob")).as("he only was written to").containsExactly(
            "presence e7 r9 bob offline hidden");
        shard.send(chat, "alice", "phone", "k1", "hi");
        assertThat(shard.ask("alice", "bob")).containsExactly("presence e7 r9 bob offline hidden");
        shard.send(chat, "bob", "phone", "k1", "hi");
        assertThat(shard.ask("alice", "bob")).containsExactly("presence e7 r9 bob online");
    }

    @Test
    void shouldShowNobodyToStrangersNorWhetherTheUserIsThere() {
        shard.attach("alice", "phone");
        shard.attach("carol", "phone");
        shard.group("alice", "g", "bob", "carol");
        assertThat(shard.ask("carol", "alice")).as("a group is not enough").containsExactly(HIDDEN);
        assertThat(shard.ask("nobody", "alice")).containsExactly(HIDDEN);
        assertThat(shard.ask("alice", "alice")).containsExactly(HIDDEN);
        assertThat(shard.ask("bob", "nobody")).containsExactly("presence e7 r9 nobody offline hidden");
        shard.detach(1);
        shard.attach("alice", "phone");
        assertThat(shard.out.take("presence")).as("nothing is registered").isEmpty();
        assertThat(shard.core.stateHash()).isEqualTo(shard.core.recomputeStateHash());
    }

    @Test
    void shouldTellEachEdgeOnceWhenTheFirstSessionBeginsAndTheLastOneEnds() {
        final long other = shard.open(8);
        shard.ask("bob", "alice");
        shard.ask("bob", "alice");
        assertThat(shard.ask(8, other, "bob", "alice")).containsExactly("presence e8 r9 alice offline");
        final long phone = shard.attach("alice", "phone");
        assertThat(shard.out.take("presence")).containsExactly(
            "presence e7 r0 alice online", "presence e8 r0 alice online");
        final long tablet = shard.attach("alice", "tablet");
        shard.detach(phone);
        assertThat(shard.out.take("presence")).isEmpty();
        shard.pass(5_000);
        shard.detach(tablet);
        assertThat(shard.out.take("presence")).as("edge 8 keeps its lease").containsExactly(
            "presence e7 r0 alice offline seen", "presence e8 r0 alice offline seen");
        assertThat(shard.out.lastPresenceSeenMs).isEqualTo(shard.now);
        shard.pass(60_000);
        assertThat(shard.ask("bob", "alice")).containsExactly("presence e7 r9 alice offline seen");
        assertThat(shard.out.lastPresenceSeenMs).as("when she went").isEqualTo(shard.now - 60_001);
    }

    @Test
    void shouldNotFlickerWhenASessionIsTakenOver() {
        shard.attach("alice", "phone");
        shard.ask("bob", "alice");
        shard.attach("alice", "phone");
        for (int i = 1; i <= 9; i++) {
            shard.attach("alice", "d" + i);
        }
        assertThat(shard.out.take("presence")).isEmpty();
    }

    @Test
    void shouldGoOfflineWithTheLastDeviceThatIsForgotten() {
        final long phone = shard.attach("alice", "phone");
        shard.ask("bob", "alice");
        shard.core.onRemoveDevice(Shard.EDGE, shard.epoch, 20, phone, Shard.bytes("phone"));
        assertThat(shard.out.take("presence")).as("of no device is no last seen").containsExactly(
            "presence e7 r0 alice offline");
        shard.attach("alice", "tablet");
        assertThat(shard.out.take("presence")).containsExactly("presence e7 r0 alice online");
    }

    @Test
    void shouldTellNoMoreAfterUnsubscribing() {
        shard.ask("bob", "alice");
        shard.forgo("alice");
        shard.forgo("alice");
        shard.forgo("nobody");
        shard.core.onPresenceUnsubscribe(Shard.EDGE, shard.epoch + 1, Shard.bytes("alice"));
        shard.attach("alice", "phone");
        assertThat(shard.out.take("presence")).isEmpty();
    }

    @Test
    void shouldTellNoMoreUnderALeaseThatIsOverUntilTheEdgeAsksAgain() {
        shard.ask("bob", "alice");
        shard.epoch = shard.open(Shard.EDGE);
        shard.detach(shard.attach("alice", "phone"));
        assertThat(shard.out.take("presence")).isEmpty();
        assertThat(shard.ask("bob", "alice")).containsExactly("presence e7 r9 alice offline seen");
        shard.pass(1_000);
        shard.attach("alice", "phone");
        assertThat(shard.out.take("presence")).containsExactly("presence e7 r0 alice online");
        assertThat(shard.ask(Shard.EDGE, shard.epoch - 1, "bob", "alice")).containsExactly(
            "refused e7 r9 code=7 detail=0");
    }

    @Test
    void shouldShowAUserThatWasSentAwayOfflineTenSecondsLater() {
        final long phone = shard.attach("alice", "phone");
        shard.sendAway(phone);
        final long went = shard.now;
        assertThat(shard.ask("bob", "alice")).as("nobody watched when she went").containsExactly(
            "presence e7 r9 alice online");
        shard.pass(AWAY_MS - 1_000);
        assertThat(shard.out.take("presence")).isEmpty();
        shard.pass(1_500);
        assertThat(shard.out.take("presence")).containsExactly("presence e7 r0 alice offline seen");
        assertThat(shard.out.lastPresenceSeenMs).isEqualTo(went);
        shard.pass(2 * AWAY_MS);
        assertThat(shard.out.take("presence")).as("once").isEmpty();
    }

    @Test
    void shouldNotShowAUserOfflineThatComesBackInTime() {
        final long phone = shard.attach("alice", "phone");
        shard.ask("bob", "alice");
        shard.sendAway(phone);
        shard.pass(AWAY_MS - 1_000);
        final long again = shard.attach("alice", "phone");
        shard.pass(2 * AWAY_MS);
        assertThat(shard.out.take("presence")).isEmpty();
        shard.detach(again);
        assertThat(shard.out.take("presence")).containsExactly("presence e7 r0 alice offline seen");
    }

    /** As it would have been, had the other one not been there. */
    @Test
    void shouldExpectAClientBackThatWasSentAwayWhenAnotherOneOfItsUserGoesFirst() {
        shard.ask("bob", "alice");
        final long tablet = shard.attach("alice", "tablet");
        shard.sendAway(shard.attach("alice", "phone"));
        shard.out.take();
        shard.pass(2_000);
        shard.detach(tablet);
        assertThat(shard.out.take("presence")).as("the phone is expected").isEmpty();
        shard.pass(AWAY_MS - 3_000);
        assertThat(shard.out.take("presence")).isEmpty();
        shard.pass(1_500);
        assertThat(shard.out.take("presence")).containsExactly("presence e7 r0 alice offline seen");
    }

    /** What another one did that is back sooner has nothing to do with it. */
    @Test
    void shouldExpectAClientBackThatWasSentAwayThoughAnotherOneCame() {
        shard.ask("bob", "alice");
        final long tablet = shard.attach("alice", "tablet");
        shard.sendAway(shard.attach("alice", "phone"));
        shard.sendAway(tablet);
        shard.out.take();
        shard.pass(1_000);
        final long again = shard.attach("alice", "tablet");
        restore();
        shard.pass(1_000);
        shard.detach(again);
        assertThat(shard.out.take("presence")).as("the phone is expected").isEmpty();
        shard.pass(2_000);
        final long phone = shard.attach("alice", "phone");
        shard.pass(2 * AWAY_MS);
        assertThat(shard.out.take("presence")).isEmpty();
        shard.detach(phone);
        assertThat(shard.out.take("presence")).as("nobody is expected any more").containsExactly("presence e7 r0 alice offline seen");
    }

    /** Each for its own ten seconds, whatever those were that came and went meanwhile. */
    @Test
    void shouldExpectEachClientBackForTenSecondsOfItsOwn() {
        shard.ask("bob", "alice");
        final long tablet = shard.attach("alice", "tablet");
        shard.sendAway(shard.attach("alice", "phone"));
        shard.out.take();
        shard.pass(6_000);
        shard.sendAway(tablet);
        shard.pass(1_000);
        final long again = shard.attach("alice", "tablet");
        shard.pass(500);
        shard.detach(again);
        shard.pass(1_500);
        assertThat(shard.out.take("presence")).as("nine seconds after the phone").isEmpty();
        shard.pass(1_500);
        assertThat(shard.out.take("presence")).containsExactly("presence e7 r0 alice offline seen");
    }

    @Test
    void shouldExpectNoClientBackWhoseDeviceWasForgotten() {
        final long tablet = shard.attach("alice", "tablet");
        shard.ask("bob", "alice");
        shard.sendAway(shard.attach("alice", "phone"));
        shard.core.onRemoveDevice(Shard.EDGE, shard.epoch, 20, tablet, Shard.bytes("phone"));
        shard.out.take();
        shard.detach(tablet);
        assertThat(shard.out.take("presence")).containsExactly("presence e7 r0 alice offline seen");
    }

    @Test
    void shouldShowAUserOnlineWhileAnotherClientStays() {
        shard.ask("bob", "alice");
        final long tablet = shard.attach("alice", "tablet");
        shard.sendAway(shard.attach("alice", "phone"));
        shard.out.take();
        shard.pass(2 * AWAY_MS);
        assertThat(shard.out.take("presence")).as("the tablet is there").isEmpty();
        shard.detach(tablet);
        assertThat(shard.out.take("presence")).containsExactly("presence e7 r0 alice offline seen");
    }

    @Test
    void shouldNotCountTimeWithoutALeaderAsAway() {
        shard.ask("bob", "alice");
        shard.sendAway(shard.attach("alice", "phone"));
        shard.out.take();
        shard.outage(10 * AWAY_MS);
        shard.core.onTick();
        assertThat(shard.out.take("presence")).as("nobody can come back meanwhile").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldExpectTheClientsOfAnEdgeBackThatClosedOrOpenedAnew(final boolean closes) {
        final long other = shard.open(8);
        final long session = attachTo8("alice", "phone", other);
        final long cameMs = shard.now;
        shard.ask("bob", "alice");
        shard.step();
        if (closes) {
            shard.core.onEdgeClose(8, other);
        } else {
            shard.open(8);
        }
        // Who opens anew does not say since when its clients are gone.
        final long went = closes ? shard.now : cameMs;
        shard.pass(AWAY_MS - 1_000);
        assertThat(shard.out.take("presence")).isEmpty();
        shard.pass(1_500);
        assertThat(shard.out.take("presence")).containsExactly("presence e7 r0 alice offline seen");
        assertThat(shard.out.lastPresenceSeenMs).isEqualTo(went);
        assertThat(session).isPositive();
    }

    @Test
    void shouldShowAllUsersOfALostEdgeOfflineWithinATickOfASecondBehindItsLease() {
        shard.isHashChecked = false;
        final int users = 4_000;
        final long other = shard.open(8);
        for (int i = 0; i < users; i++) {
            shard.chat("user" + i, "bob");
            attachTo8("user" + i, "phone", other);
            shard.ask("bob", "user" + i);
        }
        shard.out.take();
        shard.core.onEdgeKeepAlive(Shard.EDGE, shard.epoch);
        shard.core.onEdgeKeepAlive(8, other);
        shard.pass(shard.limits().leaseMs() + 500);
        assertThat(shard.out.take("presence e7 r0")).isEmpty();
        shard.pass(500);
        assertThat(shard.out.take("presence")).as("each once").hasSize(users).doesNotHaveDuplicates()
            .first().isEqualTo("presence e7 r0 user0 offline seen");
        shard.pass(AWAY_MS + 1_000);
        assertThat(shard.out.take("presence")).isEmpty();
        assertThat(shard.core.stateHash()).isEqualTo(shard.core.recomputeStateHash());
    }

    /** It renews its lease each second, so it may have done so a second before it dies, or just then. */
    @ParameterizedTest
    @ValueSource(ints = {0, 990})
    void shouldShowTheUsersOfADeadEdgeOfflineTenToTwelveSecondsAfterIt(final int renewedBeforeMs) {
        final long other = shard.open(8);
        attachTo8("alice", "phone", other);
        shard.ask("bob", "alice");
        shard.core.onEdgeKeepAlive(8, other);
        final long diedMs = shard.now + renewedBeforeMs;
        passOften(diedMs + 9_900);
        assertThat(shard.out.take("presence")).as("9.9 s after the edge died").isEmpty();
        assertThat(shard.ask("bob", "alice")).containsExactly("presence e7 r9 alice online");
        passOften(diedMs + 12_000);
        assertThat(shard.out.take("presence")).containsExactly("presence e7 r0 alice offline seen");
        assertThat(shard.out.lastPresenceSeenMs).as("heard of last").isEqualTo(diedMs - renewedBeforeMs);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldTellOfALostEdgeSoLongAfterItsLease(final int more) {
        final long other = shard.open(8);
        attachTo8("alice", "phone", other);
        shard.ask("bob", "alice");
        shard.core.onEdgeKeepAlive(8, other);
        final long renewedMs = shard.now;
        tick(renewedMs + shard.limits().leaseMs() / 2);
        tick(renewedMs + shard.limits().leaseMs());
        shard.out.take();
        tick(renewedMs + shard.limits().leaseMs() + CoreLimits.LOST_AFTER_MS + more);
        assertThat(shard.out.take("presence")).hasSize(more < 0 ? 0 : 1);
        tick(renewedMs + shard.limits().leaseMs() + CoreLimits.LOST_AFTER_MS + 2);
        assertThat(shard.out.take("presence")).hasSize(more < 0 ? 1 : 0);
    }

    private void tick(final long ms) {
        shard.now = ms;
        shard.core.onTime(ms);
        shard.core.onEdgeKeepAlive(Shard.EDGE, shard.epoch);
        shard.core.onTick();
    }

    @Test
    void shouldSayOfTheUsersOfADeadEdgeThatTheyWereThereWhenTheyDidSomethingLast() {
        final long other = shard.open(8);
        final long phone = attachTo8("alice", "phone", other);
        shard.ask("bob", "alice");
        shard.core.onEdgeKeepAlive(8, other);
        shard.pass(1_500);
        shard.core.onSetPrivacy(8, other, 0, phone, Visibility.CONTACTS);
        final long did = shard.now;
        shard.pass(shard.limits().leaseMs() + 1_000);
        assertThat(shard.out.take("presence")).containsExactly("presence e7 r0 alice offline seen");
        assertThat(shard.out.lastPresenceSeenMs).isEqualTo(did);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20_000, 3_600_000})
    void shouldNotTakeAnOutageForTimeInWhichAUserWasThere(final long outageMs) {
        final long other = shard.open(8);
        attachTo8("alice", "phone", other);
        shard.ask("bob", "alice");
        shard.core.onEdgeKeepAlive(8, other);
        final long heardMs = shard.now;
        shard.outage(outageMs);
        shard.pass(shard.limits().leaseMs() + 500);
        final long tablet = shard.attach("alice", "tablet");
        shard.core.onListDevices(Shard.EDGE, shard.epoch, 30, tablet);
        assertThat(shard.out.lastSeenMs.get("phone")).as("before anybody was told").isEqualTo(heardMs);
        shard.core.onRemoveDevice(Shard.EDGE, shard.epoch, 31, tablet, Shard.bytes("tablet"));
        shard.out.take();
        shard.pass(1_000);
        assertThat(shard.out.take("presence")).containsExactly("presence e7 r0 alice offline seen");
        assertThat(shard.out.lastPresenceSeenMs).isEqualTo(heardMs);
        shard.core.onListDevices(Shard.EDGE, shard.epoch, 32, shard.attach("alice", "tablet"));
        assertThat(shard.out.lastSeenMs.get("phone")).isEqualTo(heardMs);
    }

    @Test
    void shouldSayThatUsersWereThereUntilTheirEdgeClosedThoughTheShardEndedWithIt() {
        final long other = shard.open(8);
        attachTo8("alice", "phone", other);
        shard.ask("bob", "alice");
        shard.pass(3_000);
        shard.core.onEdgeClose(8, other);
        final long closedMs = shard.now;
        shard.outage(3_600_000);
        shard.pass(AWAY_MS + 1_000);
        assertThat(shard.out.take("presence")).containsExactly("presence e7 r0 alice offline seen");
        assertThat(shard.out.lastPresenceSeenMs).isEqualTo(closedMs);
    }

    private void passOften(final long untilMs) {
        while (shard.now < untilMs) {
            shard.now += 100;
            shard.core.onTime(shard.now);
            shard.core.onEdgeKeepAlive(Shard.EDGE, shard.epoch);
            shard.core.onTick();
        }
    }

    @Test
    void shouldLetADeviceComeBackFromAnEdgeThatIsGoneBeforeAnybodyWasTold() {
        final long other = shard.open(8);
        attachTo8("alice", "phone", other);
        shard.ask("bob", "alice");
        shard.core.onEdgeClose(8, other);
        shard.attach("alice", "phone");
        shard.pass(AWAY_MS + 1_000);
        assertThat(shard.out.take("presence")).isEmpty();
        shard.check();
    }

    @Test
    void shouldTellNobodyAnythingOfAUserWhoHidesAndTellTheTruthAgainAfterwards() {
        final long phone = shard.attach("alice", "phone");
        shard.ask("bob", "alice");
        shard.core.onSetPrivacy(Shard.EDGE, shard.epoch, 12, phone, Visibility.NOBODY);
        assertThat(shard.out.take()).containsExactlyInAnyOrder(
            "done e7 r12", "presence e7 r0 alice offline hidden");
        shard.privacy(phone, Visibility.NOBODY);
        assertThat(shard.out.take()).as("no news, and nobody waits").isEmpty();
        assertThat(shard.ask("bob", "alice")).as("the edge goes on watching").containsExactly(
            "presence e7 r9 alice offline");
        shard.detach(phone);
        final long again = shard.attach("alice", "phone");
        shard.sendAway(again);
        shard.pass(AWAY_MS + 1_000);
        assertThat(shard.out.take("presence")).allMatch("presence e7 r0 alice offline hidden"::equals);
        final long last = shard.attach("alice", "phone");
        shard.out.take();
        shard.privacy(last, Visibility.CONTACTS);
        assertThat(shard.out.take()).containsExactly("presence e7 r0 alice online");
        shard.detach(last);
        assertThat(shard.out.take()).containsExactly("presence e7 r0 alice offline seen");
    }

    @Test
    void shouldTellAContactWhoAskedWhileTheUserHid() {
        final long phone = shard.attach("alice", "phone");
        shard.privacy(phone, Visibility.NOBODY);
        assertThat(shard.ask("bob", "alice")).containsExactly("presence e7 r9 alice offline");
        assertThat(shard.ask("carol", "alice")).containsExactly(HIDDEN);
        shard.privacy(phone, Visibility.CONTACTS);
        assertThat(shard.out.take()).containsExactly("presence e7 r0 alice online");
    }

    @Test
    void shouldRefuseWhatMakesNoSense() {
        final long phone = shard.attach("alice", "phone");
        shard.out.take();
        shard.core.onSetPrivacy(Shard.EDGE, shard.epoch, 12, phone, 3);
        shard.core.onSetPrivacy(Shard.EDGE, shard.epoch, 13, phone + 1, Visibility.NOBODY);
        shard.core.onPresenceSubscribe(Shard.EDGE, shard.epoch, 14, Shard.bytes("bob"), Shard.bytes(""));
        assertThat(shard.out.take()).containsExactly(
            "refused e7 r12 code=4 detail=14", "refused e7 r13 code=8 detail=0", "refused e7 r14 code=4 detail=14");
    }

    @Test
    void shouldRefuseSubscriptionsOverTheBound() {
        shard.chat("carol", "bob");
        shard.configure(Limits.of(shard.limits()).presence(1).build());
        shard.ask("bob", "alice");
        assertThat(shard.ask("bob", "carol")).containsExactly("refused e7 r9 code=6 detail=21");
        assertThat(shard.ask("dave", "carol")).as("who may not see her takes no room").containsExactly(
            "presence e7 r9 carol offline hidden");
        shard.epoch = shard.open(Shard.EDGE);
        assertThat(shard.ask("bob", "alice")).as("the one that is dead is its own").containsExactly(
            "presence e7 r9 alice offline");
        shard.forgo("alice");
        assertThat(shard.ask("bob", "carol")).containsExactly("presence e7 r9 carol offline");
    }

    @Test
    void shouldGoOnAfterARestoreAtAnyPoint() {
        final long phone = shard.attach("alice", "phone");
        shard.ask("bob", "alice");
        shard.privacy(phone, Visibility.NOBODY);
        restore();
        shard.out.take();
        shard.privacy(phone, Visibility.CONTACTS);
        assertThat(shard.out.take()).containsExactly("presence e7 r0 alice online");
        shard.sendAway(phone);
        restore();
        assertThat(shard.ask("bob", "alice")).containsExactly("presence e7 r9 alice online");
        shard.pass(AWAY_MS + 1_000);
        assertThat(shard.out.take("presence")).containsExactly("presence e7 r0 alice offline seen");
        final long other = shard.open(8);
        attachTo8("alice", "phone", other);
        shard.core.onEdgeClose(8, other);
        restore();
        shard.out.take();
        shard.pass(AWAY_MS + 1_000);
        assertThat(shard.out.take("presence")).containsExactly("presence e7 r0 alice offline seen");
    }

    private void restore() {
        final List<byte[]> snapshot = shard.snapshot();
        shard.core = Shard.restore(snapshot, shard.out);
        assertThat(shard.snapshot()).containsExactlyElementsOf(snapshot);
    }

    private long attachTo8(final String user, final String device, final long epoch) {
        shard.step();
        shard.core.onAttach(
            8, epoch, ++attaches, 500, 0, 0, Shard.partition(user), Shard.bytes(user), Shard.bytes(device));
        shard.check();
        return shard.out.lastSession;
    }
}
