package godwit.sequencer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Full is full by what was written since the last measuring, too; and not full again only well below. */
class DiskBoundTest {
    private final DiskBound bound = new DiskBound(1_000, 2_000);

    @Test
    void shouldBeFullAtTheBoundOfEither() {
        bound.measured(900, 5_000, 100, 7_000);
        assertThat(bound.isFull(5_099, 7_000)).isFalse();
        assertThat(bound.isFull(5_100, 7_000)).isTrue();
        bound.measured(0, 5_100, 1_990, 7_000);
        assertThat(bound.isFull(5_100, 7_010)).isTrue();
    }

    @Test
    void shouldHaveRoomAgainOnlyWellBelow() {
        bound.measured(1_000, 0, 0, 0);
        assertThat(bound.isFull(0, 0)).isTrue();
        bound.measured(950, 0, 0, 0);
        assertThat(bound.isFull(0, 0)).isTrue();
        bound.measured(949, 0, 1_899, 0);
        assertThat(bound.isFull(0, 0)).isFalse();
        assertThat(bound.isFull(50, 0)).isFalse();
        assertThat(bound.isFull(51, 0)).isTrue();
    }
}
