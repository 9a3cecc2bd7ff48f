package godwit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every partition has one shard, and the ranges come back as they were written. */
class TopologyTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 16})
    void shouldShareThePartitionsInEqualRangesAndComeBackFromItsText(final int shards) {
        final Topology topology = Topology.ofShards(shards);

        assertThat(topology.shardCount()).isEqualTo(shards);
        assertThat(topology.ranges()).hasSize(shards);
        final int[] counts = new int[shards];
        for (int partition = 0; partition < Topology.PARTITIONS; partition++) {
            counts[topology.shardOf(partition)]++;
        }
        assertThat(Arrays.stream(counts)).allMatch(count -> count == 4096 / shards || count == 4096 / shards + 1);
        assertThat(Topology.parse(topology.format())).isEqualTo(topology).hasSameHashCodeAs(topology);
    }

    @Test
    void shouldTakeRangesThatNoFormulaWouldGive() {
        final Topology topology = Topology.parse("0-9 1\n10-4000 0\n4001-4095 1\n");

        assertThat(topology.shardOf(9)).isEqualTo(1);
        assertThat(topology.shardOf(10)).isZero();
        assertThat(topology.shardOf(4095)).isEqualTo(1);
        assertThat(topology.shardCount()).isEqualTo(2);
        assertThat(topology).isNotEqualTo(Topology.ofShards(2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "0-4094 0~ends at partition 4094 expected 4095", "''~ends at partition -1", "1-4095 0~begins at 0",
        "0-9 0;9-4095 1~begins at 10", "0-9 0;10-4095 2~shard 1 owns no partition", "0-4096 0~begins at 0",
        "0-4095 zero~a line that is none", "0-4095 16~expected at most 16", "9-0 0~begins at 0"})
    void shouldRefuseADamagedOne(final String text, final String why) {
        assertThatThrownBy(() -> Topology.parse(text.replace(';', '\n')))
            .isInstanceOf(SettingsException.class).hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 17, -1})
    void shouldRefuseACountThatOneProcessDoesNotRun(final int shards) {
        assertThatThrownBy(() -> Topology.ofShards(shards))
            .isInstanceOf(SettingsException.class).hasMessage("shards=" + shards + " expected 1..16");
    }
}
