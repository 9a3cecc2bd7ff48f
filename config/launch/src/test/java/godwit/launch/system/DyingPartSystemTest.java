package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.launch.data.ShmFolder;
import io.aeron.Aeron;
import io.aeron.cluster.ClusterControl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A part that dies after the system was ready ends the process, in words. */
@Tag("own-system")
class DyingPartSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void shouldEndWhenTheShardsClusterEnds() throws IOException {
        try (RunningGodwit godwit = RunningGodwit.start(folder.resolve("data"))) {
            final Path shm = ShmFolder.of(godwit.data().toRealPath());
            assertThat(bytesOf(shm)).isBetween(ShmFolder.neededBytes(1, 1) / 2, ShmFolder.neededBytes(1, 1));

            abort(shm);

            assertThat(godwit.awaitExit(PATIENCE)).as(godwit.log()).isEqualTo(1);
            assertThat(godwit.log().lines().filter(line -> line.startsWith("godwit: shard failed"))).as(godwit.log())
                .hasSize(1).allMatch(line -> line.contains("the log in the data folder says more"));
            assertThat(shm).doesNotExist();
            assertThat(godwit.processes()).isEmpty();
        }
    }

    /** As an operator would by Aeron's own tool: the toggle stands in the counters that the driver shares. */
    private static void abort(final Path shm) {
        try (Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(shm.toString()))) {
            final var toggle = ClusterControl.findControlToggle(aeron.countersReader(), 0);
            assertThat(toggle).isNotNull();
            assertThat(ClusterControl.ToggleState.ABORT.toggle(toggle)).isTrue();
        }
    }

    static long bytesOf(final Path shm) throws IOException {
        final AtomicLong bytes = new AtomicLong();
        LivingFiles.forEach(shm, Set.of(), (file, attributes) -> bytes.addAndGet(attributes.size()));
        return bytes.get();
    }
}
