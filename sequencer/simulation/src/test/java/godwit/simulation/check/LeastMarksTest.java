package godwit.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a message came to by all but its sender. */
class LeastMarksTest {
    private static final List<String> USERS = List.of("anna", "bert", "carl", "dora");

    private record Mark(String user, long delivered, long read) {
    }

    private static LeastMarks of(final List<Mark> marks) {
        final LeastMarks least = new LeastMarks();
        marks.forEach(mark -> least.add(mark.user, mark.delivered, mark.read));
        return least;
    }

    private static int status(final LeastMarks marks, final String sender, final long sequence) {
        return marks.status(new Entry(7, sequence, sequence, sequence, sender, "phone", "key", null));
    }

    private static int expected(final List<Mark> marks, final String sender, final long sequence) {
        return marks.stream().filter(mark -> !mark.user.equals(sender))
            .mapToInt(mark -> mark.read >= sequence ? 3 : mark.delivered >= sequence ? 2 : 1).min().orElse(1);
    }

    @Test
    void shouldSayWhatALookAtEachUserWouldSay() {
        for (int drawn = 0; drawn < 1 << 12; drawn++) {
            final int marks = drawn;
            final List<Mark> all = USERS.stream().map(user -> {
                final int mine = marks >> 3 * USERS.indexOf(user);
                return new Mark(user, mine & 3, 2 * (mine >> 2 & 1));
            }).toList();
            final LeastMarks least = of(all.subList(0, 2));
            least.addAll(of(all.subList(2, 4)));
            for (final String sender : List.of("anna", "dora", "nobody")) {
                assertThat(status(least, sender, 2)).as("%s by %s", all, sender).isEqualTo(expected(all, sender, 2));
            }
        }
    }

    @Test
    void shouldSayThatItIsSentWhenThereIsNobodyElse() {
        assertThat(status(of(List.of(new Mark("anna", 5, 5))), "anna", 2)).isEqualTo(1);
    }

    @Test
    void shouldRestOnWhoeverWouldChangeIt() {
        final LeastMarks least = of(List.of(new Mark("anna", 1, 0), new Mark("bert", 4, 0), new Mark("carl", 2, 2)));
        assertThat(USERS.stream().filter(least::restOn)).containsExactly("anna", "bert", "carl");
        least.add("dora", 0, 0);
        assertThat(least.restOn("carl")).isFalse();
    }
}
