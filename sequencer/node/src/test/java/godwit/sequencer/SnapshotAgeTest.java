package godwit.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
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
            Awaitility.await("it is old enough for a start to be younger").atMost(TestShard.PATIENCE)
                .until(() -> shard.node().status().snapshotAgeS() >= 6);
            shard.stop();

            final long startNs = System.nanoTime();
            shard.start();
            final long startS = (System.nanoTime() - startNs) / 1_000_000_000;

            assertThat(shard.node().status().snapshotAgeS()).isBetween(6L, 30 + startS);
            assertThat(startS).as("only then it proves anything").isLessThan(6);
        }
    }
}
