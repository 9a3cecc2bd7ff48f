package godwit.perf.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who comes and goes when. */
class ChurnScheduleTest {
    @ParameterizedTest
    @CsvSource({"2,2", "12,2", "12,4", "500,4", "15,5", "30,3"})
    void shouldLetUsersComeOnlyWhenAwayAndGoOnlyWhenThere(final int users, final int size) {
        final ChurnSchedule churn = new ChurnSchedule(users, size);
        final boolean[] online = new boolean[users];
        int there = 0;
        for (int user = 0; user < users; user++) {
            online[user] = churn.startsOnline(user);
            there += online[user] ? 1 : 0;
        }
        for (int round = 0; round < 3; round++) {
            final Set<Integer> seen = new HashSet<>();
            for (long event = (long) round * users; event < (long) (round + 1) * users; event++) {
                final int user = churn.user(event);
                seen.add(user);
                assertThat(churn.comes(event)).isNotEqualTo(online[user]);
                online[user] = !online[user];
                there += online[user] ? 1 : -1;
                assertThat(there).as("about half of them").isBetween(users / 2 - size, users / 2 + size);
            }
            assertThat(seen).as("each once in a round").hasSize(users);
        }
    }

    @ParameterizedTest
    @CsvSource({"500,4", "1000,2"})
    void shouldHaveSomebodyOfEachCircleThereMostly(final int users, final int size) {
        final ChurnSchedule churn = new ChurnSchedule(users, size);
        int watched = 0;
        final boolean[] online = new boolean[users];
        for (int user = 0; user < users; user++) {
            online[user] = churn.startsOnline(user);
        }
        for (long event = 0; event < 2L * users; event++) {
            final int user = churn.user(event);
            final int first = user / size * size;
            boolean observed = false;
            for (int peer = first; peer < first + size; peer++) {
                observed |= peer != user && online[peer];
            }
            watched += observed ? 1 : 0;
            online[user] = churn.comes(event);
        }
        assertThat(watched).isGreaterThanOrEqualTo(users);
    }
}
