package godwit.perf.load;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.perf.check.Bodies;
import godwit.perf.check.ChatLedger;
import godwit.perf.check.GroupLedger;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who writes in a group. */
class GroupChatTest {
    private static final Bodies BODIES = new Bodies(1, 100);

    @Test
    void shouldDrawEveryMemberAboutEquallyOften() {
        final GroupChat group = group(1, 10);
        final Map<String, Integer> drawn = new HashMap<>();
        for (long message = 0; message < 10_000; message++) {
            drawn.merge(group.writer(message).userId(), 1, Integer::sum);
        }
        assertThat(drawn).hasSize(10);
        assertThat(drawn.values()).allMatch(count -> count > 800 && count < 1_200);
    }

    @Test
    void shouldDrawTheSameForTheSameSeedOnly() {
        final StringBuilder first = new StringBuilder();
        final StringBuilder again = new StringBuilder();
        final StringBuilder other = new StringBuilder();
        for (long message = 0; message < 20; message++) {
            first.append(group(1, 10).writer(message).userId());
            again.append(group(1, 10).writer(message).userId());
            other.append(group(2, 10).writer(message).userId());
        }
        assertThat(again).hasToString(first.toString());
        assertThat(other.toString()).isNotEqualTo(first.toString());
    }

    @Test
    void shouldNumberItsMessagesWithoutGaps() {
        final GroupChat group = new GroupChat(2, 3, 1, BODIES, ledger());
        assertThat(new long[] {group.number(2), group.number(5), group.number(8)}).containsExactly(0, 1, 2);
    }

    private static GroupChat group(final long seed, final int members) {
        final GroupChat group = new GroupChat(0, 1, seed, BODIES, ledger());
        for (int i = 0; i < members; i++) {
            group.add(new Member("u" + i, "token", group, i, null));
        }
        return group;
    }

    private static GroupLedger ledger() {
        return new GroupLedger(0, 1, BODIES, new ChatLedger.Counts());
    }
}
