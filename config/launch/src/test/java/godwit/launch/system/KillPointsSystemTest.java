package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at random moments under load, then up again on the same folder. {@code -Dgodwit.kill-points=20} kills more
 * often, {@code -Dgodwit.seed=…} repeats a run's choices.
 */
@Tag("own-system")
class KillPointsSystemTest {
    private static final int POINTS = Integer.getInteger("godwit.kill-points", 3);
    private static final long SEED = Long.getLong("godwit.seed", System.nanoTime());
    private static final String SHARDS = System.getProperty("godwit.kill-points.shards", "1");
    private static final int LIVE_MS_MAX = 4_000;

    @TempDir
    private Path folder;

    @Test
    void shouldLoseNothingAcknowledgedAtAnyMoment() throws Exception {
        System.out.println("kill points: seed=" + SEED + " points=" + POINTS);
        final Random random = new Random(SEED);
        try (RunningGodwit godwit = RunningGodwit.start(folder.resolve("data"), "--shards", SHARDS, "--set",
            "sequencer.snapshot-log-bytes=1MiB")) {
            final Crowd crowd = new Crowd(godwit, "crowd", 4, SEED);
            crowd.start();
            for (int point = 0; point < POINTS; point++) {
                TimeUnit.MILLISECONDS.sleep(200 + random.nextInt(LIVE_MS_MAX));
                kill(godwit, random.nextInt(4));
            }
            crowd.endAndCheck();
            assertThat(crowd.messages()).isGreaterThan(POINTS * 20L);
            final Command verify = Command.run(Map.of(), Duration.ofSeconds(60), "replay", "verify", "--data",
                godwit.data().toString(), "--json");
            assertThat(verify.exitCode()).as(verify.toString()).isZero();
        }
        assertThat(RunningGodwit.processesOf(folder)).isEmpty();
    }

    private static void kill(final RunningGodwit godwit, final int which) throws Exception {
        if (which == 0) {
            RunningGodwit.signal("KILL", String.valueOf(godwit.cassandraPid()));
            return;
        }
        if (which == 1) {
            final Thread snapshot = new Thread(() -> Command.run("cluster", "snapshot", "--data",
                godwit.data().toString()));
            snapshot.start();
            TimeUnit.MILLISECONDS.sleep(500);
        }
        godwit.kill();
        godwit.startAgain();
    }
}
