package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounds that may be set, as they are in force: how much and how long, one below each, at it, and one above. */
class SettingBoundTest {
    /** What is due comes with the tick after its 64 ms. */
    private static final int TIMER_MS = 64;

    private final Shard shard = new Shard();

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void shouldHaveSoManyEntriesUnderWayToADevice(final int sent) {
        shard.configure(Limits.of(shard.limits()).window(4).build());
        final long bob = shard.attach("bob", "phone");
        final long first = shard.chat("alice", "bob");
        final long second = shard.chat("carol", "bob");
        for (int i = 0; i < sent; i++) {
            final boolean isFirst = i % 2 == 0;
            shard.send(isFirst ? first : second, isFirst ? "alice" : "carol", "phone", "k" + i, "x");
        }
        assertThat(shard.out.take("push")).hasSize(Math.min(sent, 4));
        shard.delivered(bob, first, 1);
        assertThat(shard.out.take("push")).as("the rest").hasSize(Math.max(0, sent - 4));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void shouldKeepSoManyEntriesForADevice(final int waiting) {
        shard.configure(Limits.of(shard.limits()).inbox(3).build());
        shard.detach(shard.attach("bob", "phone"));
        final long chat = shard.chat("alice", "bob");
        IntStream.rangeClosed(1, waiting).forEach(i -> shard.send(chat, "alice", "phone", "k" + i, "x"));
        shard.out.take();
        shard.attach("bob", "phone");
        final List<String> out = shard.out.take();
        assertThat(out).filteredOn(line -> line.startsWith("attached")).singleElement().asString()
            .endsWith("resumed=" + (waiting <= 3));
        assertThat(out).filteredOn(line -> line.startsWith("push")).hasSize(Math.min(waiting, 3))
            .first().asString().startsWith("push e7 #" + (waiting <= 3 ? 1 : 2) + " ");
    }

    /** What is exactly so old is kept; so is what else is kept for that time. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldKeepWhatWaitsForSoLong(final int more) {
        final long chat = shard.chat("alice", "bob");
        shard.detach(shard.attach("bob", "phone"));
        shard.send(chat, "alice", "phone", "k1", "x");
        passSince(shard.now, more);
        shard.out.take();
        shard.attach("bob", "phone");
        final List<String> out = shard.out.take();
        assertThat(out).filteredOn(line -> line.startsWith("push")).hasSize(more > 0 ? 0 : 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldResumeADeviceThatWasAwayForSoLong(final int more) {
        shard.detach(shard.attach("bob", "phone"));
        passSince(shard.now, more);
        shard.out.take();
        shard.attach("bob", "phone");
        assertThat(shard.out.take("attached")).singleElement().asString().endsWith("resumed=" + (more <= 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldKnowAKeyForSoLong(final int more) {
        final long chat = shard.chat("alice", "bob");
        shard.send(chat, "alice", "phone", "k1", "x");
        passSince(shard.now, more);
        shard.out.take();
        shard.send(chat, "alice", "phone", "k1", "x");
        assertThat(shard.out.take("sent")).singleElement().asString().endsWith(more <= 0 ? "#1 duplicate" : "#2");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldListAChatThatTheUserLeftForSoLong(final int more) {
        final long alice = shard.attach("alice", "phone");
        final long chat = shard.group("bob", "g", "alice", "carol");
        shard.change(chat, Changes.LEFT, "alice");
        passSince(shard.now, more);
        shard.step();
        shard.core.onTick();
        assertThat(shard.list(alice, 0, -1, 10)).filteredOn(line -> line.startsWith("row")).hasSize(more > 0 ? 0 : 1);
    }

    /** The next step is so long after a time as an inbox keeps what waits, or a little longer or shorter. */
    private void passSince(final long timeMs, final int more) {
        shard.outage(timeMs + shard.limits().inboxRetentionMs() + more - 1 - shard.now);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldEndALeaseThatIsSilentForSoLong(final int more) {
        shard.core.onEdgeKeepAlive(Shard.EDGE, shard.epoch);
        shard.now += shard.limits().leaseMs() + more;
        shard.core.onTime(shard.now);
        shard.core.onTick();
        assertThat(shard.out.take("edge-ended")).hasSize(more < 0 ? 0 : 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, TIMER_MS, TIMER_MS + 1})
    void shouldPushAgainWhatIsUnacknowledgedForSoLong(final int more) {
        shard.attach("bob", "phone");
        shard.send(shard.chat("alice", "bob"), "alice", "phone", "k1", "x");
        shard.out.take();
        passWithLease(shard.limits().redeliverMs() + more);
        assertThat(shard.out.take("push")).hasSize(more < 0 ? 0 : 1);
        passWithLease(2 * shard.limits().redeliverMs() - 1 - Math.max(0, more));
        assertThat(shard.out.take("push")).as("then after twice the time").hasSize(more < 0 ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, TIMER_MS, TIMER_MS + 1})
    void shouldWriteARowOfWhatIsUnacknowledgedForSoLong(final int more) {
        shard.attach("bob", "phone");
        shard.send(shard.chat("alice", "bob"), "alice", "phone", "k1", "x");
        passWithLease(shard.limits().inboxGraceMs() + more);
        assertThat(shard.out.take("journal inbox+")).hasSize(more < 0 ? 0 : 1);
    }

    private void passWithLease(final long ms) {
        shard.now += ms;
        shard.core.onTime(shard.now);
        shard.core.onEdgeKeepAlive(Shard.EDGE, shard.epoch);
        shard.core.onTick();
        shard.check();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6})
    void shouldTakeSoManyMembersOfAGroupWhetherNamedAtOnceOrAdded(final int members) {
        shard.configure(Limits.of(shard.limits()).groupMembers(5).build());
        final String[] others = IntStream.range(1, members).mapToObj(i -> "m" + i).toArray(String[]::new);
        shard.group("alice", "at-once", others);
        verifyTaken("chat ", members <= 5);
        final long chat = shard.group("alice", "added", "m1", "m2");
        shard.out.take();
        shard.change(chat, Changes.ADDED, "alice", others);
        verifyTaken("changed", members <= 5);
    }

    private void verifyTaken(final String word, final boolean isTaken) {
        final List<String> out = shard.out.take();
        assertThat(out).filteredOn(line -> line.startsWith(word)).hasSize(isTaken ? 1 : 0);
        assertThat(out).filteredOn(line -> line.startsWith("refused")).hasSize(isTaken ? 0 : 1)
            .allMatch(line -> line.endsWith("code=" + Refusal.INVALID + " detail=" + Refusal.Detail.GROUP_FULL));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void shouldNameDevicesAndPushReceiptsOfGroupsOfSoMany(final int members) {
        shard.configure(Limits.of(shard.limits()).fanout(4).build());
        final boolean isWide = members > 4;
        shard.attach("alice", "phone");
        final long bob = shard.attach("bob", "phone");
        final long chat = shard.group(
            "alice", "g", IntStream.range(1, members).mapToObj(i -> i == 1 ? "bob" : "m" + i).toArray(String[]::new));
        shard.send(chat, "alice", "phone", "k1", "x");
        shard.delivered(bob, chat, 1);
        shard.out.take();
        shard.send(chat, "alice", "phone", "k2", "x");
        assertThat(shard.out.take("push")).singleElement().asString()
            .endsWith(isWide ? " []* but s1" : " [s2<1]");
        shard.read(bob, chat, 2);
        assertThat(shard.out.take("receipt")).hasSize(isWide ? 0 : 1);
    }

    /** Half of the window is for what comes by subscriptions; of a window of one nobody follows any. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldFollowOnlyWhereAWindowHasTwoHalves(final int window) {
        shard.configure(Limits.of(shard.limits()).window(window).fanout(2).build());
        assertThat(shard.limits().subscribedMax()).isEqualTo(window / 2);
        final long bob = shard.attach("bob", "phone");
        final long chat = shard.group("alice", "g", "bob", "carol");
        for (int i = 1; i <= 3; i++) {
            shard.send(chat, "alice", "phone", "k" + i, "x");
            shard.delivered(bob, chat, i);
        }
        assertThat(shard.out.take("push")).hasSize(3).last().asString().endsWith(window == 1 ? "[s1<2]" : "[]*");
    }

    /** A chat's owner does not know the chats that users of other shards are in. */
    @Test
    void shouldTakeUsersOfOtherShardsOverTheChatsOfAUser() {
        final Mesh mesh = new Mesh(2, Limits.of(CoreLimits.DEFAULT).chatsPerUser(2).build());
        for (int i = 0; i < 3; i++) {
            mesh.create("a" + i + "x0", "g", "bob1", "b" + i + "x0");
        }
        assertThat(mesh.outs.get(0).take("refused")).isEmpty();
        mesh.settle();
        assertThat(mesh.list("bob1", mesh.attach("bob1", "phone"))).hasSize(3);
        mesh.create("c1", "g", "bob1", "d1");
        assertThat(mesh.outs.get(1).take("refused")).as("here they are known").hasSize(1);
        mesh.create("dave0", "g", "bob1", "erin0");
        assertThat(mesh.outs.get(0).take("refused")).isEmpty();
    }
}
