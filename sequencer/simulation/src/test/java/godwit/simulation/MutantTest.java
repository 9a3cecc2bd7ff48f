package godwit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.simulation.check.Sights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The checker can fail: each deliberate fault is found within a few seeds. With {@code -Dgodwit.simulation.mutants=N} so
 * many seeds are tried, and the first that finds it is printed.
 */
class MutantTest {
    private static final int SEEDS = Integer.getInteger("godwit.simulation.mutants", 60);

    @ParameterizedTest
    @EnumSource(Mutant.class)
    void shouldBeFound(final Mutant mutant) {
        String found = null;
        for (long seed = 1; seed <= SEEDS && found == null; seed++) {
            try {
                Simulation.run(seed, Simulation.schedule(seed), null, mutant::sabotage, new Sights());
            } catch (final RuntimeException e) {
                found = "seed=" + seed + ": " + e.getMessage();
            }
        }
        System.out.println(mutant + " " + found);
        assertThat(found).as("what found %s", mutant).isNotNull();
    }
}
