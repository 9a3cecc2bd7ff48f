package godwit.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.simulation.fault.Fault;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What makes a batch of many seeds fail: a fault that never struck, a moment that never came. */
class SightsTest {
    private final Sights all = new Sights();

    @Test
    void shouldNameEveryFaultAndMomentUntilARunCameToIt() {
        assertThat(all.never()).containsAll(List.of(Fault.values())).containsAll(List.of(Sight.values()));
        final Sights run = new Sights();
        Arrays.stream(Fault.values()).skip(1).forEach(run::struck);
        Arrays.stream(Sight.values()).skip(1).forEach(run::saw);
        run.saw(Sight.values()[0], 0);
        all.addRun(run);
        all.addRun(new Sights());
        assertThat(all.never()).isEqualTo(List.of(Fault.values()[0], Sight.values()[0]));
    }

    @Test
    void shouldCountRunsAndTimes() {
        final Sight sight = Sight.values()[0];
        for (int i = 0; i < 3; i++) {
            final Sights run = new Sights();
            run.saw(sight, 5);
            all.addRun(run);
        }
        final Sights others = new Sights();
        others.add(all);
        assertThat(others.times(sight)).isEqualTo(15);
        assertThat(others.table().lines().filter(line -> line.startsWith(sight + " "))).singleElement().asString()
            .endsWith(" 3        15");
    }
}
