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
        start(4);
        assertThat(TopologyFile.open(root, null)).isEqualTo(Topology.ofShards(4));
        assertThat(TopologyFile.open(root, 4)).isEqualTo(Topology.ofShards(4));
        assertThatThrownBy(() -> TopologyFile.open(root, 2)).isInstanceOf(EnvironmentException.class)
            .hasMessage("data folder " + root + " was begun with --shards 4 and cannot go on with --shards 2, for"
                + " partitions cannot be moved yet: leave --shards out, or choose another folder with --data");
    }

    @Test
    void shouldBeginWithOneShard() {
        assertThat(start(null).shardCount()).isEqualTo(1);
        assertThatThrownBy(() -> TopologyFile.open(root, 2)).hasMessageContaining("begun with --shards 1 and");
    }

    @Test
    void shouldLetARefusedStartDecideNothing() {
        TopologyFile.open(root, 4);
        assertThat(root).isEmptyDirectory();
        assertThat(start(2).shardCount()).isEqualTo(2);
    }

    @Test
    void shouldNotWriteWhatIsThereAgain() {
        start(2);
        TopologyFile.keep(root, Topology.ofShards(4));
        assertThat(TopologyFile.open(root, null).shardCount()).isEqualTo(2);
    }

    private Topology start(final Integer shards) {
        final Topology topology = TopologyFile.open(root, shards);
        TopologyFile.keep(root, topology);
        return topology;
    }

    @Test
    void shouldTakeTheRangesThatAreThere() throws IOException {
        Files.writeString(root.resolve("topology"), "0-99 1\n100-4095 0\n");

        assertThat(TopologyFile.open(root, 2).shardOf(5)).isEqualTo(1);
    }

    @Test
    void shouldRefuseADamagedOrLostOne() throws IOException {
        Files.writeString(root.resolve("topology"), "0-99 0\n");
        assertThatThrownBy(() -> TopologyFile.open(root, null)).isInstanceOf(EnvironmentException.class)
            .hasMessageContaining("the topology is damaged").hasMessageContaining("from a copy");

        Files.delete(root.resolve("topology"));
        Files.createDirectory(root.resolve("shard-0"));
        assertThatThrownBy(() -> TopologyFile.open(root, null)).isInstanceOf(EnvironmentException.class)
            .hasMessageContaining("it has shards and no topology").hasMessageContaining("from a copy");
    }

    @Test
    void shouldHaveAsManyPartitionsAsTheProtocol() {
        assertThat(Topology.PARTITIONS).isEqualTo(Partitions.COUNT);
    }
}
