package godwit.simulation;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The checker finds faults of the core and of the links within the first 300 seeds ({@code -Dgodwit.simulation.sourceMutants=N}
 * tries up to the Nth, {@code -Dgodwit.simulation.only=NAME} takes the one or those whose names have that); what each needed is
 * printed, and the average. As many at once as there are cores: each has classes of its own.
 * <p>
 * Those that need many seeds are looked for shortly before the one that is known to find them, since two thirds of the time
 * would go into runs that are known not to; {@code -Dgodwit.simulation.firstSeed=1} begins with the first for all. Of some
 * only a seed far beyond these is known; they are in no average.
 */
@Tag("mutants")
@Execution(ExecutionMode.CONCURRENT)
class SourceMutantTest {
    private static final int SEEDS = Integer.getInteger("godwit.simulation.sourceMutants", 300);
    private static final Long FIRST_SEED = Long.getLong("godwit.simulation.firstSeed");
    /** Where to begin, of those that are found far beyond: within so many seeds more. */
    private static final Map<SourceMutant, Integer> RARER = Map.of(
        SourceMutant.UNCHANGED_NOT_REMEMBERED, 9_400, SourceMutant.LATE_ATTACH_TAKES_OVER, 16_635,
        SourceMutant.LEASE_COUNTED_FROM_ITS_ANSWER, 54_395, SourceMutant.LATER_ENTRIES_TOLD, 685,
        SourceMutant.TERM_TAIL_NOT_SENT, 1_140);
    private static final int RARER_SEEDS = 20;
    /** Where to begin, of those that are not found soon. */
    private static final Map<SourceMutant, Integer> RARE = Map.ofEntries(
        entry(SourceMutant.SHOWN_ENTRIES_KEPT, 40), entry(SourceMutant.CHANGE_NOT_REMEMBERED, 60), entry(SourceMutant.IMAGE_LACKS_WHAT_WAS_REFUSED, 60),
        entry(SourceMutant.VERSION_TOLD_TO_FORMER, 70), entry(SourceMutant.AWAY_SHARD_TOLD_MEMBERS_OF_NOW, 85),
        entry(SourceMutant.EXPIRES_EARLY, 85), entry(SourceMutant.STALE_LEASE_TAKES_OVER, 90),
        entry(SourceMutant.FIRST_WORD_REPLACED, 110), entry(SourceMutant.IN_FLIGHT_GIVEN_UP, 115),
        entry(SourceMutant.PLACE_KNOWS_CHATS, 125), entry(SourceMutant.STALE_SESSION_OF_ANOTHER, 140),
        entry(SourceMutant.FORGOTTEN_TIME_REFUSED, 160), entry(SourceMutant.AWAY_SHARD_TOLD_OF_NOW, 200), entry(SourceMutant.DELIVERED_MOVES_NO_MARK, 255),
        entry(SourceMutant.RECEIPTS_KNOWN_THAT_ARE_UNDER_WAY, 255));
    private static final String ONLY = System.getProperty("godwit.simulation.only", "");
    private static final Map<SourceMutant, Integer> NEEDED = new ConcurrentSkipListMap<>();

    @ParameterizedTest
    @EnumSource(SourceMutant.class)
    void shouldBeFound(final SourceMutant mutant) throws IOException, ReflectiveOperationException {
        assumeTrue(isAskedFor(mutant), "not asked for");
        final Method run = new MutantLoader(mutant).loadClass("godwit.simulation.Simulation")
            .getMethod("run", long.class, Consumer.class);
        String found = null;
        final boolean isRarer = FIRST_SEED == null && RARER.containsKey(mutant);
        final long first = isRarer ? RARER.get(mutant) : FIRST_SEED == null ? RARE.getOrDefault(mutant, 1) : FIRST_SEED;
        final long last = isRarer ? first + RARER_SEEDS : SEEDS;
        for (long seed = first; seed <= last && found == null; seed++) {
            try {
                run.invoke(null, seed, null);
            } catch (final InvocationTargetException e) {
                assertThat(e.getCause()).as("what a run throws").isInstanceOf(RuntimeException.class);
                assertThat(Simulation.run(seed, null)).as("the same seed without the fault").isNotEmpty();
                found = "by seed " + seed + ": " + e.getCause().getMessage();
                NEEDED.put(mutant, (int) seed);
            }
        }
        System.out.println(mutant + " " + found);
        assertThat(found).as("what found %s", mutant).isNotNull();
    }

    private static boolean isAskedFor(final SourceMutant mutant) {
        return mutant.name().matches(".*(" + ONLY + ").*");
    }

    @AfterAll
    static void shouldSayWhichSeedsFoundThem() {
        System.out.println("caught=" + NEEDED.size() + " of " + SourceMutant.values().length + " average_seed="
            + NEEDED.values().stream().filter(seed -> seed <= SEEDS).mapToInt(Integer::intValue).average().orElse(0)
            + " beyond_seed_" + SEEDS + "=" + NEEDED.values().stream().filter(seed -> seed > SEEDS).count());
        // An error of the machine itself may end a run of one of them without a word.
        assertThat(NEEDED.keySet()).containsAll(
            Arrays.stream(SourceMutant.values()).filter(SourceMutantTest::isAskedFor).toList());
    }
}
