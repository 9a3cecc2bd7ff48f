package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is bounded in a group, one below its bound, at it, and one above. */
class GroupBoundTest {
    private static final int PARTICIPANTS_MAX = CoreLimits.DEFAULT.commandUsersMax();
    private static final int TIMES_MAX = CoreLimits.DEFAULT.membershipTimesMax();
    private static final int RUNS_MAX = CoreLimits.DEFAULT.ownRunsMax();

    private final Shard shard = new Shard();

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldTakeSoManyParticipantsInOneCommand(final int more) {
        assertThat(PARTICIPANTS_MAX).isEqualTo(1_000);
        takeParticipants(PARTICIPANTS_MAX, PARTICIPANTS_MAX + more);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6})
    void shouldTakeSoManyParticipantsAsTheLimitsInForceSay(final int count) {
        putInForce(64, 64, 5);
        takeParticipants(5, count);
    }

    private void takeParticipants(final int max, final int count) {
        shard.isHashChecked = false;
        final long chat = shard.group("alice", "g2", "bob", "carol");
        shard.out.take();
        shard.group("alice", "g3", names(count));
        verifyTakenOrTooLarge("chat", count <= max);
        shard.change(chat, Changes.ADDED, "alice", names(count));
        verifyTakenOrTooLarge("changed", count <= max);
    }

    private void verifyTakenOrTooLarge(final String word, final boolean isTaken) {
        final List<String> out = shard.out.take();
        assertThat(out).filteredOn(line -> line.startsWith(word)).hasSize(isTaken ? 1 : 0);
        assertThat(out).filteredOn(line -> line.startsWith("refused")).allMatch(line -> line.endsWith("code=3 detail=22"))
            .hasSize(isTaken ? 0 : 1);
    }

    private static String[] names(final int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldRememberSoManyTimesOfAMember(final int more) {
        assertThat(TIMES_MAX).isEqualTo(64);
        rememberTimes(TIMES_MAX, TIMES_MAX + more);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void shouldRememberSoManyTimesAsTheLimitsInForceSay(final int times) {
        putInForce(3, 64, 1_000);
        rememberTimes(3, times);
    }

    /** The history of the oldest time is lost with one time more, that of the second oldest is not. */
    private void rememberTimes(final int max, final int times) {
        final long chat = shard.group("alice", "g1", "bob", "carol");
        for (int time = 1; time < times; time++) {
            shard.change(chat, Changes.REMOVED, "alice", "bob");
            shard.send(chat, "alice", "d", "k" + time, "without bob");
            shard.change(chat, Changes.ADDED, "alice", "bob");
        }
        final String oldest = times <= max ? "page r6 #1-1 " : "page r6 #3-4 ";
        assertThat(shard.history("bob", chat, -1, 0, 10)).anyMatch(line -> line.startsWith(oldest));
        assertThat(Shard.restore(shard.snapshot(), new Recording()).stateHash()).isEqualTo(shard.core.stateHash());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldCountTheUnreadBesideSoManyRunsOfOwnMessages(final int more) {
        assertThat(RUNS_MAX).isEqualTo(64);
        countBesideRuns(RUNS_MAX, RUNS_MAX + more);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6})
    void shouldCountTheUnreadBesideSoManyRunsAsTheLimitsInForceSay(final int runs) {
        putInForce(64, 5, 1_000);
        countBesideRuns(5, runs);
    }

    /** With one run more the two oldest, of entries 2 and 6, are counted as one: below 6 the count may be one off. */
    private void countBesideRuns(final int max, final int runs) {
        final long bob = shard.attach("bob", "phone");
        final long chat = shard.group("alice", "g1", "bob", "carol");
        for (int run = 1; run <= runs; run++) {
            shard.send(chat, "alice", "d", "a" + run, "x");
            if (run == 2) {
                shard.send(chat, "alice", "d", "a2b", "x");
                shard.send(chat, "alice", "d", "a2c", "x");
            }
            shard.send(chat, "bob", "phone", "b" + run, "y");
        }
        final int others = runs + 2;
        assertThat(unread(bob)).isEqualTo(others);
        shard.read(bob, chat, 4);
        assertThat(unread(bob)).isEqualTo(runs <= max ? others - 3 : others - 4);
        shard.read(bob, chat, 7);
        assertThat(unread(bob)).as("exact again above what was joined").isEqualTo(others - 5);
    }

    /** Own messages are entries 2 and 5, counted as one run; between them the title changes twice. */
    @Test
    void shouldCountTheUnreadExactlyAboveJoinedRunsWithChangesBetween() {
        putInForce(64, 1, 1_000);
        final long bob = shard.attach("bob", "phone");
        final long chat = shard.group("alice", "g1", "bob", "carol");
        shard.send(chat, "alice", "d", "a1", "x");
        shard.send(chat, "bob", "phone", "b1", "y");
        shard.change(chat, Changes.TITLE, 0, "alice", "one");
        shard.change(chat, Changes.TITLE, 0, "alice", "two");
        shard.send(chat, "bob", "phone", "b2", "y");
        shard.send(chat, "alice", "d", "a2", "x");
        shard.send(chat, "alice", "d", "a3", "x");
        assertThat(unread(bob)).isEqualTo(3);
        shard.read(bob, chat, 2);
        shard.read(bob, chat, 5);
        assertThat(unread(bob)).isEqualTo(2);
        assertThat(Shard.restore(shard.snapshot(), new Recording()).stateHash()).isEqualTo(shard.core.stateHash());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void shouldLetSoManyFormerMembersReadTheHistoryOfTheirTime(final int formers) {
        shard.configure(Limits.of(shard.limits()).groupMembers(4).build());
        final long chat = shard.group("alice", "g1", "bob", "carol");
        for (int i = 0; i < formers; i++) {
            shard.change(chat, Changes.ADDED, "alice", "m" + i);
            shard.change(chat, Changes.REMOVED, "alice", "m" + i);
        }
        assertThat(shard.history("m0", chat, -1, -1, 10).get(0).startsWith("refused")).isEqualTo(formers > 4);
        assertThat(shard.history("m1", chat, -1, -1, 10)).last().asString().startsWith("page r6 #3-4 ");
    }

    /** The first of them is no former member to the chat's owner any more, but still has what came before to acknowledge. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void shouldTakeAnAcknowledgementOfWhoLeftBeforeAllThatAreRemembered(final int formers) {
        shard.configure(Limits.of(shard.limits()).groupMembers(4).build());
        final long bob = shard.attach("bob", "phone");
        final long chat = shard.group("alice", "g1", "bob", "carol");
        shard.send(chat, "alice", "d", "k1", "x");
        shard.change(chat, Changes.REMOVED, "alice", "bob");
        for (int i = 1; i < formers; i++) {
            shard.change(chat, Changes.ADDED, "alice", "m" + i);
            shard.change(chat, Changes.REMOVED, "alice", "m" + i);
        }
        shard.out.take();
        shard.delivered(bob, chat, 1);
        shard.read(bob, chat, 2);
        assertThat(shard.out.take("refused")).isEmpty();
        assertThat(shard.history("bob", chat, -1, -1, 10).get(0).startsWith("refused")).isEqualTo(formers > 4);
        shard.change(chat, Changes.ADDED, "alice", "bob");
        shard.read(bob, chat, 2);
        assertThat(Shard.restore(shard.snapshot(), new Recording()).stateHash()).isEqualTo(shard.core.stateHash());
    }

    /** The bound was higher when the group grew: of those who leave at once some are forgotten at once. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 8})
    void shouldForgetThoseWhoLeaveAtOnce(final int leaving) {
        shard.configure(Limits.of(shard.limits()).groupMembers(10).build());
        final long session = shard.attach("m0", "phone");
        final long chat = shard.group("alice", "g1", names(9));
        shard.configure(Limits.of(shard.limits()).groupMembers(4).build());
        shard.out.take();
        shard.change(chat, Changes.REMOVED, "alice", names(leaving));
        assertThat(shard.out.take("changed")).hasSize(1);
        shard.delivered(session, chat, 1);
        assertThat(shard.list(session, -1, -1, 10)).noneMatch(line -> line.startsWith("row"));
        assertThat(shard.history("m0", chat, -1, -1, 10).get(0).startsWith("refused")).isEqualTo(leaving > 4);
        assertThat(Shard.restore(shard.snapshot(), new Recording()).stateHash()).isEqualTo(shard.core.stateHash());
    }

    /** They are part of the state: a core that was restored has them. */
    private void putInForce(final int times, final int runs, final int users) {
        shard.configure(shard.limits().listing(times, runs, shard.limits().linkRecordsMax(), users));
        shard.core = Shard.restore(shard.snapshot(), shard.out);
        assertThat(shard.limits().membershipTimesMax()).isEqualTo(times);
    }

    /** Also if it is pushed anew since, when what is not meant for the user any more is passed over. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTakeTheAcknowledgementOfWhatWasPushedOfATimeThatIsForgotten(final boolean resynced) {
        putInForce(1, 64, 1_000);
        final long chat = shard.group("alice", "g1", "bob", "carol");
        final long bob = shard.attach("bob", "phone");
        shard.send(chat, "alice", "phone", "k1", "x");
        shard.change(chat, Changes.REMOVED, "alice", "bob");
        shard.change(chat, Changes.ADDED, "alice", "bob");
        if (resynced) {
            shard.resync(bob, 0);
        }
        assertThat(answer(bob, chat, Receipts.DELIVERED)).isEqualTo("done e7 r9");
        assertThat(shard.list(bob, -1, -1, 10)).first().asString().contains("mine=1/0");
        assertThat(answer(bob, chat, Receipts.DELIVERED)).as("again").isEqualTo("done e7 r9");
        assertThat(answer(bob, chat, Receipts.READ_UNPUSHED)).as("its edge was shown it").isEqualTo("done e7 r9");
        shard.delivered(bob, chat, 3);
        shard.resync(bob, 0);
        assertThat(shard.out.take("push")).isEmpty();
    }

    /** What is acknowledged of it takes its own rows along, what is acknowledged behind it the rest. */
    @Test
    void shouldRemoveTheRowsOfATimeThatIsForgotten() {
        putInForce(1, 64, 1_000);
        final long chat = shard.group("alice", "g1", "bob", "carol");
        final long bob = shard.attach("bob", "phone");
        sendWithRows(chat, 1, 3);
        comeBack(chat);
        shard.delivered(bob, chat, 1);
        shard.delivered(bob, chat, 2);
        assertThat(shard.out.take("journal inbox")).as("of the second the shard knows no more")
            .containsExactly("journal inbox- bob/phone to #1");
        shard.delivered(bob, chat, 5);
        assertThat(shard.out.take("journal inbox")).containsExactly("journal inbox- bob/phone to #5");
        assertLeavesNothing(chat, bob);
    }

    /** Also if only a part of them is older than an inbox keeps it. */
    @Test
    void shouldRemoveTheRowsOfATimeThatIsForgottenOfWhichAPartExpired() {
        putInForce(1, 64, 1_000);
        final long chat = shard.group("alice", "g1", "bob", "carol");
        shard.detach(shard.attach("bob", "phone"));
        sendWithRows(chat, 1, 1);
        final long sentAt = shard.now;
        shard.outage(3_600_000);
        sendWithRows(chat, 2, 3);
        comeBack(chat);
        shard.outage(sentAt + shard.limits().inboxRetentionMs() - shard.now);
        final long bob = shard.attach("bob", "phone");
        shard.delivered(bob, chat, 5);
        assertThat(shard.out.take("journal inbox-")).containsExactly("journal inbox- bob/phone to #5");
        assertLeavesNothing(chat, bob);
    }

    /** Nobody acknowledges anything behind them any more: their cursor counts them until they are older than an inbox keeps them. */
    @Test
    void shouldForgetTheRowsOfWhatWasGivenUpWhenTheirTimeIsUp() {
        shard.configure(Limits.of(shard.limits()).inbox(4).window(1).build());
        final long direct = shard.chat("carol", "bob");
        final long chat = shard.group("alice", "g1", "bob", "carol");
        shard.detach(shard.attach("bob", "phone"));
        shard.send(direct, "carol", "phone", "d1", "x");
        shard.pass(12_000);
        shard.out.take();
        sendWithRows(chat, 1, 3);
        final long first = shard.attach("bob", "phone");
        for (int i = 1; i <= 4; i++) {
            shard.send(chat, "bob", "phone", "own" + i, "x");
        }
        shard.detach(first);
        shard.delivered(shard.attach("bob", "phone"), direct, 1);
        shard.pass(25_000);
        assertThat(shard.core.cursors()).isEqualTo(1);
        assertThat(shard.core.cursorsOfRows()).isEqualTo(1);
        shard.outage(shard.limits().inboxRetentionMs());
        shard.pass(25_000);
        assertThat(shard.core.cursors()).isZero();
        assertThat(shard.core.cursorsOfRows()).isZero();
    }

    private void sendWithRows(final long chat, final int from, final int to) {
        for (int i = from; i <= to; i++) {
            shard.send(chat, "alice", "phone", "k" + i, "x");
        }
        shard.pass(12_000);
        final List<String> rows = shard.out.take("journal inbox+");
        assertThat(rows).first().asString().startsWith("journal inbox+ bob/phone #" + from + "-");
        assertThat(rows).last().asString().contains("-" + to + " count=");
        assertThat(rows.stream().mapToInt(row -> Integer.parseInt(row.substring(row.lastIndexOf('=') + 1))).sum())
            .isEqualTo(to - from + 1);
    }

    private void comeBack(final long chat) {
        shard.change(chat, Changes.REMOVED, "alice", "bob");
        shard.change(chat, Changes.ADDED, "alice", "bob");
        shard.out.take();
    }

    private void assertLeavesNothing(final long chat, final long session) {
        shard.send(chat, "alice", "phone", "more", "x");
        shard.delivered(session, chat, 6);
        assertThat(shard.out.take("journal inbox")).as("no rows are counted any more").isEmpty();
    }

    private String answer(final long session, final long chat, final int status) {
        shard.out.take();
        shard.acknowledge(session, chat, 1, status, 9, 0, 1);
        return shard.out.take().stream().filter(line -> line.contains(" r9")).findFirst().orElseThrow();
    }

    private int unread(final long session) {
        return Integer.parseInt(shard.list(session, -1, -1, 1).get(0).replaceFirst(".*unread=(\\d+).*", "$1"));
    }
}
