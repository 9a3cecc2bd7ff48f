package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much one answer or push shows: one below each bound, at it, and one above, and where the rest is. */
class PageBoundTest {
    private static final int HISTORY_PAGE = 100;
    private static final int HISTORY_BYTES = 192 * 1024;
    private static final int CHATS_PAGE = 100;
    private static final int CHATS_BYTES = 160 * 1024;
    private static final int PARTICIPANTS_PAGE = 500;
    private static final int NAMED_IN_ANSWER = 100;
    private static final int NAMED_IN_PUSH = 25;
    private static final int NAMED_IN_CHANGE = 100;
    private static final int UNREAD = 1_000;

    private final Shard shard = new Shard();

    @BeforeEach
    void hashOnceOnly() {
        shard.isHashChecked = false;
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldShowSoManyEntriesOnAPageOfHistory(final int more) {
        final int entries = HISTORY_PAGE + more;
        final long chat = talk(entries, "x");
        final int shown = Math.min(entries, HISTORY_PAGE);
        final String rest = " more=" + (more > 0);
        final List<String> newest = shard.history("bob", chat, -1, -1, entries);
        assertThat(newest).filteredOn(line -> line.startsWith("history")).hasSize(shown);
        assertThat(newest).last().asString().startsWith("page r6 #" + (entries - shown + 1) + "-" + entries + " ").contains(rest);
        final List<String> oldest = shard.history("bob", chat, -1, 0, 100_000);
        assertThat(oldest).filteredOn(line -> line.startsWith("history")).hasSize(shown);
        assertThat(oldest).last().asString().startsWith("page r6 #1-" + shown + " ").contains(rest);
        assertThat(shard.history("bob", chat, -1, shown, entries)).filteredOn(line -> line.startsWith("history"))
            .as("the rest").hasSize(entries - shown);
    }

    /** The entry that goes over is not shown any more. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldShowSoManyBytesOnAPageOfHistory(final int more) {
        final int body = shard.limits().bodyBytesMax();
        final int full = HISTORY_BYTES / body - 1;
        final long chat = talk(full, "x".repeat(body));
        shard.send(chat, "alice", "phone", "less", "x".repeat(body - 500));
        shard.send(chat, "alice", "phone", "last", "x".repeat(500 + more));
        final int all = full + 2;
        final String rest = " more=" + (more > 0);
        assertThat(shard.history("bob", chat, -1, 0, all)).last().asString()
            .startsWith("page r6 #1-" + (more > 0 ? all - 1 : all) + " ").contains(rest);
        assertThat(shard.history("bob", chat, -1, -1, all)).last().asString()
            .startsWith("page r6 #" + (more > 0 ? 2 : 1) + "-" + all + " ").contains(rest);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldShowSoManyChatsOnAPage(final int more) {
        final int chats = CHATS_PAGE + more;
        final long bob = shard.attach("bob", "phone");
        IntStream.range(0, chats).forEach(i -> shard.chat("u" + i, "bob"));
        final List<String> page = shard.list(bob, -1, -1, chats);
        assertThat(page).hasSize(Math.min(chats, CHATS_PAGE) + 1);
        assertThat(next(page) == CoreCommands.NULL_VALUE).as("last page").isEqualTo(more <= 0);
        assertThat(shard.list(bob, 0, -1, chats)).as("of those that changed").hasSize(Math.min(chats, CHATS_PAGE) + 1);
        if (more > 0) {
            final List<String> rest = shard.list(bob, -1, next(page), chats);
            assertThat(rest).hasSize(2).first().asString().startsWith("row r5 peer=u0 ");
            assertThat(next(rest)).isEqualTo(CoreCommands.NULL_VALUE);
        }
    }

    /** The chat that reaches it, or goes over, is the last one. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldShowChatsUntilTheirLastMessagesHaveSoManyBytes(final int more) {
        final int body = shard.limits().bodyBytesMax();
        final int full = CHATS_BYTES / body - 1;
        final long bob = shard.attach("bob", "phone");
        write("oldest", 1);
        write("last", 500 + more);
        write("less", body - 500);
        IntStream.range(0, full).forEach(i -> write("u" + i, body));
        final List<String> page = shard.list(bob, -1, -1, 100);
        assertThat(page).hasSize(full + (more < 0 ? 3 : 2) + 1).element(full + 1).asString().startsWith("row r5 peer=last ");
        assertThat(next(page) == CoreCommands.NULL_VALUE).as("last page").isEqualTo(more < 0);
        if (more >= 0) {
            assertThat(shard.list(bob, -1, next(page), 100)).hasSize(2).first().asString().startsWith("row r5 peer=oldest ");
        }
    }

    private void write(final String writer, final int bytes) {
        shard.send(shard.chat(writer, "bob"), writer, "phone", "k", "x".repeat(bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldShowSoManyMembersOnAPage(final int more) {
        final int members = PARTICIPANTS_PAGE + more;
        final long chat = shard.group("alice", "g", names(members - 1));
        final List<String> page = page(chat, CoreCommands.NULL_VALUE, 0);
        assertThat(page).filteredOn(line -> line.startsWith("participant")).hasSize(Math.min(members, PARTICIPANTS_PAGE));
        assertThat(page(chat, CoreCommands.NULL_VALUE, 10_000)).as("asked for more").isEqualTo(page);
        assertThat(next(page) == CoreCommands.NULL_VALUE).as("last page").isEqualTo(more <= 0);
        if (more > 0) {
            assertThat(page(chat, next(page), 0)).filteredOn(line -> line.startsWith("participant"))
                .singleElement().asString().startsWith("participant r8 m" + (members - 2) + " ");
        }
    }

    private List<String> page(final long chat, final long cursor, final int length) {
        shard.out.take();
        shard.core.onGetChat(Shard.EDGE, 8, chat, cursor, length, Shard.bytes("alice"));
        return shard.out.take();
    }

    private static long next(final List<String> page) {
        return Long.parseLong(page.get(page.size() - 1).replaceFirst(".*next=(-?\\d+).*", "$1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldNameSoManyMembersInTheAnswerToACreation(final int more) {
        final int members = NAMED_IN_ANSWER + more;
        shard.group("alice", "g", names(members - 1));
        assertNames(shard.out.take("chat "), Math.min(members, NAMED_IN_ANSWER), members);
    }

    /** To who is there when it is made, and to who comes later. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldNameSoManyMembersInAnAnnouncement(final int more) {
        final int members = NAMED_IN_PUSH + more;
        shard.attach("m0", "phone");
        final long chat = shard.group("alice", "g", names(members - 1));
        assertNames(shard.out.take("chat e7 r0 "), Math.min(members, NAMED_IN_PUSH), members);
        shard.attach("m1", "phone");
        shard.send(chat, "alice", "phone", "k", "x");
        assertNames(shard.out.take("chat e7 r0 "), Math.min(members, NAMED_IN_PUSH), members);
    }

    private static void assertNames(final List<String> told, final int named, final int members) {
        assertThat(told).isNotEmpty().allSatisfy(line -> {
            assertThat(line.replaceFirst(".* of=(\\S*) .*", "$1").split(",")).hasSize(named);
            assertThat(line).contains(" n=" + members + " ");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldNameSoManyUsersInAChange(final int more) {
        final int added = NAMED_IN_CHANGE + more;
        shard.configure(Limits.of(shard.limits()).fanout(1_000).build());
        final int[] named = new int[2];
        shard.out.pushes = (session, entry) -> {
            named[0] = entry.body().getShort(18);
            named[1] = entry.body().getInt(4);
        };
        shard.attach("bob", "phone");
        final long chat = shard.group("alice", "g", "bob", "carol");
        shard.change(chat, Changes.ADDED, "alice", names(added));
        assertThat(named).containsExactly(Math.min(added, NAMED_IN_CHANGE), added);
        Arrays.fill(named, 0);
        shard.change(chat, Changes.REMOVED, "alice", names(added));
        assertThat(named).containsExactly(Math.min(added, NAMED_IN_CHANGE), added);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldCountSoManyUnread(final int more) {
        final long bob = shard.attach("bob", "phone");
        talk(UNREAD + more, "x");
        assertThat(shard.list(bob, -1, -1, 1)).first().asString().contains(" unread=" + Math.min(UNREAD + more, UNREAD) + " ");
    }

    private long talk(final int messages, final String text) {
        final long chat = shard.chat("alice", "bob");
        IntStream.rangeClosed(1, messages).forEach(i -> shard.send(chat, "alice", "phone", "k" + i, text));
        return chat;
    }

    private static String[] names(final int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).toArray(String[]::new);
    }
}
