package godwit.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.fanout.Link;
import godwit.edge.memory.ByteBudget;
import godwit.edge.request.Request;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.RemoveDeviceEncoder;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.SessionEnd;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UplinkTest {
    private static final int RENEWALS = UplinkConfiguration.DETACHES_KEPT_RENEWALS;

    private final ShardHarness h = new ShardHarness(64);

    @Test
    void shouldOpenBeforeAnythingElseAndRenewOnceASecond() {
        h.request(new Request.Attach(1, null, "user1", "phone", 0, h.new Recorder(1)));
        h.work();
        assertThat(h.commands).isEmpty();
        h.uplink.onConnected();
        h.work();
        h.work();
        assertThat(h.commands).containsExactly("open #2");
        h.after(1_000);
        assertThat(h.commands).as("no answer: once more").containsExactly("open #2", "open #3");
        h.commands.clear();
        h.uplink.answers().onEdgeOpened(5, h.nowMs);
        h.after(1_000);
        assertThat(h.commands).containsExactly("keepalive e5", "attach c1 e5 #1");
    }

    @Test
    void shouldOpenAnewWhenKeepAlivesStayUnanswered() {
        h.open();
        h.after(1_000);
        h.after(4_999);
        assertThat(h.commands).containsExactly("keepalive e1", "keepalive e1");
        h.after(1);
        assertThat(h.commands).hasSize(3).last().asString().startsWith("open");
    }

    /** Over, a lease takes the way of the shard's refusals with it: nothing is answered until there is another one. */
    @Test
    void shouldOpenAnewSoonWhenTheLeaseWasNotRenewedForAsLongAsItLasts() {
        h.uplink.answers().onLeaseDuration(10_000);
        h.open();
        h.uplink.onDisconnected();
        h.after(10_000);
        h.uplink.onConnected();
        h.work();
        assertThat(h.takeCommands()).containsExactly("keepalive e1");
        h.after(999);
        assertThat(h.takeCommands()).isEmpty();
        h.after(1);
        assertThat(h.takeCommands()).singleElement().asString().startsWith("open");
    }

    @Test
    void shouldNotDoubtALeaseThatTheShardRenewedAfterAll() {
        h.uplink.answers().onLeaseDuration(10_000);
        h.open();
        h.nowMs += 10_000;
        h.work();
        h.uplink.onHeard();
        h.uplink.answers().onLeaseRenewed(h.nowMs);
        h.after(1_000);
        h.after(1_000);
        assertThat(h.takeCommands()).hasSize(3).containsOnly("keepalive e1");
    }

    /** The shard counts no time between two terms, however long it was away. */
    @Test
    void shouldNotDoubtALeaseThatNobodyCouldRenewUntilThereWasANewLeader() {
        h.uplink.answers().onLeaseDuration(10_000);
        h.open();
        h.result = OfferResult.AWAY;
        h.after(10_000);
        h.result = OfferResult.OFFERED;
        h.termId++;
        h.uplink.onNewLeader();
        h.work();
        assertThat(h.takeCommands()).containsExactly("keepalive e1");
        keepsTheLeaseFor5Seconds();
    }

    @Test
    void shouldNotDoubtALeaseThatNobodyCouldRenewUntilItConnectedToANewLeader() {
        h.uplink.answers().onLeaseDuration(10_000);
        h.open();
        h.uplink.onDisconnected();
        h.after(10_000);
        h.termId++;
        h.uplink.onConnected();
        h.work();
        assertThat(h.takeCommands()).containsExactly("keepalive e1");
        keepsTheLeaseFor5Seconds();
    }

    @Test
    void shouldNotDoubtALeaseAnyMoreWhenThereIsANewLeader() {
        h.uplink.answers().onLeaseDuration(10_000);
        h.open();
        h.after(10_000);
        h.termId++;
        h.uplink.onNewLeader();
        h.takeCommands();
        h.after(1_000);
        assertThat(h.takeCommands()).containsExactly("keepalive e1");
        keepsTheLeaseFor5Seconds();
    }

    @Test
    void shouldDoubtALeaseThatTheEdgeDidNotRenewForAsLongAsItLastsUnderTheSameLeader() {
        h.uplink.answers().onLeaseDuration(10_000);
        h.open();
        h.termId++;
        h.uplink.onNewLeader();
        h.after(1_000);
        h.uplink.onHeard();
        h.uplink.answers().onLeaseRenewed(h.nowMs);
        h.takeCommands();
        h.after(10_000);
        assertThat(h.takeCommands()).containsExactly("keepalive e1");
        h.uplink.onNewLeader();
        h.after(1_000);
        assertThat(h.takeCommands()).containsExactly("keepalive e1");
        h.after(1_000);
        assertThat(h.takeCommands()).singleElement().asString().startsWith("open");
    }

    @Test
    void shouldDoubtALeaseThatTheEdgeDidNotRenewOnceInANewTerm() {
        h.uplink.answers().onLeaseDuration(10_000);
        h.open();
        h.termId++;
        h.uplink.onNewLeader();
        h.after(500);
        h.uplink.onDisconnected();
        h.after(10_000);
        h.uplink.onConnected();
        h.work();
        assertThat(h.takeCommands()).containsExactly("keepalive e1");
        h.after(1_000);
        assertThat(h.takeCommands()).singleElement().asString().startsWith("open");
    }

    /** A leader that stood still, and was replaced, says at last what it gave 8 s before. */
    @Test
    void shouldCountALeaseFromWhenItWasAskedForHoweverLateTheAnswerCame() {
        h.uplink.answers().onLeaseDuration(10_000);
        h.uplink.onConnected();
        h.work();
        h.after(8_000);
        h.uplink.answers().onEdgeOpened(1, h.nowMs);
        h.takeCommands();
        h.after(1_000);
        assertThat(h.takeCommands()).containsExactly("keepalive e1");
        h.after(999);
        assertThat(h.takeCommands()).isEmpty();
        h.after(1);
        assertThat(h.takeCommands()).singleElement().asString().startsWith("open");
    }

    @Test
    void shouldCountALeaseThatWasAskedForBeforeItsTermFromThatOn() {
        h.uplink.answers().onLeaseDuration(10_000);
        h.uplink.onConnected();
        h.work();
        h.after(7_000);
        h.termId++;
        h.uplink.onNewLeader();
        h.after(1_000);
        h.uplink.answers().onEdgeOpened(1, h.nowMs);
        h.takeCommands();
        h.after(1_000);
        assertThat(h.takeCommands()).containsExactly("keepalive e1");
        keepsTheLeaseFor5Seconds();
    }

    private void keepsTheLeaseFor5Seconds() {
        h.after(4_999);
        assertThat(h.takeCommands()).isNotEmpty().containsOnly("keepalive e1");
        h.after(1);
        assertThat(h.takeCommands()).singleElement().asString().startsWith("open");
    }

    @Test
    void shouldKeepALeaseOfWhichSomethingIsHeard() {
        h.open();
        for (int second = 0; second < 30; second++) {
            h.after(1_000);
            h.uplink.onHeard();
        }
        assertThat(h.commands).hasSize(30).containsOnly("keepalive e1");
    }

    @Test
    void shouldOfferSendsInOrderAndAgainInOrderAfterANewLeader() {
        h.open().attach(1);
        h.send(1, "a");
        h.send(1, "b");
        h.work();
        h.uplink.answers().onAnswered(h.correlation() - 1);
        h.commands.clear();
        h.send(1, "c");
        h.uplink.onNewLeader();
        h.work();
        assertThat(h.commands).extracting(word -> word.split(" ")[3]).containsExactly("b", "c");
    }

    @Test
    void shouldKeepTheOrderUnderBackPressure() {
        h.open().attach(1);
        h.result = OfferResult.BACK_PRESSURED;
        h.send(1, "a");
        h.send(1, "b");
        h.work();
        assertThat(h.commands).isEmpty();
        h.result = OfferResult.OFFERED;
        h.work();
        assertThat(h.commands).extracting(word -> word.split(" ")[3]).containsExactly("a", "b");
    }

    @Test
    void shouldRefuseWhatIsNotAnsweredInTimeAndAllThatFollowsInThatChat() {
        h.open().attach(1);
        h.send(1, "a");
        h.nowMs += 4_000;
        h.send(1, "b");
        h.after(1_000);
        assertThat(h.heard).containsExactly("c1 refused UNAVAILABLE a", "c1 refused UNAVAILABLE b");
        h.heard.clear();
        h.send(1, "c");
        assertThat(h.heard).containsExactly("c1 refused UNAVAILABLE c");
        h.commands.clear();
        h.send(1, "a");
        h.send(1, "b");
        h.send(1, "c");
        h.work();
        assertThat(h.commands).filteredOn(word -> word.startsWith("send")).hasSize(3);
    }

    @Test
    void shouldRefuseOverTheBound() {
        final ShardHarness small = new ShardHarness(2).open().attach(1);
        small.send(1, "a");
        small.send(1, "b");
        small.send(1, "c");
        assertThat(small.heard).containsExactly("c1 refused UNAVAILABLE c");
        assertThat(small.count(EdgeCounter.REQUESTS_REFUSED_FULL)).isEqualTo(1);
    }

    @Test
    void shouldRefuseOverTheBoundOfBytesAndTakeAgainWhenAnswered() {
        final ByteBudget held = new ByteBudget(2_000);
        final ShardHarness small = new ShardHarness(64, held).open().attach(1);
        assertThat(held.taken()).as("the attach is answered").isZero();
        small.send(1, "a");
        small.send(1, "b");
        small.send(1, "c");
        small.send(1, "d");
        assertThat(small.heard).containsExactly("c1 refused UNAVAILABLE d");
        assertThat(small.count(EdgeCounter.REQUESTS_REFUSED_HELD)).isEqualTo(1);
        small.work();
        small.uplink.answers().onAnswered(small.correlation());
        small.send(1, "d");
        assertThat(small.heard).hasSize(1);
        small.after(5_000);
        assertThat(held.taken()).as("the others timed out").isZero();
    }

    @Test
    void shouldCollectAcknowledgementsAndKeepTheHighest() {
        h.open().attach(1);
        acknowledge(1, null, ReceiptStatus.DELIVERED, 4);
        acknowledge(1, null, ReceiptStatus.DELIVERED, 6);
        acknowledge(1, null, ReceiptStatus.DELIVERED, 5);
        acknowledge(1, null, ReceiptStatus.READ, 5);
        h.after(99);
        assertThat(h.commands).isEmpty();
        h.after(1);
        assertThat(h.commands).containsExactly("ack s101 DELIVERED 6 of 1 s101 READ 5 of 1");
    }

    /** Where it connected to another edge meanwhile, it would take over from there. */
    @Test
    void shouldSayHowLongAConnectWaited() {
        h.open();
        h.nowMs += 500;
        h.request(new Request.Attach(1, null, "user1", "phone", h.nowMs - 200, h.new Recorder(1)));
        h.work();
        assertThat(h.waitedMs).as("in what hands it on").isEqualTo(200);
        h.nowMs += 1_000;
        h.uplink.onNewLeader();
        h.work();
        assertThat(h.waitedMs).as("offered again").isEqualTo(1_200);
    }

    /** Its client may be connected to another edge, and would be told there that it was replaced. */
    @Test
    void shouldNotAttachAgainForAConnectionThatIsGone() {
        h.open();
        h.request(new Request.Attach(1, null, "user1", "phone", 0, h.new Recorder(1)));
        h.work();
        assertThat(h.takeCommands()).singleElement().asString().startsWith("attach c1");
        h.request(new Request.Attach(2, null, "user2", "phone", 0, h.new Recorder(2)));
        h.request(new Request.Detach(1));
        h.uplink.onNewLeader();
        h.work();
        assertThat(h.takeCommands()).singleElement().asString().startsWith("attach c2");
        assertThat(h.uplink.pendingCount()).isEqualTo(1);
    }

    /** Lost with a leader, what was delivered comes again and is acknowledged again; what was read would never be told. */
    @Test
    void shouldTellANewLeaderWhatWasReadAndIsNotKnownToBeHeard() {
        h.open().attach(1);
        acknowledge(1, null, ReceiptStatus.DELIVERED, 6);
        acknowledge(1, null, ReceiptStatus.READ, 5);
        h.after(100);
        h.takeCommands();
        h.uplink.onNewLeader();
        h.work();
        assertThat(h.takeCommands()).containsExactly("ack s101 READ 5 of 1");
        h.uplink.answers().onAnswered(h.readsCorrelation);
        h.uplink.onNewLeader();
        h.work();
        assertThat(h.takeCommands()).as("it was heard").isEmpty();
        assertThat(h.count(EdgeCounter.ANSWERS_UNKNOWN)).isZero();
    }

    @Test
    void shouldTellANewLeaderTheNewestThatWasReadOnce() {
        h.open().attach(1).attach(2);
        acknowledge(1, null, ReceiptStatus.READ, 5);
        h.after(100);
        acknowledge(1, null, ReceiptStatus.READ, 4);
        acknowledge(2, null, ReceiptStatus.READ, 7);
        h.after(100);
        acknowledge(2, null, ReceiptStatus.READ, 9);
        h.takeCommands();
        h.uplink.onNewLeader();
        h.work();
        assertThat(h.takeCommands()).containsExactly("ack s102 READ 9 of 1 s101 READ 5 of 1");
    }

    @Test
    void shouldTellWhatWasReadInTheSessionOfANewLease() {
        h.open().attach(1);
        acknowledge(1, null, ReceiptStatus.READ, 5);
        h.after(100);
        h.uplink.answers().onRefused(h.readsCorrelation, 101, RefusalCode.STALE_EDGE, 0, 0);
        h.work();
        h.uplink.answers().onEdgeOpened(2, h.nowMs);
        h.after(10);
        h.work();
        h.uplink.answers().onAttached(h.correlation(), 1, 201, true, 0);
        h.takeCommands();
        h.work();
        assertThat(h.takeCommands()).containsExactly("ack s201 READ 5 of 1");
        h.uplink.answers().onRefused(h.readsCorrelation, 201, RefusalCode.NOT_FOUND, 0, 0);
        h.uplink.onNewLeader();
        h.work();
        assertThat(h.takeCommands()).as("refused for good").isEmpty();
    }

    @Test
    void shouldTellWhatWasReadInTheSessionThatTookTheOthersPlace() {
        h.open().attach(1).attach(2);
        acknowledge(1, null, ReceiptStatus.READ, 5);
        acknowledge(2, null, ReceiptStatus.READ, 6);
        h.after(100);
        assertThat(h.takeCommands()).containsExactly("ack s101 READ 5 of 1 s102 READ 6 of 1");
        h.uplink.answers().onAttached(h.attachOf(1), 1, 201, true, 0);
        h.uplink.answers().onAttached(h.attachOf(2), 2, 202, true, 0);
        h.uplink.answers().onRefused(0, 101, RefusalCode.STALE_SESSION, 0, 0);
        h.uplink.answers().onRefused(h.readsCorrelation, 102, RefusalCode.STALE_SESSION, 0, 0);
        h.work();
        assertThat(h.takeCommands()).containsExactly("ack s201 READ 5 of 1 s202 READ 6 of 1");
        h.uplink.answers().onAnswered(h.readsCorrelation);
        h.uplink.onNewLeader();
        h.after(100);
        assertThat(h.takeCommands()).isEmpty();
    }

    @Test
    void shouldTellWhatWasReadOnlyOnceThereIsAnotherSession() {
        h.open().attach(1).attach(2);
        acknowledge(1, null, ReceiptStatus.READ, 5);
        acknowledge(2, null, ReceiptStatus.READ, 6);
        h.after(100);
        h.request(new Request.Detach(2));
        h.work();
        h.takeCommands();
        h.uplink.answers().onRefused(0, 101, RefusalCode.STALE_SESSION, 0, 0);
        h.uplink.answers().onRefused(h.readsCorrelation, 102, RefusalCode.STALE_SESSION, 0, 0);
        h.after(10);
        h.after(10);
        assertThat(h.takeCommands()).hasSize(1).allMatch(word -> word.startsWith("attach c1"));
        h.uplink.answers().onAttached(h.attachOf(1), 1, 201, true, 0);
        h.work();
        assertThat(h.takeCommands()).as("nothing of who went").containsExactly("ack s201 READ 5 of 1");
    }

    @Test
    void shouldAnswerAnAcknowledgementThatAsksForIt() {
        h.open().attach(1);
        acknowledge(1, "r", ReceiptStatus.READ, 5);
        h.work();
        assertThat(h.commands).hasSize(1).allMatch(word -> word.startsWith("ack s101 READ 5 of 1 #"));
    }

    @Test
    void shouldSendAcknowledgementsBeforeWhatMayDependOnThem() {
        h.open().attach(1);
        acknowledge(1, null, ReceiptStatus.READ, 5);
        h.request(new Request.ListChats(1, "r", -1, -1, 50));
        h.work();
        assertThat(h.commands).hasSize(2);
        assertThat(h.commands.get(0)).isEqualTo("ack s101 READ 5 of 1");
        assertThat(h.commands.get(1)).startsWith("list s101");
    }

    private void acknowledge(
        final long connectionId, final String reqId, final ReceiptStatus status, final long sequence) {
        h.uplink.acknowledgements().acknowledge(
            new Request.Acknowledge(connectionId, reqId, ShardHarness.CHAT, sequence, status, Long.MAX_VALUE),
            h.links.ofConnection(connectionId), ShardHarness.CHAT, sequence, 1, true);
    }

    @Test
    void shouldOpenAndAttachAgainWhenTheLeaseIsLost() {
        h.open().attach(1).attach(2);
        h.request(new Request.ListChats(1, "r", -1, -1, 50));
        h.work();
        final long list = h.correlation();
        h.uplink.answers().onRefused(list, 101, RefusalCode.STALE_EDGE, 0, 0);
        h.commands.clear();
        h.work();
        assertThat(h.commands).hasSize(1).allMatch(word -> word.startsWith("open"));
        h.commands.clear();
        h.uplink.answers().onEdgeOpened(2, h.nowMs);
        h.after(10);
        h.after(10);
        assertThat(h.commands).filteredOn(word -> word.startsWith("attach")).hasSize(2)
            .allMatch(word -> word.contains("e2"));
        final String first = h.commands.stream().filter(word -> word.startsWith("attach c1")).findFirst().orElseThrow();
        h.uplink.answers().onAttached(Long.parseLong(first.substring(first.indexOf('#') + 1)), 1, 201, true, 0);
        h.commands.clear();
        h.work();
        assertThat(h.commands).as("what waited for the session").containsExactly("list s201 e2 #" + list);
        assertThat(h.heard).as("the client notices nothing").isEmpty();
    }

    /** So the shard can tell that the device has sent from elsewhere since: the key may be forgotten by then. */
    @Test
    void shouldNameTheLastSessionOfASendThatComesAfterALostLease() {
        h.open().attach(1);
        h.send(1, "k1");
        h.work();
        h.uplink.answers().onRefused(0, 0, RefusalCode.STALE_EDGE, 0, 0);
        h.work();
        h.send(1, "k2");
        h.uplink.answers().onEdgeOpened(2, h.nowMs);
        h.after(10);
        h.after(10);
        assertThat(h.commands).anyMatch(word -> word.startsWith("send user1 phone k2"));
        assertThat(h.sendSessions).isNotEmpty().containsOnly(101L);
    }

    @Test
    void shouldLetAConnectionGoThatCannotBeToldThatSomethingIsMissing() {
        h.open().attach(1);
        attachAgain(201, true);
        assertThat(h.heard).as("the client notices nothing").isEmpty();
        attachAgain(301, false);
        assertThat(h.heard).containsExactly("c1 misses something");
        assertThat(h.links.count()).isZero();
        h.commands.clear();
        h.after(10);
        assertThat(h.commands).anyMatch(word -> word.startsWith("detach s301"));
    }

    @Test
    void shouldEndAConnectionThatTheShardGivesNoOtherSession() {
        h.open().attach(1);
        h.uplink.answers().onRefused(0, 0, RefusalCode.STALE_EDGE, 0, 0);
        h.work();
        h.uplink.answers().onEdgeOpened(2, h.nowMs);
        h.after(10);
        h.after(10);
        assertThat(h.commands).anyMatch(word -> word.startsWith("attach c1 e2 after s101"));
        h.uplink.answers().onSessionEnded(1, 101, SessionEnd.REMOVED);
        assertThat(h.heard).containsExactly("c1 ended REMOVED");
        assertThat(h.links.count()).isZero();
        h.commands.clear();
        h.after(60_000);
        assertThat(h.commands).noneMatch(word -> word.startsWith("attach"));
    }

    @ParameterizedTest
    @EnumSource(SessionEnd.class)
    void shouldAskWhyASessionEndedWhenTheWordOfItGotLost(final SessionEnd reason) {
        h.open().attach(1).attach(2);
        h.uplink.resyncs().resyncAll();
        h.work();
        h.commands.clear();
        h.uplink.answers().onRefused(0, 101, RefusalCode.STALE_SESSION, 0, 0);
        assertThat(h.heard).isEmpty();
        h.after(10);
        h.after(10);
        assertThat(h.commands).hasSize(1).allMatch(word -> word.startsWith("attach c1 e1 after s101"));
        h.uplink.answers().onSessionEnded(1, 101, reason);
        assertThat(h.heard).containsExactly("c1 ended " + reason);
        assertThat(h.links.count()).isEqualTo(1);
    }

    @Test
    void shouldKeepARequestUntilItsStaleSessionIsSettled() {
        h.open().attach(1);
        h.request(new Request.ListChats(1, "r", -1, -1, 50));
        h.work();
        final long list = h.correlation();
        h.commands.clear();
        h.uplink.answers().onRefused(list, 101, RefusalCode.STALE_SESSION, 0, 0);
        h.after(10);
        h.after(10);
        assertThat(h.commands).hasSize(1).allMatch(word -> word.startsWith("attach c1 e1 after s101"));
        h.uplink.answers().onAttached(h.correlation(), 1, 201, true, 0);
        h.commands.clear();
        h.work();
        assertThat(h.commands).containsExactly("list s201 e1 #" + list);
        assertThat(h.heard).as("the client notices nothing").isEmpty();
    }

    @Test
    void shouldKeepItsSessionWhenAnEarlierOneIsRefusedAsStale() {
        h.open().attach(1);
        h.send(1, "k1");
        h.work();
        final long send = h.correlation();
        attachAgain(201, true);
        h.uplink.onNewLeader();
        h.work();
        assertThat(h.sendSessions).as("offered in the new session").endsWith(201L);
        h.commands.clear();
        h.uplink.answers().onRefused(send, 101, RefusalCode.STALE_SESSION, 0, 0);
        h.after(10);
        h.after(10);
        assertThat(h.commands).isEmpty();
        assertThat(h.links.ofSession(201)).isNotNull();
        assertThat(h.uplink.pendingCount()).isEqualTo(1);
    }

    @Test
    void shouldNotSendAgainAndAgainInASessionThatIsOver() {
        h.open().attach(1);
        h.send(1, "k1");
        h.work();
        final long send = h.correlation();
        h.takeCommands();
        for (int i = 0; i < 3; i++) {
            h.uplink.answers().onRefused(send, 101, RefusalCode.STALE_SESSION, 0, 0);
            h.after(10);
        }
        final List<String> told = h.takeCommands();
        assertThat(told).as("until there is another one").noneMatch(word -> word.startsWith("send"));
        final String attach = told.stream().filter(word -> word.startsWith("attach c1")).findFirst().orElseThrow();
        h.uplink.answers().onAttached(
            Long.parseLong(attach.substring(attach.indexOf('#') + 1)), 1, 201, true, 0);
        h.work();
        assertThat(h.takeCommands()).anyMatch(word -> word.startsWith("send user1 phone k1"));
        assertThat(h.sendSessions).endsWith(201L);
    }

    private void attachAgain(final long session, final boolean resumed) {
        final long epoch = session / 100;
        h.uplink.answers().onRefused(0, 0, RefusalCode.STALE_EDGE, 0, 0);
        h.work();
        h.commands.clear();
        h.uplink.answers().onEdgeOpened(epoch, h.nowMs);
        h.after(10);
        h.after(10);
        final String attach = h.commands.stream().filter(word -> word.startsWith("attach c1")).findFirst().orElseThrow();
        h.uplink.answers().onAttached(
            Long.parseLong(attach.substring(attach.indexOf('#') + 1)), 1, session, resumed, 0);
    }

    @Test
    void shouldEndASessionThatTheShardEnded() {
        h.open().attach(1);
        h.uplink.answers().onSessionEnded(1, 101, SessionEnd.REMOVED);
        assertThat(h.heard).containsExactly("c1 ended REMOVED");
        assertThat(h.links.count()).isZero();
    }

    /** A connection's Attach was offered again after a new leader; its correlation. */
    private long attachTwice() {
        h.open();
        h.request(new Request.Attach(1, null, "user1", "phone", 0, h.new Recorder(1)));
        h.work();
        final long correlation = h.correlation();
        h.uplink.onNewLeader();
        h.work();
        return correlation;
    }

    @Test
    void shouldNotTakeItsOwnRepeatedAttachForAReplacement() {
        final long correlation = attachTwice();
        h.uplink.answers().onAttached(correlation, 1, 101, true, 0);
        h.uplink.answers().onSessionEnded(1, 101, SessionEnd.REPLACED);
        h.uplink.answers().onAttached(correlation, 1, 102, true, 0);
        assertThat(h.heard).containsExactly("c1 attached 101");
        assertThat(h.links.ofSession(102)).isNotNull();
    }

    /** Seconds in which the lease is renewed. */
    private void pass(final int seconds) {
        for (int i = 0; i < seconds; i++) {
            h.after(1_000);
            h.uplink.answers().onLeaseRenewed(h.nowMs);
            h.uplink.onHeard();
        }
    }

    /** A leader that stood still answers to it when it wakes. */
    @Test
    void shouldNotTakeItsOwnRepeatedAttachForAReplacementHoweverLate() {
        final long correlation = attachTwice();
        h.uplink.answers().onAttached(correlation, 1, 101, true, 0);
        pass(10);
        h.uplink.answers().onSessionEnded(1, 101, SessionEnd.REPLACED);
        h.uplink.answers().onAttached(correlation, 1, 102, true, 0);
        h.takeCommands();
        h.after(1_000);
        assertThat(h.heard).containsExactly("c1 attached 101");
        assertThat(h.links.ofSession(102)).isNotNull();
        assertThat(h.takeCommands()).as("it has one").noneMatch(word -> word.startsWith("attach"));
    }

    /** The repeated Attach makes another device, without what came in between; the client would believe that it goes on. */
    @Test
    void shouldEndASessionOfARemovedDeviceThoughItsRepeatedAttachIsUnderWay() {
        final long correlation = attachTwice();
        h.uplink.answers().onAttached(correlation, 1, 101, false, 0);
        h.uplink.answers().onSessionEnded(1, 101, SessionEnd.REMOVED);
        h.uplink.answers().onAttached(correlation, 1, 102, false, 0);
        assertThat(h.heard).containsExactly("c1 attached 101", "c1 ended REMOVED");
        h.commands.clear();
        h.work();
        assertThat(h.commands).anyMatch(word -> word.startsWith("detach s102"));
    }

    @Test
    void shouldTakeAReplacementForOneWhenItsRepeatedAttachIsLongLost() {
        h.open();
        h.request(new Request.Attach(1, null, "user1", "phone", 0, h.new Recorder(1)));
        h.work();
        h.uplink.onNewLeader();
        h.work();
        h.uplink.answers().onAttached(h.correlation(), 1, 101, true, 0);
        pass(5);
        h.uplink.answers().onSessionEnded(1, 101, SessionEnd.REPLACED);
        assertThat(h.heard).as("it may have been late").containsExactly("c1 attached 101");
        h.takeCommands();
        h.work();
        h.work();
        assertThat(h.takeCommands()).singleElement().asString().startsWith("attach c1");
        h.uplink.answers().onSessionEnded(1, 101, SessionEnd.REPLACED);
        assertThat(h.heard).containsExactly("c1 attached 101", "c1 ended REPLACED");
    }

    @Test
    void shouldDetachWhatIsGone() {
        h.open().attach(1);
        h.request(new Request.Detach(1));
        h.uplink.answers().onUnknownSession(55);
        h.uplink.answers().onAttached(1_000, 9, 109, true, 0);
        h.work();
        assertThat(h.commands).containsExactly("detach s101", "detach s55", "detach s109");
    }

    /** With a leader, or a connection, goes what it had not committed: its user would be there for as long as the lease. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTellAgainOfWhatIsGoneWhereThatMayBeLost(final boolean leader) {
        h.open().attach(1).attach(2);
        h.request(new Request.Detach(1));
        h.request(new Request.Detach(2, true));
        h.work();
        assertThat(h.takeCommands()).containsExactly("detach s101", "detach s102 away");
        lose(leader);
        assertThat(h.takeCommands()).containsExactly("detach s101", "detach s102 away");
        lose(leader);
        assertThat(h.takeCommands()).as("that may be lost as well").containsExactly("detach s101", "detach s102 away");
    }

    @ParameterizedTest
    @ValueSource(ints = {RENEWALS - 1, RENEWALS, RENEWALS + 1})
    void shouldTellNoMoreOfWhatIsGoneAfterSoManyAnswersToWhatWasSaidBehindIt(final int renewals) {
        h.open().attach(1);
        h.request(new Request.Detach(1));
        h.work();
        h.takeCommands();
        for (int i = 0; i < renewals; i++) {
            h.uplink.answers().onLeaseRenewed(h.nowMs);
        }
        lose(true);
        assertThat(h.takeCommands()).isEqualTo(renewals < RENEWALS ? List.of("detach s101") : List.of());
    }

    @Test
    void shouldTellNothingOfWhatWasGoneUnderAnotherLease() {
        h.open().attach(1);
        h.request(new Request.Detach(1));
        h.work();
        h.uplink.answers().onEdgeOpened(2, h.nowMs);
        h.takeCommands();
        lose(true);
        assertThat(h.takeCommands()).noneMatch(word -> word.startsWith("detach"));
    }

    private void lose(final boolean leader) {
        if (leader) {
            h.termId++;
            h.uplink.onNewLeader();
        } else {
            h.uplink.onDisconnected();
            h.uplink.onConnected();
        }
        h.work();
    }

    @Test
    void shouldTellWhatWasAcknowledgedBeforeAConnectionWent() {
        h.open().attach(1).attach(2);
        acknowledge(1, null, ReceiptStatus.READ, 5);
        acknowledge(2, null, ReceiptStatus.READ, 7);
        h.request(new Request.Detach(1));
        h.work();
        assertThat(h.commands).containsExactly("ack s101 READ 5 of 1 s102 READ 7 of 1", "detach s101");
    }

    @Test
    void shouldForgetWhatWasAcknowledgedWithoutASession() {
        h.open().attach(1);
        h.links.session(h.links.ofConnection(1), Link.NO_SESSION);
        acknowledge(1, null, ReceiptStatus.READ, 5);
        h.request(new Request.Detach(1));
        h.after(1_000);
        assertThat(h.commands).noneMatch(word -> word.startsWith("ack") || word.startsWith("detach"));
    }

    @Test
    void shouldEndASessionOnlyAfterWhatItAskedForBefore() {
        h.open().attach(1);
        h.room = 0;
        h.request(new Request.RemoveDevice(1, "r", "tablet"));
        h.request(new Request.Detach(1));
        h.work();
        h.room = 1;
        h.work();
        h.room = 9;
        h.work();
        assertThat(h.commands).hasSize(2);
        assertThat(h.commands.get(0)).startsWith("template " + RemoveDeviceEncoder.TEMPLATE_ID);
        assertThat(h.commands.get(1)).isEqualTo("detach s101");
    }

    @Test
    void shouldRestartASlowConnectionFromItsCursor() {
        h.open().attach(1);
        h.request(new Request.Restart(1, 0));
        h.work();
        assertThat(h.heard).containsExactly("c1 restarted");
        assertThat(h.commands).containsExactly("resync s101/0");
        h.commands.clear();
        h.request(new Request.Restart(1, 0));
        h.after(500);
        assertThat(h.commands).as("not twice within a second").doesNotContain("resync s101/0");
        h.after(600);
        assertThat(h.commands).contains("resync s101/0");
    }

    @Test
    void shouldNotLetOneThatWaitsLongerHoldUpTheOthers() {
        h.open().attach(1).attach(2);
        h.uplink.resyncs().resyncLater(h.links.ofConnection(1));
        h.uplink.resyncs().resync(h.links.ofConnection(2));
        h.work();
        assertThat(h.commands).containsExactly("resync s102/0");
        h.uplink.resyncs().resyncAll();
        h.after(50);
        assertThat(h.commands).as("an earlier time counts").contains("resync s101/0 s102/0");
    }

    @Test
    void shouldCloseInOrder() {
        h.open().attach(1);
        acknowledge(1, null, ReceiptStatus.READ, 5);
        h.uplink.close();
        assertThat(h.commands).containsExactly("ack s101 READ 5 of 1", "close");
        h.after(5_000);
        assertThat(h.commands).hasSize(2);
    }
}
