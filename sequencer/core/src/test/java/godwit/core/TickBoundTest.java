package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one tick does of what may be much, one below its bound, at it, and one above: the rest is of the next. */
class TickBoundTest {
    private static final int SESSIONS_ENDED = 1_000;
    private static final int KEYS_FORGOTTEN = 1_000;
    private static final int MEMBERSHIPS_FORGOTTEN = 100;
    private static final int PRESENCE_STEPS = 32_000;
    private static final int SUBSCRIPTIONS_FORGOTTEN = 10_000;
    private static final int ENTRY_STEPS = 4_096;
    private static final int LINK_STEPS = 4_096;
    private static final long LOST_EDGE = 8;

    private final Shard shard = new Shard();
    private long attaches;

    @BeforeEach
    void hashOnceOnly() {
        shard.isHashChecked = false;
    }

    private void tick() {
        shard.core.onTick();
        assertThat(shard.core.stateHash()).isEqualTo(shard.core.recomputeStateHash());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldEndSoManySessionsOfALostEdge(final int more) {
        final int sessions = SESSIONS_ENDED + more;
        shard.detach(shard.attach("another", "phone"));
        IntStream.range(0, sessions).forEach(i -> shard.attach("u" + i, "phone"));
        final Records live = new Records(shard, sessions);
        shard.core.onEdgeClose(Shard.EDGE, shard.epoch);
        tick();
        assertThat(live.count()).isEqualTo(Math.max(0, more));
        tick();
        assertThat(live.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldForgetSoManyExpiredKeys(final int more) {
        shard.configure(Limits.of(shard.limits()).inFlight(1_000).build());
        final long chat = shard.chat("alice", "bob");
        IntStream.range(0, KEYS_FORGOTTEN + more).forEach(i -> shard.send(chat, "alice", "phone", "k" + i, "x"));
        shard.outage(shard.limits().inboxRetentionMs() + 120_000);
        shard.send(chat, "bob", "phone", "new", "x");
        assertThat(shard.core.keys()).isEqualTo(KEYS_FORGOTTEN + more + 1);
        tick();
        assertThat(shard.core.keys()).isEqualTo(Math.max(0, more) + 1);
        tick();
        assertThat(shard.core.keys()).as("the one that is new").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldForgetSoManyMembershipsThatAreOverForLong(final int more) {
        final int groups = MEMBERSHIPS_FORGOTTEN + more;
        final long[] chats = IntStream.range(0, groups).mapToLong(i -> shard.group("u" + i, "g", "alice", "bob" + i)).toArray();
        LongStream.of(chats).forEach(chat -> shard.change(chat, Changes.LEFT, "alice"));
        final long alice = shard.attach("alice", "phone");
        shard.outage(shard.limits().inboxRetentionMs() + 1);
        assertThat(formers(alice)).isEqualTo(Math.min(groups, CoreLimits.CHATS_PAGE_MAX));
        tick();
        assertThat(formers(alice)).isEqualTo(Math.max(0, more));
        tick();
        assertThat(formers(alice)).isZero();
    }

    private int formers(final long session) {
        return (int) shard.list(session, 0, -1, 100).stream().filter(line -> line.contains("member=false")).count();
    }

    /** Each session is one, and each edge that is told of its user; the last of the sessions is looked at when there is one left. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldLookAtSoManySessionsOfALostEdgeAndTellSoManyEdges(final int more) {
        final int watching = 999;
        final int watched = 30;
        final int unwatched = PRESENCE_STEPS - 1 + more - watched * (1 + watching);
        final long lost = shard.open(LOST_EDGE);
        IntStream.range(0, watched).forEach(i -> attachToLost("w" + i, lost));
        IntStream.range(0, unwatched).forEach(i -> attachToLost("u" + i, lost));
        attachToLost("last", lost);
        final long[] epochs = IntStream.range(0, watching).mapToLong(i -> shard.open(100 + i)).toArray();
        for (int user = 0; user <= watched; user++) {
            final String name = user == watched ? "last" : "w" + user;
            shard.chat(name, "bob");
            final int edges = user == watched ? 1 : watching;
            IntStream.range(0, edges).forEach(edge -> shard.ask(100 + edge, epochs[edge], "bob", name));
        }
        shard.now += shard.limits().leaseMs();
        shard.core.onTime(shard.now);
        keepAlive(epochs);
        tick();
        shard.now += 1_000;
        shard.core.onTime(shard.now);
        keepAlive(epochs);
        shard.out.take();
        tick();
        assertThat(shard.out.take("presence")).hasSize(watched * watching + (more > 0 ? 0 : 1));
        tick();
        assertThat(shard.out.take("presence")).hasSize(more > 0 ? 1 : 0);
    }

    private void keepAlive(final long[] epochs) {
        IntStream.range(0, epochs.length).forEach(edge -> shard.core.onEdgeKeepAlive(100 + edge, epochs[edge]));
    }

    /** The same when they are expected back in vain. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldLookForSoManyWhoDoNotComeBackAndTellSoManyEdges(final int more) {
        final int watching = 249;
        final int fitting = PRESENCE_STEPS / (1 + watching);
        final int watched = fitting + more;
        final long[] epochs = IntStream.range(0, watching).mapToLong(i -> shard.open(100 + i)).toArray();
        final long[] sessions = new long[watched];
        for (int user = 0; user < watched; user++) {
            final String name = "u" + user;
            shard.chat(name, "bob");
            sessions[user] = shard.attach(name, "phone");
            IntStream.range(0, watching).forEach(edge -> shard.ask(100 + edge, epochs[edge], "bob", name));
        }
        LongStream.of(sessions).forEach(session -> shard.core.onDetach(Shard.EDGE, shard.epoch, session, true));
        shard.out.take();
        for (int second = 1; second <= 11; second++) {
            shard.now += 1_000;
            shard.core.onTime(shard.now);
            keepAlive(epochs);
        }
        tick();
        assertThat(shard.out.take("presence")).hasSize(Math.min(watched, fitting) * watching);
        tick();
        assertThat(shard.out.take("presence")).hasSize(Math.max(0, more) * watching);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldForgetSoManySubscriptionsOfLostEdges(final int more) {
        final int each = SUBSCRIPTIONS_FORGOTTEN / 2;
        final long first = shard.open(LOST_EDGE);
        final long second = shard.open(LOST_EDGE + 1);
        for (int i = 0; i < each + 1; i++) {
            shard.chat("u" + i, "bob");
        }
        IntStream.range(0, each).forEach(i -> shard.ask(LOST_EDGE, first, "bob", "u" + i));
        IntStream.range(0, each + more).forEach(i -> shard.ask(LOST_EDGE + 1, second, "bob", "u" + i));
        final Records subscriptions = new Records(shard, SUBSCRIPTIONS_FORGOTTEN + more);
        shard.core.onEdgeClose(LOST_EDGE, first);
        shard.core.onEdgeClose(LOST_EDGE + 1, second);
        tick();
        assertThat(subscriptions.count()).isEqualTo(Math.max(0, more));
        tick();
        assertThat(subscriptions.count()).isZero();
    }

    /** The word of the journal takes as many for journaled as a tick does. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldTakeSoManyEntriesForJournaled(final int more) {
        final long chat = shard.chat("alice", "bob");
        IntStream.range(0, 2 * ENTRY_STEPS + more).forEach(i -> shard.send(chat, "alice", "phone", "k" + i, "x"));
        shard.configure(Limits.of(shard.limits()).unjournaledEntries(1).build());
        shard.journaled(shard.core.outputSequence());
        shard.out.take();
        shard.send(chat, "alice", "phone", "early", "x");
        assertThat(shard.out.take()).singleElement().asString().startsWith("refused ");
        tick();
        shard.send(chat, "alice", "phone", "later", "x");
        assertThat(shard.out.take("refused")).hasSize(Math.max(0, more));
        tick();
        shard.configure(Limits.of(shard.limits()).unjournaledEntries(2).build());
        shard.send(chat, "alice", "phone", "last", "x");
        assertThat(shard.out.take("refused")).isEmpty();
    }

    /** Each takes 512 bytes with its record, and the next one's has room; what goes leaves memory and is forgotten with one tick. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldLetSoManyEntriesLeaveMemoryAndForgetThem(final int more) {
        final int bytes = 1 << 20;
        final int kept = bytes / 512 - 1;
        final int over = ENTRY_STEPS + more;
        final int entries = kept + over;
        final long chat = shard.chat("alice", "bob");
        for (int i = 0; i < entries; i++) {
            shard.send(chat, "alice", "phone", "key-" + (100_000 + i), "x".repeat(512 - 168 - 10));
        }
        final Records records = new Records(shard, entries);
        shard.journaled(shard.core.outputSequence());
        shard.pass(shard.limits().inboxGraceMs() + 2_000);
        shard.configure(Limits.of(shard.limits()).payloadBytes(bytes).build());
        assertThat(records.count()).isEqualTo(entries);
        tick();
        assertThat(records.count()).isEqualTo(entries - Math.min(over, ENTRY_STEPS));
        assertThat(firstShown(chat, over)).isEqualTo(more > 0 ? over : over + 1);
        tick();
        assertThat(records.count()).isEqualTo(kept);
        assertThat(firstShown(chat, over)).isEqualTo(over + 1);
    }

    /** The first entry from one on of which the shard itself has what it says. */
    private long firstShown(final long chat, final int from) {
        return Long.parseLong(shard.history("bob", chat, -1, from - 1, 10).get(0).replaceFirst("history r6 #(\\d+) .*", "$1"));
    }

    /** So does a word of the other shard by which there is room again. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldTellAnotherShardOfSoManyChats(final int more) {
        final int records = LINK_STEPS + 100;
        final int waiting = LINK_STEPS + more;
        final Mesh mesh = new Mesh(2, CoreLimits.DEFAULT.listing(64, 64, records, 1_000));
        IntStream.range(0, records + waiting).forEach(i -> mesh.create("alice0", "g" + i, "bob1", "carol0"));
        assertThat(mesh.waiting(1)).isEqualTo(records);
        mesh.deliver(1, records);
        mesh.now += 100;
        mesh.at(1).onTick();
        while (mesh.waiting(0) > 1) {
            mesh.lose(0, 0);
        }
        assertThat(mesh.waiting(1)).as("applied").isZero();
        mesh.deliver(0, 1);
        assertThat(mesh.waiting(1)).isEqualTo(Math.min(waiting, LINK_STEPS));
        mesh.at(0).onTick();
        assertThat(mesh.waiting(1)).isEqualTo(waiting);
    }

    private long attachToLost(final String user, final long epoch) {
        shard.step();
        shard.core.onAttach(LOST_EDGE, epoch, ++attaches, 500, 0, 0, Shard.partition(user), Shard.bytes(user), Shard.bytes("phone"));
        return shard.out.lastSession;
    }
}
