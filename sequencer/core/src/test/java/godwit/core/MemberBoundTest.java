package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many members all chats of a shard may have together, one below the bound, at it, and one above. */
class MemberBoundTest {
    private static final int CHATS = 3;
    private static final int GROUP = 10;
    private static final int MEMBERS_MAX = CHATS * CoreLimits.MEMBERS_PER_CHAT + GROUP;

    private final Shard shard = new Shard();

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldAddSoManyMembers(final int more) {
        shard.configure(Limits.of(shard.limits()).chats(CHATS).groupMembers(GROUP).build());
        shard.group("alice", "g1", names(0, GROUP - 1));
        final long chat = shard.group("alice", "g2", names(0, 2));
        shard.out.take();
        final int added = MEMBERS_MAX - GROUP - 3 + more;
        shard.change(chat, Changes.ADDED, "alice", names(2, 4));
        assertThat(shard.out.take("refused")).isEmpty();
        shard.group("alice", "g3", names(0, added - 4 - 1));
        verify("chat", more <= 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void shouldAddSoManyToAGroup(final int more) {
        shard.configure(Limits.of(shard.limits()).chats(CHATS).groupMembers(GROUP).build());
        shard.group("alice", "g1", names(0, GROUP - 1));
        shard.group("alice", "g2", names(0, GROUP - 4));
        final long chat = shard.group("alice", "g3", names(0, 2));
        final int rest = MEMBERS_MAX - GROUP - (GROUP - 3) - 3;
        shard.core = Shard.restore(shard.snapshot(), shard.out);
        shard.out.take();
        shard.change(chat, Changes.ADDED, "alice", names(2, rest + more));
        verify("changed", more <= 0);
    }

    /** Who was a member before still has a record. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTakeBackWhoLeftAFullShard(final int strangers) {
        shard.configure(Limits.of(shard.limits()).chats(1).groupMembers(GROUP).build());
        final long chat = shard.group("alice", "g1", names(0, GROUP - 1));
        for (int round = 0; round < CoreLimits.MEMBERS_PER_CHAT; round++) {
            shard.change(chat, Changes.REMOVED, "alice", "u" + round);
            shard.change(chat, Changes.ADDED, "alice", "x" + round);
        }
        shard.change(chat, Changes.REMOVED, "alice", "x0");
        shard.out.take();
        shard.change(chat, Changes.ADDED, "alice", strangers == 0 ? "u0" : "stranger");
        verify("changed", strangers == 0);
    }

    private void verify(final String word, final boolean isTaken) {
        final var out = shard.out.take();
        assertThat(out).filteredOn(line -> line.startsWith(word)).hasSize(isTaken ? 1 : 0);
        assertThat(out).filteredOn(line -> line.startsWith("refused")).hasSize(isTaken ? 0 : 1)
            .allMatch(line -> line.endsWith("code=" + Refusal.UNAVAILABLE + " detail=" + Refusal.Detail.MEMBERS_FULL));
    }

    private static String[] names(final int from, final int count) {
        return IntStream.range(from, from + count).mapToObj(i -> "u" + i).toArray(String[]::new);
    }
}
