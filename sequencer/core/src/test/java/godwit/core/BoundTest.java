package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounds of the core, each just below it, at it and just above it: commands in, events out. */
class BoundTest {
    private static final int EDGES_MAX = 1_024;
    private static final int DEVICES_MAX = 8;
    private static final int PUSHED_AT_ONCE_MAX = 4_096;
    private static final int OWN_PASSED_AT_ONCE_MAX = 1_024;
    private static final int CURSORS_LOOKED_AT_MAX = 16_000;
    private static final int INBOX_ROWS_MAX = 4_000;
    private static final int CURSORS_LOOKED_AT_AN_ENTRY_MAX = 8;
    private static final int INBOX_ROWS_AN_ENTRY_MAX = 2;
    /** What a waiting message counts beside its key and its body. */
    private static final int RECORD_BYTES = 168;
    private static final String CHATS_FULL = "refused e7 code=4 detail=8";

    private final Shard shard = new Shard();

    @Test
    void shouldTakeSoManyEdges() {
        for (int edge = 1; edge < EDGES_MAX; edge++) {
            assertThat(open(1_000 + edge)).startsWith("opened");
        }
        assertThat(open(5_000)).as("one more").isEqualTo("refused e5000 r1 code=6 detail=10");
        assertThat(open(1_001)).as("one that is known").startsWith("opened");
        shard.core.onEdgeClose(1_001, shard.out.lastEpoch);
        assertThat(open(5_000)).as("in place of one that left").startsWith("opened");
        assertThat(open(1_001)).startsWith("refused");
    }

    private String open(final long edge) {
        shard.out.take();
        shard.core.onEdgeOpen(edge, 1, 4701, Shard.bytes("aeron:ipc"));
        shard.check();
        return shard.out.take().get(0);
    }

    @Test
    void shouldPushSoManyEntriesAtOnceAndTheRestWithTheNextAcknowledgement() {
        assertThat(pushedOf(PUSHED_AT_ONCE_MAX - 1)).hasSize(PUSHED_AT_ONCE_MAX - 1);
        assertThat(pushedOf(PUSHED_AT_ONCE_MAX)).hasSize(PUSHED_AT_ONCE_MAX);
        assertThat(pushedOf(PUSHED_AT_ONCE_MAX + 1)).hasSize(PUSHED_AT_ONCE_MAX);
    }

    /** What is pushed at an attach of a device for which so many entries wait. */
    private static List<String> pushedOf(final int waiting) {
        final Shard full = new Shard();
        full.configure(Limits.of(full.limits()).window(waiting + 1).build());
        full.detach(full.attach("bob", "phone"));
        final long chat = full.chat("alice", "bob");
        full.isHashChecked = false;
        for (int i = 1; i <= waiting; i++) {
            full.send(chat, "alice", "phone", "k" + i, "x");
        }
        full.out.take();
        final long session = full.attach("bob", "phone");
        final List<String> pushed = full.out.take("push");
        full.delivered(session, chat, 1);
        assertThat(full.out.take("push")).hasSize(waiting - pushed.size());
        assertThat(full.core.stateHash()).isEqualTo(full.core.recomputeStateHash());
        return pushed;
    }

    /** Behind what is acknowledged: own sends that are not passed over take room of the inbox, which is of one entry. */
    @ParameterizedTest
    @ValueSource(ints = {OWN_PASSED_AT_ONCE_MAX - 1, OWN_PASSED_AT_ONCE_MAX, OWN_PASSED_AT_ONCE_MAX + 1})
    void shouldPassOverSoManyOwnSendsAtOnce(final int own) {
        shard.configure(Limits.of(shard.limits()).inbox(1).build());
        shard.isHashChecked = false;
        final long bob = shard.attach("bob", "phone");
        final long chat = shard.chat("alice", "bob");
        shard.send(chat, "alice", "phone", "first", "x");
        IntStream.range(0, own).forEach(i -> shard.send(chat, "bob", "phone", "k" + i, "x"));
        shard.send(chat, "alice", "phone", "last", "x");
        shard.delivered(bob, chat, 1);
        shard.detach(bob);
        shard.out.take();
        shard.attach("bob", "phone");
        assertThat(shard.out.take("attached")).singleElement().asString()
            .endsWith("resumed=" + (own <= OWN_PASSED_AT_ONCE_MAX));
    }

    @Test
    void shouldPushAgainToSoManySilentSessionsATick() {
        assertThat(pushedAgain(499, 1)).containsExactly(499, 0);
        assertThat(pushedAgain(500, 1)).containsExactly(500, 0);
        assertThat(pushedAgain(501, 1)).containsExactly(500, 1);
    }

    @Test
    void shouldFinishTheWindowWithWhichATickHasPushedEnoughAgain() {
        final int window = CoreLimits.DEFAULT.unacknowledgedMax();
        assertThat(pushedAgain(5, window + 1)).containsExactly(4 * window, window);
    }

    /** How many entries each of two ticks pushes again to so many silent sessions with so many each; a session counts too. */
    private static List<Integer> pushedAgain(final int silent, final int sent) {
        final Shard full = new Shard();
        full.isHashChecked = false;
        for (int i = 0; i < silent; i++) {
            full.attach("user" + i, "phone");
            final long chat = full.chat("alice", "user" + i);
            IntStream.range(0, sent).forEach(number -> full.send(chat, "alice", "phone", "k" + number, "x"));
        }
        assertThat(full.out.take("push")).hasSize(silent * Math.min(sent, full.limits().unacknowledgedMax()));
        full.now += full.limits().redeliverMs() + 2_000;
        full.core.onTime(full.now);
        full.core.onEdgeKeepAlive(Shard.EDGE, full.epoch);
        full.core.onTick();
        final int first = full.out.take("push").size();
        full.core.onTick();
        return List.of(first, full.out.take("push").size());
    }

    @Test
    void shouldTakeAMessageWhileFewerBytesThanTheBoundWaitForTheJournal() {
        final String body = "x".repeat(200 - RECORD_BYTES - "k1".length());
        final long chat = shard.chat("alice", "bob");
        shard.send(chat, "alice", "d", "k1", body);
        shard.send(chat, "alice", "d", "k2", body);
        assertThat(sendWithin(399, chat, "k3")).isEqualTo("refused e7 r4 code=6 detail=6");
        assertThat(sendWithin(400, chat, "k3")).isEqualTo("refused e7 r5 code=6 detail=6");
        shard.journaled(1);
        assertThat(sendWithin(400, chat, "k3")).as("the chat's record is not counted").startsWith("refused");
        shard.journaled(2);
        assertThat(sendWithin(200, chat, "k3")).as("one waits still").startsWith("refused");
        assertThat(sendWithin(201, chat, "k3")).isEqualTo("journal message #3 alice.3 k3 x from d");
    }

    private String sendWithin(final long bytes, final long chat, final String key) {
        shard.configure(Limits.of(shard.limits()).unjournaledBytes(bytes).build());
        return send(chat, key, "x");
    }

    @Test
    void shouldTakeAMessageWhileFewerThanTheBoundWaitForTheJournal() {
        final long chat = shard.chat("alice", "bob");
        shard.configure(Limits.of(shard.limits()).unjournaledEntries(2).build());
        assertThat(send(chat, "k1", "x")).startsWith("journal");
        assertThat(send(chat, "k2", "x")).startsWith("journal");
        assertThat(send(chat, "k3", "x")).isEqualTo("refused e7 r4 code=6 detail=6");
    }

    @Test
    void shouldKnowAKeyForFourTimesTheSendsInFlight() {
        assertThat(retryAfter(3)).endsWith("#1 duplicate");
        assertThat(retryAfter(4)).endsWith("#1 duplicate");
        assertThat(retryAfter(5)).endsWith("#7");
    }

    /** The answer to a send repeated after so many later ones, where one may be in flight. */
    private static String retryAfter(final int later) {
        final Shard other = new Shard();
        other.configure(Limits.of(other.limits()).inFlight(1).build());
        final long chat = other.chat("alice", "bob");
        for (int i = 0; i <= later; i++) {
            other.send(chat, "alice", "d", "k" + i, "x");
        }
        other.out.take();
        other.send(chat, "alice", "d", "k0", "x");
        return other.out.take("sent").get(0);
    }

    @Test
    void shouldKnowSoManyKeys() {
        assertThat(retryWithKeys(5, 3)).endsWith("#1 duplicate");
        assertThat(retryWithKeys(5, 4)).endsWith("#1 duplicate");
        assertThat(retryWithKeys(5, 5)).endsWith("#7");
    }

    /** The answer to a send repeated after so many later ones of others, where the shard has so many keys. */
    private static String retryWithKeys(final int keys, final int later) {
        final Shard other = new Shard();
        other.configure(Limits.of(other.limits()).keys(keys).build());
        final long chat = other.chat("alice", "bob");
        for (int i = 0; i <= later; i++) {
            other.send(chat, "alice", "d" + i, "k" + i, "x");
        }
        other.out.take();
        other.send(chat, "alice", "d0", "k0", "x");
        return other.out.take("sent").get(0);
    }

    @Test
    void shouldCountTheKeysThatGoForWantOfRoomAndNoOthers() {
        shard.configure(Limits.of(shard.limits()).inFlight(1).keys(7).build());
        final long chat = shard.chat("alice", "bob");
        for (int i = 0; i < 6; i++) {
            shard.send(chat, "alice", "d", "k" + i, "x");
        }
        assertThat(shard.core.keys()).as("as many as a device may have").isEqualTo(5);
        assertThat(shard.core.keysForgotten()).isZero();
        for (int i = 0; i < 5; i++) {
            shard.send(chat, "bob", "d", "k" + i, "x");
        }
        assertThat(shard.core.keys()).isEqualTo(7);
        assertThat(shard.core.keysForgotten()).isEqualTo(3);
        assertThat(Shard.restore(shard.snapshot(), shard.out).keysForgotten()).as("no part of the state").isZero();
    }

    @Test
    void shouldKeepSoManyDevicesOfAUser() {
        for (int device = 1; device <= DEVICES_MAX + 1; device++) {
            final long session = shard.attach("alice", "d" + device);
            shard.out.take();
            shard.core.onListDevices(Shard.EDGE, shard.epoch, 9, session);
            assertThat(shard.out.take("device ")).hasSize(Math.min(device, DEVICES_MAX));
        }
    }

    @Test
    void shouldMakeADirectChatOfTwo() {
        shard.chat("alice");
        shard.chat("alice", "bob");
        shard.chat("alice", "bob", "carol");
        assertThat(shard.out.take()).containsExactly(
            "refused e7 r1 code=4 detail=2", "journal chat kind=1 by=alice of=alice,bob n=2 title=",
            "chat e7 r2 kind=1 by=alice of=alice,bob n=2 title= []",
            "journal chat kind=2 by=alice of=alice,bob,carol n=3 title=",
            "chat e7 r3 kind=2 by=alice of=alice,bob,carol n=3 title= []");
    }

    @Test
    void shouldTakeABodyOfAtLeastOneByteAndAtMostTheBound() {
        final int max = shard.limits().bodyBytesMax();
        final long chat = shard.chat("alice", "bob");
        assertThat(send(chat, "k1", "")).isEqualTo("refused e7 r2 code=4 detail=4");
        assertThat(send(chat, "k2", "x")).startsWith("journal");
        assertThat(send(chat, "k3", "x".repeat(max - 1))).startsWith("journal");
        assertThat(send(chat, "k4", "x".repeat(max))).startsWith("journal");
        assertThat(send(chat, "k5", "x".repeat(max + 1))).isEqualTo("refused e7 r6 code=3 detail=5");
        assertThat(send(chat, "k6", "ü".repeat(max / 2))).as("bytes are counted").startsWith("journal");
        assertThat(send(chat, "k7", "ü".repeat(max / 2) + "x")).isEqualTo("refused e7 r8 code=3 detail=5");
    }

    @Test
    void shouldTakeAKeyOfAtMost64Bytes() {
        final long chat = shard.chat("alice", "bob");
        assertThat(send(chat, "k".repeat(63), "x")).startsWith("journal");
        assertThat(send(chat, "k".repeat(64), "x")).startsWith("journal");
        assertThat(send(chat, "k".repeat(65), "x")).isEqualTo("refused e7 r4 code=4 detail=14");
    }

    private String send(final long chat, final String key, final String body) {
        shard.out.take();
        shard.send(chat, "alice", "d", key, body);
        return shard.out.take().get(0);
    }

    @Test
    void shouldTakeATitleOfAtMost256Bytes() {
        assertThat(titled("bob", 255)).startsWith("journal chat");
        assertThat(titled("carol", 256)).startsWith("journal chat");
        assertThat(titled("dave", 257)).isEqualTo("refused e7 r1 code=3 detail=5");
    }

    private String titled(final String other, final int length) {
        shard.out.take();
        shard.core.onParticipant(Shard.partition(other), Shard.bytes(other));
        shard.core.onCreateChat(Shard.EDGE, 1, Shard.partition("alice"), Shard.bytes("alice"), Shard.bytes("d"),
            Shard.bytes(""), Shard.bytes("t".repeat(length)));
        shard.check();
        return shard.out.take().get(0);
    }

    @Test
    void shouldTakeAUserIdOfAtMost64Bytes() {
        shard.chat("alice", "u".repeat(63));
        shard.chat("alice", "u".repeat(64));
        assertThat(shard.out.take("chat")).hasSize(2);
        shard.chat("alice", "u".repeat(65));
        assertThat(shard.out.take()).containsExactly("refused e7 r3 code=4 detail=14");
    }

    /** Of own read marks at a connect, those that moved last: whichever chats they are of. */
    @ParameterizedTest
    @ValueSource(ints = {999, 1_000, 1_001})
    void shouldTellSoManyReadMarksAtAConnect(final int moved) {
        shard.isHashChecked = false;
        final long tablet = shard.attach("bob", "tablet");
        shard.detach(shard.attach("bob", "phone"));
        final long[] chats = IntStream.range(0, 1_010).mapToLong(i -> shard.chat("u" + i, "bob")).toArray();
        final long[] ids = IntStream.range(0, moved).mapToLong(i -> shard.send(chats[i], "u" + i, "d", "k", "x")).toArray();
        for (int i = moved - 1; i >= 0; i--) {
            shard.acknowledge(tablet, chats[i], 1, Receipts.READ_UNPUSHED);
        }
        shard.out.receiptMsgIds.clear();
        final long phone = shard.attach("bob", "phone");
        assertThat(shard.out.receiptMsgIds).hasSize(Math.min(moved, 1_000)).contains(ids[0], ids[999 - 1]);
        assertThat(shard.out.receiptMsgIds.contains(ids[moved - 1])).as("the one that moved first").isEqualTo(moved <= 1_000);
        shard.out.receiptMsgIds.clear();
        shard.core.onResync(Shard.EDGE, shard.epoch, phone, 0);
        assertThat(shard.out.receiptMsgIds).contains(ids[0]);
    }

    /** Of others' marks at a connect, those that moved last. */
    @ParameterizedTest
    @ValueSource(ints = {999, 1_000, 1_001})
    void shouldTellOfTheMarksOfSoManyMembersAtAConnect(final int moved) {
        shard.isHashChecked = false;
        final long phone = shard.attach("bob", "phone");
        final long[] chats = IntStream.range(0, 1_010).mapToLong(i -> shard.chat("bob", "u" + i)).toArray();
        final long[] ids = IntStream.range(0, moved).mapToLong(i -> shard.send(chats[i], "bob", "phone", "k" + i, "x")).toArray();
        shard.detach(phone);
        for (int i = moved - 1; i >= 0; i--) {
            shard.acknowledge(shard.attach("u" + i, "phone"), chats[i], 1, Receipts.READ_UNPUSHED);
        }
        shard.out.receiptMsgIds.clear();
        shard.attach("bob", "phone");
        assertThat(shard.out.receiptMsgIds).hasSize(Math.min(moved, 1_000)).contains(ids[0], ids[999 - 1]);
        assertThat(shard.out.receiptMsgIds.contains(ids[moved - 1])).as("the one that moved first").isEqualTo(moved <= 1_000);
    }

    /** Keys and bodies, and 168 bytes for each entry. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldKeepPayloadsOfSoManyBytes(final int more) {
        final int bytes = 1 << 20;
        final int each = 10 + 16_000 + RECORD_BYTES;
        shard.isHashChecked = false;
        shard.configure(Limits.of(shard.limits()).payloadBytes(bytes).build());
        final long chat = shard.chat("alice", "bob");
        for (int i = 0; i < bytes / each; i++) {
            shard.send(chat, "alice", "phone", "key-of-" + (100 + i), "x".repeat(16_000));
        }
        shard.send(chat, "alice", "phone", "key-of-new", "x".repeat(bytes % each - RECORD_BYTES - 10 + more));
        assertThat(shard.history("bob", chat, -1, 0, 1).stream().anyMatch(line -> line.startsWith("history r6 #1 alice")))
            .as("the oldest is in memory").isEqualTo(more <= 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void shouldTakeSoManyUsersWhoConnect(final int users) {
        shard.configure(Limits.of(shard.limits()).users(3).build());
        IntStream.range(0, users).forEach(i -> shard.attach("u" + i, "phone"));
        final List<String> out = shard.out.take();
        assertThat(out).filteredOn(line -> line.startsWith("attached")).hasSize(Math.min(users, 3));
        assertThat(out).filteredOn(line -> line.startsWith("refused")).hasSize(Math.max(0, users - 3))
            .allMatch(line -> line.endsWith("code=6 detail=7"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void shouldTakeSoManyChats(final int chats) {
        shard.configure(Limits.of(shard.limits()).chats(3).build());
        IntStream.range(0, chats).forEach(i -> shard.chat("a" + i, "b" + i));
        verifyChats(chats, 3, "code=6 detail=8");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void shouldTakeSoManyChatsOfAUser(final int chats) {
        shard.configure(Limits.of(shard.limits()).chatsPerUser(3).build());
        IntStream.range(0, chats).forEach(i -> shard.chat("alice", "b" + i));
        verifyChats(chats, 3, "code=4 detail=8");
    }

    /** Who left one has room for another, but for coming back as well. */
    @Test
    void shouldTakeAnotherChatOfAUserForOneThatTheUserLeft() {
        shard.configure(Limits.of(shard.limits()).chatsPerUser(3).build());
        final long[] chats = IntStream.range(0, 3).mapToLong(this::groupOfAlice).toArray();
        assertThat(asksForGroup(3)).isEqualTo(CHATS_FULL);
        shard.change(chats[0], Changes.LEFT, "alice");
        assertThat(asksForGroup(4)).startsWith("journal chat");
        assertThat(asksForGroup(5)).isEqualTo(CHATS_FULL);
        assertThat(comesBackTo(chats[0], 0)).as("she is in three again").isEqualTo(CHATS_FULL);
        shard.core = Shard.restore(shard.snapshot(), shard.out);
        assertThat(comesBackTo(chats[0], 0)).isEqualTo(CHATS_FULL);
        shard.change(chats[1], Changes.LEFT, "alice");
        assertThat(comesBackTo(chats[0], 0)).startsWith("journal");
        assertThat(asksForGroup(6)).isEqualTo(CHATS_FULL);
    }

    /** Those that are remembered take memory: as many as she may be in, beside these, and no more. */
    @Test
    void shouldRememberSoManyChatsThatAUserLeft() {
        shard.configure(Limits.of(shard.limits()).chatsPerUser(3).build());
        for (int i = 0; i < 5; i++) {
            shard.change(groupOfAlice(i), Changes.LEFT, "alice");
        }
        final long last = groupOfAlice(5);
        assertThat(asksForGroup(6)).as("six that she is or was in").isEqualTo(CHATS_FULL);
        shard.change(last, Changes.LEFT, "alice");
        assertThat(asksForGroup(6)).isEqualTo(CHATS_FULL);
        assertThat(comesBackTo(last, 5)).isEqualTo(CHATS_FULL);
        shard.now += shard.limits().inboxRetentionMs() + 1;
        shard.step();
        shard.core.onTick();
        shard.check();
        for (int i = 6; i < 9; i++) {
            assertThat(asksForGroup(i)).as("they are forgotten").startsWith("journal chat");
        }
        assertThat(asksForGroup(9)).isEqualTo(CHATS_FULL);
    }

    private long groupOfAlice(final int number) {
        assertThat(asksForGroup(number)).startsWith("journal chat");
        return shard.out.lastChatId;
    }

    private String asksForGroup(final int number) {
        shard.out.take();
        shard.group("b" + number, "g", "alice", "c" + number);
        return shard.out.take().get(0).replaceAll(" r\\d+ ", " ");
    }

    private String comesBackTo(final long chat, final int number) {
        shard.out.take();
        shard.change(chat, Changes.ADDED, "b" + number, "alice");
        return shard.out.take().get(0).replaceAll(" r\\d+ ", " ");
    }

    /** Of eight devices in each of two thousand chats, that acknowledged all: their cursors go after the grace. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldLookAtSoManyCursorsAnEntryAndATick(final int more) {
        final int made = CURSORS_LOOKED_AT_AN_ENTRY_MAX + CURSORS_LOOKED_AT_MAX + more;
        shard.configure(Limits.of(shard.limits()).graceMs(100_000).build());
        final long alone = shard.attach("carol", "phone");
        final long[] sessions = IntStream.range(0, DEVICES_MAX).mapToLong(i -> shard.attach("bob", "d" + i)).toArray();
        shard.isHashChecked = false;
        for (int i = 0; i < made / DEVICES_MAX; i++) {
            acknowledged("u" + i, "bob", sessions);
        }
        for (int i = 0; i < made % DEVICES_MAX; i++) {
            acknowledged("u" + i, "carol", alone);
        }
        assertThat(shard.core.cursors()).isEqualTo(made);
        shard.now += shard.limits().inboxGraceMs() + 100;
        shard.step();
        assertThat(shard.core.cursors()).isEqualTo(made - CURSORS_LOOKED_AT_AN_ENTRY_MAX);
        shard.core.onTick();
        assertThat(shard.core.cursors()).isEqualTo(Math.max(0, made - CURSORS_LOOKED_AT_AN_ENTRY_MAX - CURSORS_LOOKED_AT_MAX));
        shard.core.onTick();
        assertThat(shard.core.cursors()).isZero();
        assertThat(shard.core.stateHash()).isEqualTo(shard.core.recomputeStateHash());
    }

    private void acknowledged(final String from, final String to, final long... sessions) {
        final long chat = shard.chat(from, to);
        shard.send(chat, from, "d", "k", "x");
        LongStream.of(sessions).forEach(session -> shard.delivered(session, chat, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldBringSoManyRowsIntoTheInboxTableAnEntryAndATick(final int more) {
        final int chats = INBOX_ROWS_AN_ENTRY_MAX + INBOX_ROWS_MAX + more;
        awaitRows(chats);
        shard.step();
        assertThat(shard.out.take("journal inbox+")).hasSize(INBOX_ROWS_AN_ENTRY_MAX);
        shard.core.onTick();
        assertThat(shard.out.take("journal inbox+")).hasSize(Math.min(INBOX_ROWS_MAX, INBOX_ROWS_MAX + more));
        shard.core.onTick();
        assertThat(shard.out.take("journal inbox+")).hasSize(Math.max(0, more));
        assertThat(shard.core.stateHash()).isEqualTo(shard.core.recomputeStateHash());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldBringSoManyRowsIntoTheInboxTableAnEntry(final int more) {
        awaitRows(INBOX_ROWS_AN_ENTRY_MAX + more);
        shard.step();
        assertThat(shard.out.take("journal inbox+")).hasSize(Math.min(INBOX_ROWS_AN_ENTRY_MAX, INBOX_ROWS_AN_ENTRY_MAX + more));
        shard.step();
        assertThat(shard.out.take("journal inbox+")).hasSize(Math.max(0, more));
    }

    /** So many chats have an entry that a device should have acknowledged by the next entry. */
    private void awaitRows(final int chats) {
        shard.detach(shard.attach("bob", "phone"));
        shard.isHashChecked = false;
        for (int i = 0; i < chats; i++) {
            shard.send(shard.chat("u" + i, "bob"), "u" + i, "d", "k", "x");
        }
        shard.now += shard.limits().inboxGraceMs() + 100;
        shard.out.take();
    }

    private void verifyChats(final int made, final int max, final String refusal) {
        final List<String> out = shard.out.take();
        assertThat(out).filteredOn(line -> line.startsWith("chat ")).hasSize(Math.min(made, max));
        assertThat(out).filteredOn(line -> line.startsWith("refused")).hasSize(Math.max(0, made - max))
            .allMatch(line -> line.endsWith(refusal));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void shouldTakeSoManySubscriptionsToPresence(final int users) {
        shard.configure(Limits.of(shard.limits()).presence(3).build());
        IntStream.range(0, users).forEach(i -> shard.chat("u" + i, "bob"));
        for (int i = 0; i < users; i++) {
            assertThat(shard.ask("bob", "u" + i)).singleElement().asString()
                .startsWith(i < 3 ? "presence e7 r9 u" + i : "refused e7 r9 code=6 detail=21");
        }
    }
}
