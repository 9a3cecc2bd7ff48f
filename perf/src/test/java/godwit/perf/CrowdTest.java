package godwit.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who plays, when little or the wrong thing was said. */
class CrowdTest {
    @Test
    void shouldFillInWhatWasNotSaid() {
        assertThat(Crowd.DEFAULT.whole(Scenario.ONE_TO_ONE, 500)).isEqualTo(new Crowd(10, 0, 0, 0));
        assertThat(Crowd.DEFAULT.whole(Scenario.GROUP, 10)).isEqualTo(new Crowd(0, 100, 1, 0));
        assertThat(Crowd.DEFAULT.whole(Scenario.PRESENCE_CHURN, 50)).isEqualTo(new Crowd(500, 0, 0, 3));
        assertThat(Crowd.DEFAULT.whole(Scenario.PRESENCE_CHURN, 0.1)).isEqualTo(new Crowd(8, 0, 0, 3));
        assertThat(new Crowd(0, 0, 0, 4).whole(Scenario.PRESENCE_CHURN, 50.1)).isEqualTo(new Crowd(505, 0, 0, 4));
    }

    @Test
    void shouldTakeAConnectionForEachUser() {
        assertThat(new Crowd(0, 5_000, 3, 0).whole(Scenario.GROUP, 10).connections()).isEqualTo(15_000);
        assertThat(Crowd.DEFAULT.whole(Scenario.ONE_TO_ONE, 500).connections()).isEqualTo(10);
        assertThat(Crowd.DEFAULT.whole(Scenario.PRESENCE_CHURN, 50).connections()).isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "ONE_TO_ONE~10~3~0~0~0~users=3 expected an even number up to 10000",
        "ONE_TO_ONE~10~0~5~0~0~members goes with the scenario group, not one-to-one",
        "ONE_TO_ONE~10~0~0~5~0~groups goes with the scenario group, not one-to-one",
        "GROUP~10~0~0~0~2~peers goes with the scenario presence-churn, not group",
        "GROUP~10~2~0~0~0~users goes with one-to-one and presence-churn; say --members for a group",
        "GROUP~10~0~5001~0~0~members=5001 expected 2 to 5000",
        "GROUP~10~0~1~0~0~members=1 expected 2 to 5000",
        "GROUP~10~0~5~-1~0~groups=-1 expected 1 to 20000",
        "GROUP~10~0~5000~4~0~members: 20000 members of all groups expected at most 19500: one process holds at most 20000",
        "GROUP~101~0~2~0~0~rate=101 expected at most 50 for each of 2 members",
        "PRESENCE_CHURN~1~6~0~0~0~users=6 expected a multiple of 4",
        "PRESENCE_CHURN~1~-4~0~0~0~users=-4 expected a multiple of 4",
        "PRESENCE_CHURN~1~0~0~0~101~peers=101 expected 1 to 100",
        "PRESENCE_CHURN~100~200~0~0~0~users=200 expected at least 300: at a rate of 100 each would come or go",
        "PRESENCE_CHURN~5000~0~0~0~0~users: 50000 users expected at most 19500: one process holds at most 20000"})
    void shouldSayWhatToChange(
        final Scenario scenario, final double rate, final int users, final int members, final int groups,
        final int peers, final String message) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> new Crowd(users, members, groups, peers).whole(scenario, rate))
            .withMessageStartingWith(message);
    }

    @Test
    void shouldNameTheScenariosThereAre() {
        assertThat(Scenario.of("group")).isEqualTo(Scenario.GROUP);
        assertThatIllegalArgumentException().isThrownBy(() -> Scenario.of("many"))
            .withMessage("scenario=many expected one of one-to-one, group, presence-churn");
    }
}
