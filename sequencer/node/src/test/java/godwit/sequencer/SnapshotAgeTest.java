package godwit.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot's age is counted from its taking, whatever started since. */
class SnapshotAgeTest {
    @TempDir
    private Path folder;

    @Test
    void shouldGoOnAgeingOverARestart() throws Exception {
        try (TestShard shard = new TestShard(folder, Map.of())) {
            shard.start();
            assertThat(shard.node().status().snapshotAgeS()).isEqualTo(-1);
            shard.node().snapshot();
            assertThat(shard.node().status().snapshotAgeS()).isBetween(0L, 10L);
            shard.stop();

            shard.clockAhead(Duration.ofHours(1));
            shard.start();

            assertThat(shard.node().status().snapshotAgeS()).as("not counted from the start, however slow")
                .isBetween(3_600L, 3_900L);
        }
    }
}
