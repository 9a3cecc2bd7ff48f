package godwit.perf.floor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the machine gives is measured, and nothing of the measuring stays. */
@Timeout(60)
class FloorTest {
    private static final long PROBE_NS = TimeUnit.MILLISECONDS.toNanos(200);

    @TempDir
    private Path folder;

    @Test
    void shouldTimeSyncsAndWakings() throws Exception {
        final Floor floor = Floor.measure(folder, PROBE_NS);

        assertThat(floor.syncNs().getTotalCount()).isPositive();
        assertThat(floor.syncNs().getValueAtPercentile(50)).isPositive();
        assertThat(floor.wakeNs().getTotalCount()).isPositive();
        assertThat(floor.wakeNs().getValueAtPercentile(50)).isGreaterThanOrEqualTo(100L);
        assertThat(floor.text()).matches("fdatasync p50 [0-9.]+ ms, p99 [0-9.]+ ms; waking a thread p50 [0-9.]+ ms,"
            + " p99 [0-9.]+ ms");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldLeaveTheDiskOutThatItCannotReach() throws Exception {
        assertThat(Floor.measure(null, PROBE_NS).text()).startsWith("fdatasync not measured; waking a thread p50 ");
        assertThat(Floor.measure(folder.resolve("none"), PROBE_NS).syncNs()).isNull();
    }

    @Test
    void shouldWriteTimesWithTheDigitsThatSaySomething() {
        assertThat(Floor.millis(7_400)).isEqualTo("0.007");
        assertThat(Floor.millis(99_900)).isEqualTo("0.100");
        assertThat(Floor.millis(112_000)).isEqualTo("0.11");
        assertThat(Floor.millis(12_345_000)).isEqualTo("12.35");
    }
}
