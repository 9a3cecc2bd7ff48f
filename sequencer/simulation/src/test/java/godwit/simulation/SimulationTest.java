package godwit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.simulation.check.Sights;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Runs seeds: {@code -Dgodwit.simulation.seeds=A..B}; with {@code -Dgodwit.simulation.trace=FILE} a line of every event
 * goes there.
 */
class SimulationTest {
    private static final String DEFAULT_SEEDS = "1..2000";
    private static final String SEEDS = System.getProperty("godwit.simulation.seeds", DEFAULT_SEEDS);
    private static final String TRACE = System.getProperty("godwit.simulation.trace");

    @Test
    void shouldHoldEveryInvariantWhateverTheSeed() throws IOException, InterruptedException {
        if (TRACE == null) {
            final Batch batch = Batch.run(SEEDS);
            System.out.println(batch.result(SEEDS));
            System.out.println(batch.sights().table());
            assertThat(batch.failures()).as("failed seeds, or what none came to").isEmpty();
        } else {
            try (PrintWriter file = new PrintWriter(Files.newBufferedWriter(Path.of(TRACE)))) {
                assertThat(Simulation.runAll(SEEDS, file::println, new Sights())).as("failed seeds").isEmpty();
            }
        }
    }

    @Test
    void shouldDoTheSameOnceMore() {
        assertThat(trace(3)).isEqualTo(trace(3)).hasSizeGreaterThan(100);
    }

    private static List<String> trace(final long seed) {
        final List<String> lines = new ArrayList<>();
        final Consumer<String> reader = lines::add;
        Simulation.run(seed, reader);
        return lines;
    }
}
