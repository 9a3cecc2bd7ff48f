package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Edges, leases, sessions and devices. */
class SessionTest {
    private final Shard shard = new Shard();

    @Test
    void shouldEndALeaseWhenItsTimeIsOverAndNotBefore() {
        final long session = shard.attach("alice", "phone");
        shard.core.onEdgeKeepAlive(Shard.EDGE, shard.epoch);
        shard.out.take();
        shard.now += shard.limits().leaseMs() - 1;
        shard.core.onTime(shard.now);
        shard.core.onTick();
        assertThat(shard.out.take()).isEmpty();
        shard.step();
        shard.core.onTick();
        assertThat(shard.out.take()).containsExactly("edge-ended e7");
        shard.acknowledge(session, 1, 1, Receipts.READ);
        assertThat(shard.out.take()).containsExactly("refused e7 r0 code=7 detail=0");
    }

    @Test
    void shouldAnswerAKeepAliveOfALiveLeaseAlone() {
        shard.core.onEdgeKeepAlive(Shard.EDGE, shard.epoch);
        assertThat(shard.out.renewals).isEqualTo(1);
        shard.core.onEdgeKeepAlive(Shard.EDGE, shard.epoch + 1);
        assertThat(shard.out.renewals).isEqualTo(1);
    }

    @Test
    void shouldNotCountTimeWithoutALeader() {
        shard.attach("alice", "phone");
        shard.out.take();
        shard.outage(10 * shard.limits().leaseMs());
        shard.core.onTick();
        assertThat(shard.out.take()).isEmpty();
    }

    @Test
    void shouldRefuseAStaleEpochAndAStaleSession() {
        final long session = shard.attach("alice", "phone");
        shard.out.take();
        shard.core.onListDevices(Shard.EDGE, shard.epoch + 1, 9, session);
        shard.core.onListDevices(Shard.EDGE, shard.epoch, 10, session + 1);
        shard.core.onListDevices(8, shard.epoch, 11, session);
        shard.core.onEdgeKeepAlive(Shard.EDGE, shard.epoch + 1);
        assertThat(shard.out.take()).containsExactly(
            "refused e7 r9 code=7 detail=0", "refused e7 r10 code=8 detail=0", "refused e8 r11 code=7 detail=0",
            "refused e7 r0 code=7 detail=0");
    }

    @Test
    void shouldTakeOverASessionAndRefuseTheZombie() {
        final long first = shard.attach("alice", "phone");
        shard.out.take();
        final long second = shard.attach("alice", "phone");
        assertThat(second).isGreaterThan(first);
        assertThat(shard.out.take()).containsExactly(
            "session-ended e7 c101 s1 reason=1", "attached e7 c102 s2 resumed=true");
        shard.core.onListDevices(Shard.EDGE, shard.epoch, 10, first);
        assertThat(shard.out.take()).containsExactly("refused e7 r10 code=8 detail=0");
        shard.detach(first);
        shard.core.onListDevices(Shard.EDGE, shard.epoch, 10, second);
        assertThat(shard.out.take()).first().isEqualTo("device r10 phone connected=true");
    }

    @Test
    void shouldNotLetAConnectTakeOverWhatWasAskedForWhileItWaited() {
        final long other = openEdge8();
        shard.attach("alice", "phone");
        final long attachedMs = shard.now;
        shard.pass(1_000);
        shard.core.onEdgeKeepAlive(Shard.EDGE, shard.epoch);
        shard.out.take();
        final int sinceMs = (int) (shard.now + 1 - attachedMs);
        shard.attach(8, other, 1, sinceMs + 1, "alice", "phone");
        assertThat(shard.out.take()).as("asked for a moment before").containsExactly("refused e8 r1 code=6 detail=0");
        shard.attach(8, other, 2, sinceMs + 1, "alice", "phone");
        assertThat(shard.out.take()).as("at the same time").containsExactly(
            "session-ended e7 c101 s1 reason=1", "attached e8 c102 s2 resumed=true");
    }

    @Test
    void shouldLetTheLaterTakeOverThoughBothWaited() {
        final long other = openEdge8();
        shard.attach(Shard.EDGE, shard.epoch, 1, 3_000, "alice", "phone");
        shard.out.take();
        shard.attach(8, other, 1, 2_000, "alice", "phone");
        assertThat(shard.out.take("attached")).hasSize(1);
        shard.attach(Shard.EDGE, shard.epoch, 2, 2_500, "alice", "phone");
        assertThat(shard.out.take()).containsExactly("refused e7 r2 code=6 detail=0");
    }

    @Test
    void shouldTakeAConnectThatWaitedAMomentForOneThatCameAtOnce() {
        final long other = openEdge8();
        shard.attach("alice", "phone");
        shard.out.take();
        shard.attach(8, other, 1, CoreLimits.ATTACH_AT_ONCE_MS, "alice", "phone");
        assertThat(shard.out.take("attached")).hasSize(1);
        shard.attach(Shard.EDGE, shard.epoch, 50, CoreLimits.ATTACH_AT_ONCE_MS + 1, "alice", "phone");
        assertThat(shard.out.take()).containsExactly("refused e7 r50 code=6 detail=0");
    }

    @Test
    void shouldLetAConnectThatWaitedTakeAPlaceThatIsFree() {
        final long other = openEdge8();
        final long first = shard.attach("alice", "phone");
        shard.detach(first);
        shard.attach(8, other, 1, 60_000, "alice", "phone");
        assertThat(shard.out.take("attached")).hasSize(2);
    }

    @Test
    void shouldNotLetAConnectThatWaitedTakeOverFromAnEdgeWhoseLeaseIsJustRenewed() {
        final long other = openEdge8();
        final long session = shard.attach("alice", "phone");
        shard.core.onEdgeOpen(Shard.EDGE, 1, 4701, Shard.bytes("aeron:ipc"));
        shard.epoch = shard.out.lastEpoch;
        shard.out.take();
        shard.attach(8, other, 1, 1_000, "alice", "phone");
        assertThat(shard.out.take()).containsExactly("refused e8 r1 code=6 detail=0");
        shard.attachAgain(session, 101, "alice", "phone");
        assertThat(shard.out.take("attached")).hasSize(1);
    }

    @Test
    void shouldNotCountAnOutageForATimeInWhichAConnectWaited() {
        final long other = openEdge8();
        shard.attach("alice", "phone");
        shard.pass(1_000);
        shard.outage(60_000);
        shard.out.take();
        shard.attach(8, other, 1, 900, "alice", "phone");
        assertThat(shard.out.take("attached")).as("asked for after the other").hasSize(1);
    }

    @Test
    void shouldGiveNoSessionToTheSecondCopyOfAConnectThatIsOver() {
        final long session = shard.attach(Shard.EDGE, shard.epoch, 1, 0, "alice", "phone");
        shard.detach(session);
        shard.out.take();
        shard.attach(Shard.EDGE, shard.epoch, 1, 0, "alice", "phone");
        assertThat(shard.out.take()).containsExactly("refused e7 r1 code=6 detail=0");
    }

    @Test
    void shouldNotTakeOverBackByTheSecondCopyOfAConnect() {
        final long other = openEdge8();
        shard.attach(Shard.EDGE, shard.epoch, 1, 0, "alice", "phone");
        shard.attach(8, other, 1, 0, "alice", "phone");
        shard.out.take();
        shard.attach(Shard.EDGE, shard.epoch, 1, 0, "alice", "phone");
        assertThat(shard.out.take()).containsExactly("refused e7 r1 code=6 detail=0");
        shard.attach(8, other, 1, 0, "alice", "phone");
        assertThat(shard.out.take("attached")).as("its session is there").hasSize(1);
    }

    @Test
    void shouldMakeNoDeviceAnewByTheSecondCopyOfAConnect() {
        final long phone = shard.attach("alice", "phone");
        shard.attach("alice", "tablet");
        final long name = shard.lastCorrelation();
        shard.core.onRemoveDevice(Shard.EDGE, shard.epoch, 9, phone, Shard.bytes("tablet"));
        shard.core = Shard.restore(shard.snapshot(), shard.out);
        shard.out.take();
        shard.attach(Shard.EDGE, shard.epoch, name, 0, "alice", "tablet");
        assertThat(shard.out.take()).containsExactly("refused e7 r" + name + " code=6 detail=0");
        shard.core.onListDevices(Shard.EDGE, shard.epoch, 10, phone);
        assertThat(shard.out.take()).first().isEqualTo("device r10 phone connected=true");
        shard.attach(Shard.EDGE, shard.epoch, name + 1, 0, "alice", "tablet");
        assertThat(shard.out.take("attached")).as("connected once more").hasSize(1);
    }

    @Test
    void shouldGiveNoPlaceBackByTheSecondCopyOfAConnect() {
        for (int i = 0; i <= CoreLimits.DEVICES_PER_USER_MAX; i++) {
            shard.attach(Shard.EDGE, shard.epoch, 1 + i, 0, "alice", "d" + i);
        }
        shard.out.take();
        shard.attach(Shard.EDGE, shard.epoch, 1, 0, "alice", "d0");
        assertThat(shard.out.take()).containsExactly("refused e7 r1 code=6 detail=0");
    }

    @Test
    void shouldKnowNamesUnderOneLeaseOnly() {
        shard.attach(Shard.EDGE, shard.epoch, 5, 0, "alice", "phone");
        shard.core.onEdgeOpen(Shard.EDGE, 1, 4701, Shard.bytes("aeron:ipc"));
        shard.epoch = shard.out.lastEpoch;
        shard.out.take();
        shard.attach(Shard.EDGE, shard.epoch, 1, 0, "bob", "phone");
        assertThat(shard.out.take("attached")).hasSize(1);
    }

    private long openEdge8() {
        shard.core.onEdgeOpen(8, 1, 4702, Shard.bytes("aeron:ipc"));
        return shard.out.lastEpoch;
    }

    @Test
    void shouldSayAgainThatSomethingIsMissingUntilTheDeviceIsHeardOf() {
        final long first = shard.attach("alice", "phone");
        shard.attach("alice", "tablet");
        shard.attach("alice", "tablet");
        assertThat(shard.out.take("attached")).as("the answer may have got lost").last().asString()
            .endsWith("resumed=false");
        final long told = shard.attach("alice", "tablet");
        shard.list(told, -1, -1, 10);
        shard.attach("alice", "tablet");
        assertThat(shard.out.take("attached")).last().asString().endsWith("resumed=true");
        assertThat(shard.core.stateHash()).isEqualTo(shard.core.recomputeStateHash());
        shard.list(first, -1, -1, 10);
        shard.attach("alice", "phone");
        assertThat(shard.out.take("attached")).last().asString().endsWith("resumed=true");
    }

    @Test
    void shouldGiveNoOtherSessionToAConnectionWhoseDeviceIsGoneOrElsewhere() {
        final long old = shard.attach("alice", "phone");
        final long tablet = shard.attach("alice", "tablet");
        shard.core.onEdgeOpen(Shard.EDGE, 1, 4701, Shard.bytes("aeron:ipc"));
        shard.epoch = shard.out.lastEpoch;
        final long again = shard.attachAgain(old, 101, "alice", "phone");
        assertThat(shard.attachAgain(old, 101, "alice", "phone")).as("its answer was lost").isGreaterThan(again);
        shard.out.take();
        shard.attach("alice", "phone");
        shard.out.take();
        shard.attachAgain(again, 101, "alice", "phone");
        assertThat(shard.out.take()).as("it is elsewhere").containsExactly(
            "session-ended e7 c101 s" + again + " reason=1");
        shard.core.onRemoveDevice(Shard.EDGE, shard.epoch, 9, shard.out.lastSession, Shard.bytes("tablet"));
        shard.out.take();
        shard.attachAgain(tablet, 102, "alice", "tablet");
        shard.attachAgain(5, 103, "nobody", "tablet");
        assertThat(shard.out.take()).containsExactly(
            "session-ended e7 c102 s" + tablet + " reason=2", "session-ended e7 c103 s5 reason=2");
    }

    @Test
    void shouldGiveAReopenedEdgeANewEpochWithoutItsOldSessions() {
        final long session = shard.attach("alice", "phone");
        final long bob = shard.attach("bob", "phone");
        final long chat = shard.chat("alice", "bob");
        shard.send(chat, "alice", "phone", "k", "x");
        shard.core.onEdgeOpen(Shard.EDGE, 1, 4701, Shard.bytes("aeron:ipc"));
        shard.out.take();
        shard.core.onListDevices(Shard.EDGE, shard.out.lastEpoch, 10, session);
        assertThat(shard.out.take()).containsExactly("refused e7 r10 code=8 detail=0");
        shard.epoch = shard.out.lastEpoch;
        shard.send(chat, "alice", "phone", "k2", "y");
        assertThat(shard.out.take("push")).isEmpty();
        shard.attach("bob", "phone");
        assertThat(bob).isEqualTo(2);
        assertThat(shard.out.take("push")).containsExactly(
            "push e7 #1 alice.1 k x [s3<0]", "push e7 #2 alice.2 k2 y [s3<1]");
        shard.pass(1000);
        shard.core.onListDevices(Shard.EDGE, shard.epoch, 10, 3);
        assertThat(shard.out.take("device ")).containsExactly("device r10 phone connected=true");
    }

    @Test
    void shouldEndAHundredThousandSessionsBitByBit() {
        shard.isHashChecked = false;
        for (int i = 0; i < 2500; i++) {
            shard.attach("user" + i, "phone");
        }
        shard.core.onEdgeClose(Shard.EDGE, shard.epoch);
        assertThat(shard.out.take("edge-ended")).containsExactly("edge-ended e7");
        final long before = shard.core.stateHash();
        shard.core.onTick();
        shard.core.onTick();
        final long afterTwo = shard.core.stateHash();
        shard.core.onTick();
        final long afterThree = shard.core.stateHash();
        assertThat(before).isNotEqualTo(afterTwo);
        assertThat(afterTwo).isNotEqualTo(afterThree);
        shard.core.onTick();
        assertThat(shard.core.stateHash()).isEqualTo(afterThree).isEqualTo(shard.core.recomputeStateHash());
    }

    @Test
    void shouldReplaceTheDeviceAwayLongestByTheNinth() {
        long first = 0;
        for (int i = 1; i <= 8; i++) {
            final long session = shard.attach("alice", "d" + i);
            first = i == 1 ? session : first;
            if (i == 3 || i == 5) {
                shard.detach(session);
            }
        }
        shard.out.take();
        shard.attach("alice", "d9");
        assertThat(shard.out.take()).containsExactly(
            "journal inbox- alice/d3 all", "attached e7 c109 s9 resumed=false");
        shard.attach("alice", "d10");
        shard.out.take();
        shard.attach("alice", "d11");
        assertThat(shard.out.take()).startsWith(
            "session-ended e7 c101 s" + first + " reason=2", "journal inbox- alice/d1 all",
            "attached e7 c111 s11 resumed=false");
    }

    @Test
    void shouldReplaceTheOneHeardOfLongestAgoByTheNinthWhenAllAreConnected() {
        attachEight();
        shard.pass(20_000);
        for (int session = 1; session <= 8; session++) {
            if (session != 4) {
                shard.acknowledge(session, 0, session == 6 ? 5_000 : 20, Receipts.SEEN);
            }
        }
        shard.acknowledge(6, 0, 19_000, Receipts.SEEN);
        shard.out.take();
        shard.attach("alice", "d9");
        assertThat(shard.out.take("session-ended")).containsExactly("session-ended e7 c104 s4 reason=2");
        shard.attach("alice", "d10");
        assertThat(shard.out.take("session-ended")).as("what is told late takes nothing back").containsExactly(
            "session-ended e7 c106 s6 reason=2");
    }

    @Test
    void shouldWantToKnowWhenDevicesAreSeenWhileAllThatMayBeAreConnected() {
        final long last = attachEight();
        assertThat(shard.out.take("seen-wanted")).containsExactly(wanted(1, 2, 3, 4, 5, 6, 7, 8));
        shard.resync(3, 0);
        assertThat(shard.out.take("seen-wanted")).as("it may be lost").containsExactly(wanted(3));
        shard.detach(last);
        shard.resync(3, 0);
        shard.attach("bob", "d8");
        assertThat(shard.out.take("seen-wanted")).as("one of them is away").isEmpty();
        shard.attach("alice", "d8");
        assertThat(shard.out.take("seen-wanted")).containsExactly(wanted(1, 2, 3, 4, 5, 6, 7, 10));
        shard.attach("alice", "d9");
        assertThat(shard.out.take("seen-wanted")).containsExactly(wanted(2, 3, 4, 5, 6, 7, 10, 11));
    }

    @Test
    void shouldNotCountAsBeingThereWhatTheEdgeDidByItself() {
        final long chat = shard.chat("alice", "bob");
        attachEight();
        shard.pass(5_000);
        for (int session = 1; session <= 8; session++) {
            shard.acknowledge(session, 0, session == 5 ? 3_000 : session == 6 ? 2_000 : 0, Receipts.SEEN);
        }
        shard.send(chat, "alice", "d1", "k", "x");
        shard.acknowledge(5, chat, 1, Receipts.SENT);
        shard.core.onEdgeOpen(Shard.EDGE, 1, 4701, Shard.bytes("aeron:ipc"));
        shard.epoch = shard.out.lastEpoch;
        for (int session = 8; session >= 1; session--) {
            shard.attachAgain(session, 101 + session, "alice", "d" + session);
        }
        shard.out.take();
        shard.attach("alice", "d9");
        shard.attach("alice", "d10");
        assertThat(shard.out.take("session-ended")).extracting(line -> line.substring(0, 21)).containsExactly(
            "session-ended e7 c106", "session-ended e7 c107");
    }

    private long attachEight() {
        long last = 0;
        for (int i = 1; i <= 8; i++) {
            last = shard.attach("alice", "d" + i);
        }
        return last;
    }

    private static String[] wanted(final long... sessions) {
        return LongStream.of(sessions).mapToObj(session -> "seen-wanted e7 s" + session).toArray(String[]::new);
    }

    @Test
    void shouldCountASendAndAnyOtherRequestAsBeingThere() {
        final long chat = shard.chat("alice", "bob");
        for (int i = 1; i <= 8; i++) {
            shard.attach("alice", "d" + i);
        }
        shard.pass(2_000);
        shard.send(chat, "alice", "d1", "k", "x");
        shard.list(2, -1, -1, 10);
        shard.delivered(3, chat, 1);
        shard.core.onListDevices(Shard.EDGE, shard.epoch, 10, 4);
        shard.core.onRemoveDevice(Shard.EDGE, shard.epoch, 11, 5, Shard.bytes("unknown"));
        shard.check();
        shard.out.take();
        shard.attach("alice", "d9");
        assertThat(shard.out.take("session-ended")).as("the first that did nothing").containsExactly(
            "session-ended e7 c107 s6 reason=2");
    }

    @Test
    void shouldTellWhenADeviceWasThereLast() {
        final long phone = shard.attach("alice", "phone");
        final long tablet = shard.attach("alice", "tablet");
        shard.attach("alice", "tv");
        shard.pass(60_000);
        shard.detach(tablet);
        final long detached = shard.now;
        shard.pass(60_000);
        shard.core.onListDevices(Shard.EDGE, shard.epoch, 10, phone);
        assertThat(shard.out.lastSeenMs).as("those that are connected are there now").isEqualTo(
            Map.of("phone", shard.now, "tablet", detached, "tv", shard.now));
        shard.core.onEdgeClose(Shard.EDGE, shard.epoch);
        shard.core.onTick();
        final long closed = shard.now;
        shard.core.onEdgeOpen(Shard.EDGE, 1, 4701, Shard.bytes("aeron:ipc"));
        shard.epoch = shard.out.lastEpoch;
        shard.pass(60_000);
        final long again = shard.attach("alice", "phone");
        shard.core.onListDevices(Shard.EDGE, shard.epoch, 11, again);
        assertThat(shard.out.lastSeenMs).isEqualTo(
            Map.of("phone", shard.now, "tablet", detached, "tv", closed));
    }

    @Test
    void shouldListAndRemoveDevices() {
        final long phone = shard.attach("alice", "phone");
        final long tablet = shard.attach("alice", "tablet");
        shard.out.take();
        shard.core.onRemoveDevice(Shard.EDGE, shard.epoch, 20, phone, Shard.bytes("unknown"));
        shard.core.onRemoveDevice(Shard.EDGE, shard.epoch, 21, phone, Shard.bytes("tablet"));
        shard.core.onListDevices(Shard.EDGE, shard.epoch, 22, phone);
        assertThat(shard.out.take()).containsExactly(
            "done e7 r20", "done e7 r21", "session-ended e7 c102 s" + tablet + " reason=2",
            "journal inbox- alice/tablet all", "device r22 phone connected=true", "devices r22 count=1");
        shard.check();
    }

    @Test
    void shouldNotResumeADeviceThatWasAwayForMoreThanTheRetention() {
        shard.detach(shard.attach("alice", "phone"));
        final long gone = shard.now;
        shard.outage(shard.limits().inboxRetentionMs() - 1);
        shard.detach(shard.attach("alice", "phone"));
        assertThat(shard.now - gone).isEqualTo(shard.limits().inboxRetentionMs() + 1);
        shard.out.take();
        shard.outage(shard.limits().inboxRetentionMs() - 1);
        shard.now--;
        shard.attach("alice", "phone");
        assertThat(shard.out.take("attached")).singleElement().asString().endsWith("resumed=true");
        shard.detach(3);
        shard.outage(shard.limits().inboxRetentionMs());
        shard.attach("alice", "phone");
        assertThat(shard.out.take("attached")).singleElement().asString().endsWith("resumed=false");
    }

    @Test
    void shouldRefuseUsersOverTheBound() {
        shard.attach("alice", "phone");
        shard.configure(Limits.of(shard.limits()).users(2).build());
        shard.attach("bob", "phone");
        shard.out.take();
        shard.attach("carol", "phone");
        shard.attach("alice", "tablet");
        assertThat(shard.out.take()).containsExactly(
            "refused e7 r3 code=6 detail=7", "attached e7 c104 s3 resumed=false");
    }

    @Test
    void shouldShowOpenEdgesInTheOrderOfTheirSlots() {
        shard.core.onEdgeOpen(5, 1, 11, Shard.bytes("aeron:udp?endpoint=x"));
        final StringBuilder seen = new StringBuilder();
        shard.core.forEachEdge((edgeId, epoch, streamId, channel) ->
            seen.append(edgeId).append('/').append(streamId).append('/').append(Recording.text(channel)).append(' '));
        assertThat(seen).hasToString("7/4701/aeron:ipc 5/11/aeron:udp?endpoint=x ");
    }
}
