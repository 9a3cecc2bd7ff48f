package godwit.edge.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Bytes of all are counted to the last one. */
class ByteBudgetTest {
    private final ByteBudget budget = new ByteBudget(100);

    @Test
    void shouldGiveAsManyAsThereAre() {
        assertThat(budget.tryTake(99)).isTrue();
        assertThat(budget.hasRoom(1)).isTrue();
        assertThat(budget.tryTake(2)).isFalse();
        assertThat(budget.tryTake(1)).isTrue();
        assertThat(budget.hasRoom(1)).isFalse();
        assertThat(budget.tryTake(0)).as("nothing is always there").isTrue();
        budget.giveBack(60);
        assertThat(budget.taken()).isEqualTo(40);
        assertThat(budget.tryTake(10, 49)).as("over a part of it").isFalse();
        assertThat(budget.tryTake(10, 50)).isTrue();
    }

    @Test
    void shouldNotTakeBackWhatItDidNotGive() {
        budget.take(120);
        assertThat(budget.tryTake(0)).isTrue();
        assertThat(budget.hasRoom(1)).isFalse();
        budget.giveBack(120);
        assertThatThrownBy(() -> budget.giveBack(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldNeverBeUsedUpWithoutABound() {
        final ByteBudget unbounded = ByteBudget.unbounded();
        assertThat(unbounded.tryTake(1L << 50)).isTrue();
        assertThat(unbounded.tryTake(1L << 50)).isTrue();
    }

    @Test
    void shouldFitIntoWhatTheProcessHas() {
        final long direct = 128L << 20;
        final EdgeMemory memory = EdgeMemory.fittingInto(direct, 512L << 20);
        // A frame takes up to a quarter more than itself in the pool.
        assertThat(memory.outbound().bytesMax() * 5 / 4 + memory.partial().bytesMax()).isLessThan(direct * 4 / 5);
        final long heap =
            memory.fragments().bytesMax() + memory.waiting().bytesMax() + memory.requests().bytesMax()
                + memory.presence().bytesMax() + memory.recent().bytesMax();
        assertThat(heap).as("beside a state machine and the rest").isLessThanOrEqualTo(64L << 20);
    }
}
