package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much may be under way to another shard, one below the bound, at it, and one above: the rest waits, and comes. */
class LinkBoundTest {
    private static final int RECORDS_MAX = CoreLimits.DEFAULT.linkRecordsMax();
    private static final int FEW = CoreLimits.LINK_RECORDS_FLOOR;

    private long chat;

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldSendSoManyRecordsAhead(final int more) {
        assertThat(RECORDS_MAX).isEqualTo(8_192);
        sendAhead(CoreLimits.DEFAULT, RECORDS_MAX + more);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldSendSoManyAheadAsTheLimitsInForceSay(final int more) {
        sendAhead(CoreLimits.DEFAULT.listing(64, 64, FEW, 1_000), FEW + more);
    }

    /** The first record tells of the chat, each other of an entry. */
    private static void sendAhead(final CoreLimits limits, final int records) {
        final Mesh mesh = new Mesh(2, limits);
        mesh.attach("bob1", "phone");
        final long chat = mesh.create("alice0", "", "bob1");
        send(mesh, chat, 1, records);
        assertThat(mesh.waiting(1)).isEqualTo(Math.min(records, limits.linkRecordsMax()));
        mesh.settle();
        mesh.pass(300);
        assertThat(entriesOf(mesh, chat)).isEqualTo(records - 1);
    }

    private static long entriesOf(final Mesh mesh, final long chat) {
        return Long.parseLong(mesh.list("bob1", mesh.out("bob1").lastSession).get(0).replaceFirst(".* last=(\\d+) .*", "$1"));
    }

    private static void send(final Mesh mesh, final long chat, final int from, final int to) {
        IntStream.range(from, to).forEach(i -> mesh.send(chat, "alice0", "k" + i, "x"));
    }

    /** Entries of other shards' chats are bounded by the bytes of payloads, also while the shard's own journal stands still. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldForgetEntriesOfOtherShardsWhileTheJournalStandsStill(final boolean hasOwn) {
        final Mesh mesh = new Mesh(2, Limits.of(CoreLimits.DEFAULT).payloadBytes(1 << 20).build());
        mesh.attach("bob1", "phone");
        final long own = mesh.create("anna1", "", "bert1");
        if (hasOwn) {
            mesh.send(own, "anna1", "own", "x");
        }
        final long chat = mesh.create("alice0", "", "bob1");
        final int fitting = (1 << 20) / (168 + 6);
        sendAndSettle(mesh, chat, 0, fitting / 2);
        final long half = snapshotBytes(mesh.cores.get(1));
        sendAndSettle(mesh, chat, fitting / 2, fitting * 5 / 4);
        final long full = snapshotBytes(mesh.cores.get(1));
        sendAndSettle(mesh, chat, fitting * 5 / 4, fitting * 2);
        assertThat(full).isGreaterThan(half * 3 / 2);
        assertThat(snapshotBytes(mesh.cores.get(1))).isLessThan(full * 9 / 8);
        mesh.send(own, "anna1", "own2", "x");
        mesh.at(1).onJournalAdvance(mesh.cores.get(1).incarnation(), mesh.cores.get(1).outputSequence());
        mesh.restore(1);
        sendAndSettle(mesh, chat, fitting * 2, fitting * 2 + 50);
        assertThat(entriesOf(mesh, chat)).isEqualTo(fitting * 2 + 50);
    }

    /** What only waits for rows of inbox takes as much as payloads at most. */
    @Test
    void shouldForgetEntriesOfOtherShardsThoughRowsOfInboxMayBeWantedOfThem() {
        final Mesh mesh = new Mesh(2, Limits.of(CoreLimits.DEFAULT).payloadBytes(1 << 20).graceMs(3_600_000).build());
        mesh.attach("bob1", "phone");
        final long chat = mesh.create("alice0", "", "bob1");
        final int fitting = (1 << 20) / (168 + 6);
        sendAndSettle(mesh, chat, 0, fitting);
        final long half = snapshotBytes(mesh.cores.get(1));
        sendAndSettle(mesh, chat, fitting, fitting * 5 / 2);
        final long full = snapshotBytes(mesh.cores.get(1));
        sendAndSettle(mesh, chat, fitting * 5 / 2, fitting * 3);
        assertThat(full).isGreaterThan(half * 3 / 2);
        assertThat(snapshotBytes(mesh.cores.get(1))).isLessThan(full * 9 / 8);
        mesh.restore(1);
    }

    private static void sendAndSettle(final Mesh mesh, final long chat, final int from, final int to) {
        for (int i = from; i < to; i += 50) {
            send(mesh, chat, i, Math.min(to, i + 50));
            mesh.cores.get(0).onJournalAdvance(mesh.cores.get(0).incarnation(), mesh.cores.get(0).outputSequence());
            mesh.pass(100);
            mesh.outs.forEach(Recording::take);
        }
    }

    private static long snapshotBytes(final Core core) {
        final long[] bytes = new long[1];
        core.snapshotTo((buffer, offset, length) -> bytes[0] += length);
        return bytes[0];
    }

    /** A lost generation begins with few, and with each acknowledgement twice as many may be under way. */
    @ParameterizedTest
    @ValueSource(ints = {FEW - 1, FEW, FEW + 1})
    void shouldSendFewAheadAfterALoss(final int records) {
        final Mesh mesh = new Mesh(2, CoreLimits.DEFAULT);
        mesh.attach("bob1", "phone");
        final long chat = mesh.create("alice0", "", "bob1");
        mesh.settle();
        mesh.pass(300);
        mesh.isCut = true;
        send(mesh, chat, 0, records);
        mesh.pass(900);
        mesh.isCut = false;
        mesh.now += 200;
        mesh.cores.get(0).onTime(mesh.now);
        mesh.cores.get(0).onTick();
        assertThat(mesh.waiting(1)).isEqualTo(Math.min(records, FEW));
        mesh.pass(500);
        assertThat(entriesOf(mesh, chat)).isEqualTo(records);
    }

    /** Who acknowledges nothing is told anew after a second, then after 2, 4 and 8, and from then on at that pace. */
    @Test
    void shouldTellAnewWhoIsSilentForSoLong() {
        final Mesh mesh = quiet();
        final List<Long> told = new ArrayList<>();
        mesh.outs.get(0).links = (to, record) -> told.add(mesh.now);
        mesh.send(chat, "alice0", "k", "x");
        assertThat(told).as("at once").hasSize(1);
        long last = told.get(0);
        for (int silences = 0; silences <= CoreLimits.LINK_DOUBLINGS_MAX + 2; silences++) {
            final long patience = CoreLimits.LINK_SILENCE_MS << Math.min(silences, 3);
            told.clear();
            tick(mesh, 0, last + patience - 1);
            assertThat(told).as("a ms before %d", patience).isEmpty();
            tick(mesh, 0, last + patience);
            assertThat(told).as("after %d", patience).isNotEmpty();
            last += patience;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldTellOfAMarkAgainAfterSoLong(final int more) {
        final Mesh mesh = quiet();
        final long bob = mesh.out("bob1").lastSession;
        mesh.send(chat, "alice0", "k1", "x");
        mesh.send(chat, "alice0", "k2", "x");
        mesh.pass(300);
        mesh.acknowledge("bob1", bob, chat, 1, Receipts.DELIVERED);
        final long told = mesh.now;
        mesh.deliver(0, Integer.MAX_VALUE);
        assertThat(mesh.outs.get(0).take("journal receipt")).containsExactly("journal receipt bob1 0/0 to 1/0");
        mesh.acknowledge("bob1", bob, chat, 2, Receipts.DELIVERED);
        mesh.now = told + CoreLimits.LINK_COALESCED_MS + more;
        mesh.cores.get(1).onTime(mesh.now);
        mesh.deliver(0, Integer.MAX_VALUE);
        assertThat(mesh.outs.get(0).take("journal receipt")).hasSize(more < 0 ? 0 : 1);
        mesh.pass(300);
        assertThat(mesh.getChat("alice0", chat)).anyMatch(line -> line.contains("bob1") && line.contains("2"));
    }

    /** Of a group that is wide no more and was when another shard was to be told of it; the shard's own are named besides. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldNameSoManyOfAGroupThatWasWide(final int more) {
        final Mesh mesh = new Mesh(2, Limits.of(CoreLimits.DEFAULT).fanout(2).build());
        mesh.isCut = true;
        final String[] others =
            IntStream.range(0, CoreLimits.NAMED_OF_WIDE_MAX - 1 + more).mapToObj(i -> "x" + i + "x0").toArray(String[]::new);
        final long wide = mesh.create("alice0", "g", Stream.concat(Stream.of("b1"), Stream.of(others)).toArray(String[]::new));
        mesh.change(wide, Changes.REMOVED, 1, "alice0", others);
        mesh.isCut = false;
        mesh.pass(20_000);
        assertThat(mesh.outs.get(0).linkedMembers).isEqualTo(1 + CoreLimits.NAMED_OF_WIDE_MAX + Math.min(0, more));
    }

    /** As many as a creation makes are told in one record. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0})
    void shouldTellSoManyMembersInARecord(final int more) {
        final Mesh mesh = new Mesh(2, CoreLimits.DEFAULT);
        final int members = CoreLimits.LINK_MEMBERS_MAX + more;
        mesh.create("alice0", "g", IntStream.range(1, members).mapToObj(i -> "m" + i + "x1").toArray(String[]::new));
        mesh.settle();
        assertThat(mesh.outs.get(0).linkedMembers).isEqualTo(members);
        final long session = mesh.attach("m1x1", "phone");
        mesh.out("m1x1").takeHeads();
        mesh.list("m1x1", session);
        assertThat(mesh.out("m1x1").takeHeads()).singleElement().asString().contains(" n=" + members + " ");
    }

    /** What the shard missed has left memory, so that it is told of all members. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldTellOfMoreMembersInAnotherRecord(final int more) {
        final Mesh mesh = new Mesh(2, Limits.of(CoreLimits.DEFAULT).payloadBytes(1 << 20).build());
        final int members = CoreLimits.LINK_MEMBERS_MAX + more;
        chat = mesh.create("alice0", "g", crowd(1, 900));
        mesh.settle();
        mesh.pass(500);
        mesh.isCut = true;
        mesh.change(chat, Changes.ADDED, 1, "alice0", crowd(900, members));
        sendJournaled(mesh, "k", 300, "x".repeat(9_000));
        final List<String> told = toldAnew(mesh);
        assertThat(told).hasSize(more > 0 ? 2 : 1);
        assertThat(told.get(0).endsWith("and more")).isEqualTo(more > 0);
        mesh.settle();
        final String last = "m" + (members - 1) + "x1";
        assertThat(mesh.list(last, mesh.attach(last, "phone"))).singleElement().asString().contains("last=301");
    }

    private static String[] crowd(final int from, final int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i + "x1").toArray(String[]::new);
    }

    /** Carl is to be told of his leaving and of all changes behind it: one that is too far back is not looked for. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldLookBackSoFarForTheLastChange(final int more) {
        final Mesh mesh = new Mesh(2, Limits.of(CoreLimits.DEFAULT).payloadBytes(1 << 20).build());
        chat = mesh.create("alice0", "g", "bob1", "carl1");
        mesh.settle();
        mesh.pass(500);
        mesh.isCut = true;
        sendJournaled(mesh, "before", 6_100, "x");
        mesh.change(chat, Changes.REMOVED, 1, "alice0", "carl1");
        mesh.change(chat, Changes.TITLE, 0, "alice0");
        final long change = 6_100 + 2;
        sendJournaled(mesh, "since", CoreLimits.LINK_CHANGE_STEPS_MAX + more, "x");
        final long last = change + CoreLimits.LINK_CHANGE_STEPS_MAX + more;
        assertThat(toldAnew(mesh)).singleElement().asString()
            .contains(" after=" + (more > 0 ? last - CoreLimits.LINK_CHANGE_STEPS_MAX : change) + " ");
        mesh.settle();
        assertThat(mesh.list("bob1", mesh.attach("bob1", "phone"))).singleElement().asString().contains("last=" + last);
        assertThat(mesh.list("carl1", mesh.attach("carl1", "phone"))).isEmpty();
    }

    /** To look at so many members, to tell a shard of a group, takes as much of a tick as as many small chats. */
    @Test
    void shouldTellFewLargeChatsWithATick() {
        final int members = 2_000;
        final int groups = 60;
        final Mesh mesh = new Mesh(2, Limits.of(CoreLimits.DEFAULT).groupMembers(members).build());
        mesh.isCut = true;
        for (int i = 0; i < groups; i++) {
            chat = mesh.create("alice0", "g" + i, "bob1", "carl0");
            mesh.change(chat, Changes.ADDED, 1, "alice0", near(0, 1_000));
            mesh.change(chat, Changes.ADDED, 1, "alice0", near(1_000, members - 3));
        }
        mesh.isCut = false;
        mesh.outs.get(0).take();
        mesh.newTerm(0);
        final int told = told(mesh);
        // The one with which there are as many steps is told in full.
        final int stepsEach = 1 + members / CoreLimits.LINK_LOOKS_PER_STEP;
        assertThat(told).isEqualTo((CoreLimits.LINK_STEPS_PER_TICK + stepsEach - 1) / stepsEach);
        mesh.pass(500);
        assertThat(told + told(mesh)).isEqualTo(groups);
    }

    private static int told(final Mesh mesh) {
        return (int) mesh.outs.get(0).take("link 1").stream().filter(line -> line.contains("chat")).count();
    }

    private static String[] near(final int from, final int to) {
        return IntStream.range(from, to).mapToObj(i -> "n" + i + "x0").toArray(String[]::new);
    }

    private void sendJournaled(final Mesh mesh, final String key, final int messages, final String text) {
        for (int i = 0; i < messages; i++) {
            mesh.send(chat, "alice0", key + i, text);
            mesh.cores.get(0).onJournalAdvance(1, mesh.cores.get(0).outputSequence());
        }
    }

    /** What the other shard is told of chats when its link is restored and begins anew. */
    private static List<String> toldAnew(final Mesh mesh) {
        mesh.isCut = false;
        mesh.outs.get(0).take();
        mesh.newTerm(0);
        return mesh.outs.get(0).take("link 1").stream().filter(line -> line.contains("chat")).toList();
    }

    private Mesh quiet() {
        final Mesh mesh = new Mesh(2, CoreLimits.DEFAULT);
        mesh.attach("bob1", "phone");
        chat = mesh.create("alice0", "", "bob1");
        mesh.settle();
        mesh.pass(300);
        return mesh;
    }

    private static void tick(final Mesh mesh, final int shard, final long ms) {
        mesh.now = ms;
        mesh.cores.get(shard).onTime(ms);
        mesh.cores.get(shard).onTick();
    }
}
