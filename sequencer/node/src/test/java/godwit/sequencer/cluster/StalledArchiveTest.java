package godwit.sequencer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.protocol.idle.Doorbells;
import godwit.sequencer.HostConfiguration;
import godwit.sequencer.SequencerConfiguration;
import godwit.settings.SequencerSettings;
import godwit.settings.SettingsLoader;
import godwit.settings.Topology;
import io.aeron.Aeron;
import io.aeron.archive.Archive;
import io.aeron.archive.client.AeronArchive;
import io.aeron.driver.MediaDriver;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sync on a busy machine holds an archive's thread for seconds (16 were seen) behind what other processes write. */
@Timeout(60)
class StalledArchiveTest {
    /** More than 10 s, Aeron's own choice. */
    private static final long STALL_S = 13;

    @TempDir
    private Path folder;
    private final String directory = "/dev/shm/godwit-test-" + UUID.randomUUID();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final CountDownLatch mayStall = new CountDownLatch(1);
    private final CountDownLatch stalling = new CountDownLatch(1);

    @Test
    void shouldNotTakeAnArchiveForDeadThatIsHeldUp() throws Exception {
        final HostContexts host = new HostContexts(
            new HostConfiguration(folder, directory, List.of(0), settings(), Doorbells.alone(), errors::add), errors::add);
        final AeronContexts shard = new AeronContexts(new SequencerConfiguration(folder, directory, 0, Topology.ofShards(1), 0,
            settings(), Doorbells.alone(), errors::add, () -> 0), errors::add);
        try (MediaDriver driver = MediaDriver.launch(host.driver());
            Archive archive = Archive.launch(host.logArchive().idleStrategySupplier(Stalling::new));
            AeronArchive client = AeronArchive.connect(
                shard.logArchiveClient(0).aeronDirectoryName(driver.aeronDirectoryName()))) {
            mayStall.countDown();
            stalling.await();
            final long startNs = System.nanoTime();

            assertThat(client.findLastMatchingRecording(0, "aeron:ipc", 1, 1)).as("an answer").isEqualTo(Aeron.NULL_VALUE);

            assertThat(System.nanoTime() - startNs).as("it was held up").isGreaterThan(TimeUnit.SECONDS.toNanos(STALL_S - 2));
            assertThat(client.controlResponsePoller().subscription().isConnected()).as("what a shard ends without").isTrue();
            assertThat(archive.context().errorCounter().get()).isZero();
        }
        assertThat(errors).isEmpty();
    }

    private SequencerSettings settings() {
        return new SettingsLoader().dataFolder(folder).load().sequencer();
    }

    /** Of the archive's thread, which stalls once. */
    private final class Stalling implements IdleStrategy {
        private final IdleStrategy usual = new SleepingMillisIdleStrategy(1);

        @Override
        public void idle(final int workCount) {
            if (mayStall.getCount() == 0 && stalling.getCount() > 0) {
                stalling.countDown();
                try {
                    new CountDownLatch(1).await(STALL_S, TimeUnit.SECONDS);
                } catch (final InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            usual.idle(workCount);
        }

        @Override
        public void idle() {
            usual.idle();
        }

        @Override
        public void reset() {
            usual.reset();
        }
    }
}
