package godwit.launch.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import godwit.launch.EnvironmentException;
import godwit.protocol.Partitions;
import godwit.settings.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the first start decided stays. */
class TopologyFileTest {
    @TempDir
    private Path root;

    @Test
    void shouldKeepWhatTheFirstStartAskedFor() {
        assertThat(TopologyFile.openOrCreate(root, 4)).isEqualTo(Topology.ofShards(4));
        assertThat(TopologyFile.openOrCreate(root, null)).isEqualTo(Topology.ofShards(4));
        assertThat(TopologyFile.openOrCreate(root, 4)).isEqualTo(Topology.ofShards(4));
        assertThatThrownBy(() -> TopologyFile.openOrCreate(root, 2)).isInstanceOf(EnvironmentException.class)
            .hasMessage("data folder " + root + " was begun with --shards 4 and cannot go on with --shards 2, for"
                + " partitions cannot be moved yet: leave --shards out, or choose another folder with --data");
    }

    @Test
    void shouldBeginWithOneShard() {
        assertThat(TopologyFile.openOrCreate(root, null).shardCount()).isEqualTo(1);
        assertThatThrownBy(() -> TopologyFile.openOrCreate(root, 2)).hasMessageContaining("begun with --shards 1 and");
    }

    @Test
    void shouldTakeTheRangesThatAreThere() throws IOException {
        Files.writeString(root.resolve("topology"), "0-99 1\n100-4095 0\n");

        assertThat(TopologyFile.openOrCreate(root, 2).shardOf(5)).isEqualTo(1);
    }

    @Test
    void shouldRefuseADamagedOrLostOne() throws IOException {
        Files.writeString(root.resolve("topology"), "0-99 0\n");
        assertThatThrownBy(() -> TopologyFile.openOrCreate(root, null)).isInstanceOf(EnvironmentException.class)
            .hasMessageContaining("the topology is damaged").hasMessageContaining("from a copy");

        Files.delete(root.resolve("topology"));
        Files.createDirectory(root.resolve("shard-0"));
        assertThatThrownBy(() -> TopologyFile.openOrCreate(root, null)).isInstanceOf(EnvironmentException.class)
            .hasMessageContaining("it has shards and no topology").hasMessageContaining("from a copy");
    }

    @Test
    void shouldHaveAsManyPartitionsAsTheProtocol() {
        assertThat(Topology.PARTITIONS).isEqualTo(Partitions.COUNT);
    }
}
