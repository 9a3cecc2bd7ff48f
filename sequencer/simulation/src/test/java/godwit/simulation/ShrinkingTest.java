package godwit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import godwit.simulation.check.Sights;
import godwit.simulation.fault.Fault;
import godwit.simulation.fault.Sabotage;
import godwit.simulation.fault.Schedule;
import godwit.simulation.world.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of the faults of a run that fails those are found that it takes. */
class ShrinkingTest {
    private static final long SEED = 5;

    @Test
    void shouldFindTheOnlyTwoThatItTakes() {
        final Schedule all = Schedule.of(Plan.of(SEED));
        assertThat(all.strikes()).hasSizeGreaterThanOrEqualTo(6);
        final Shrinking shrinking = new Shrinking(all, "fails", some -> some.strikes().stream()
            .filter(strike -> strike.number() == 3 || strike.number() == 6).count() == 2 ? "fails still" : null).shrink();
        assertThat(shrinking.least().strikes()).extracting("number").containsExactly(3, 6);
        assertThat(shrinking.what()).isEqualTo("fails still");
    }

    @Test
    void shouldNeedNoFaultForWhatFailsAlways() {
        final Failure failure = Simulation.failure(SEED, null, () -> new Sabotage() {
            @Override
            public List<byte[]> commands(final byte[] command) {
                throw new IllegalStateException("wrong from the beginning");
            }
        }, new Sights());
        assertThat(failure.shrinking().least().strikes()).isEmpty();
        assertThat(failure.toString()).contains("seed=5: ").contains("seeds=5 ").contains("godwit.simulation.faults=0");
    }

    @Test
    void shouldFindTheSnapshotAndTheDeathThatADamagedSnapshotTakes() {
        Failure failure = null;
        long seed = 0;
        while (failure == null) {
            failure = Simulation.failure(++seed, null, Mutant.DAMAGED_SNAPSHOT::sabotage, new Sights());
        }
        assertThat(failure.shrinking().least().strikes()).hasSizeLessThan(failure.faults()).hasSizeBetween(1, 3)
            .anyMatch(strike -> strike.fault() == Fault.SNAPSHOT);
        final Schedule least = failure.shrinking().least();
        final long failing = seed;
        assertThat(catchThrowable(() -> Simulation.run(failing, least, null,
            Mutant.DAMAGED_SNAPSHOT::sabotage, new Sights()))).as("the same once more").isNotNull();
    }

    @Test
    void shouldLeaveTheOthersAsTheyWere() {
        final Schedule all = Schedule.of(Plan.of(SEED));
        final Schedule some = all.without(List.of(all.strikes().get(2)));
        assertThat(some.strikes()).isEqualTo(all.strikes().stream().filter(one -> one.number() != 3).toList());
        assertThat(some.strikes().get(4).draw().any()).isEqualTo(all.strikes().get(5).draw().any());
    }
}
