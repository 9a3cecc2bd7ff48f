package godwit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The checker finds faults of the core and of the links within so many seeds ({@code -Dgodwit.simulation.sourceMutants=N}
 * tries up to N, {@code -Dgodwit.simulation.only=NAME} takes the one or those whose names have that); what each needed is
 * printed, and the average. As many at once as there are cores: each has classes of its own.
 */
@Execution(ExecutionMode.CONCURRENT)
class SourceMutantTest {
    private static final int SEEDS = Integer.getInteger("godwit.simulation.sourceMutants", 300);
    private static final long FIRST_SEED = Long.getLong("godwit.simulation.firstSeed", 1);
    private static final String ONLY = System.getProperty("godwit.simulation.only", "");
    private static final Map<SourceMutant, Integer> NEEDED = new ConcurrentSkipListMap<>();

    @ParameterizedTest
    @EnumSource(SourceMutant.class)
    void shouldBeFound(final SourceMutant mutant) throws IOException, ReflectiveOperationException {
        assumeTrue(mutant.name().matches(".*(" + ONLY + ").*"), "not asked for");
        final Method run = new MutantLoader(mutant).loadClass("godwit.simulation.Simulation")
            .getMethod("run", long.class, Consumer.class);
        String found = null;
        for (int i = 0; i < SEEDS && found == null; i++) {
            try {
                run.invoke(null, FIRST_SEED + i, null);
            } catch (final InvocationTargetException e) {
                assertThat(e.getCause()).as("what a run throws").isInstanceOf(RuntimeException.class);
                assertThat(Simulation.run(FIRST_SEED + i, null)).as("the same seed without the fault").isNotEmpty();
                found = "after " + (i + 1) + " seeds: " + e.getCause().getMessage();
                NEEDED.put(mutant, i + 1);
            }
        }
        System.out.println(mutant + " " + found);
        assertThat(found).as("what found %s", mutant).isNotNull();
    }

    @AfterAll
    static void shouldSayHowManySeedsWereNeeded() {
        System.out.println("caught=" + NEEDED.size() + " of " + SourceMutant.values().length + " average_seeds="
            + NEEDED.values().stream().mapToInt(Integer::intValue).average().orElse(0));
    }
}
