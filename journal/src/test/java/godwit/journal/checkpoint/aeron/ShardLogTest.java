package godwit.journal.checkpoint.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.client.ShardAddress;
import godwit.client.TestCluster;
import godwit.protocol.codecs.JournalAdvanceDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a cluster's clients' side over a real driver. */
final class ShardLogTest {
    private final MediaDriver driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
        .threadingMode(ThreadingMode.SHARED).dirDeleteOnShutdown(true).termBufferSparseFile(true));
    private final Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
    private final List<String> said = new ArrayList<>();
    private final TestCluster cluster = new TestCluster(aeron, ShardAddress.inProcess(0, ShardAddress.JOURNAL), this::onCommand);
    private long incarnation = 1;
    private int lost;
    private final ShardLog log = new ShardLog(driver.aeronDirectoryName(), 0, () -> incarnation, () -> lost++);
    private long nowNs;

    @AfterEach
    void close() {
        CloseHelper.closeAll(log, cluster, aeron, driver);
    }

    @Test
    void shouldSayAPositionUnderTheShardsIncarnation() {
        assertThat(log.advance(7)).as("not connected").isFalse();
        until(log::isConnected);
        assertThat(log.advance(8)).isTrue();
        incarnation = 2;
        assertThat(log.advance(9)).isTrue();
        until(() -> said.size() == 2);
        assertThat(said).containsExactly("8 of 1", "9 of 2");
    }

    @Test
    void shouldTellThatWhatWasSaidMayBeLostWithASessionOrALeader() {
        until(log::isConnected);
        assertThat(lost).isEqualTo(1);
        cluster.changeLeader();
        until(() -> lost == 2);
        cluster.closeSession();
        until(() -> lost == 3);
        until(() -> log.advance(10));
        until(() -> said.contains("10 of 1"));
    }

    @Test
    void shouldComeBackWithACluster() {
        until(log::isConnected);
        cluster.stop();
        until(() -> !log.isConnected());
        assertThat(log.advance(11)).isFalse();
        cluster.start();
        until(log::isConnected);
        assertThat(log.advance(12)).isTrue();
        until(() -> said.contains("12 of 1"));
        assertThat(said).containsExactly("12 of 1");
    }

    private void onCommand(final DirectBuffer buffer, final int offset, final int length) {
        final JournalAdvanceDecoder advance =
            new JournalAdvanceDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
        said.add(advance.outputSequence() + " of " + advance.incarnation());
    }

    private void until(final Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1))
            .until(() -> {
                nowNs += TimeUnit.MILLISECONDS.toNanos(1);
                cluster.poll();
                log.doWork(nowNs);
                return condition.call();
            });
    }
}
