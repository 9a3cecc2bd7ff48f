package godwit.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import godwit.client.ShardAddress;
import godwit.client.TestCluster;
import godwit.journal.write.JournalSink;
import godwit.journal.write.Write;
import godwit.journal.write.cassandra.CassandraSink;
import godwit.protocol.codecs.JournalAdvanceDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.idle.Doorbells;
import godwit.settings.Settings;
import godwit.settings.SettingsLoader;
import io.aeron.Aeron;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal between a real spool and a cluster's clients' side; the tables are the test's. */
final class JournalAgentTest implements JournalSink {
    private static final long MINUTE_MS = TimeUnit.MINUTES.toMillis(1);

    @TempDir
    private Path folder;

    private final List<Long> said = new ArrayList<>();
    private CassandraSink.Answers answers;
    private boolean takesWrites = true;
    private long progress;
    private long replayed;
    private TestSpool spool;
    private Aeron aeron;
    private TestCluster cluster;
    private JournalAgent agent;

    @BeforeEach
    void start() {
        spool = new TestSpool(folder);
        aeron = spool.connect();
        cluster = new TestCluster(aeron, ShardAddress.inProcess(0, 1), this::onCommand);
        startAgent();
    }

    private void startAgent() {
        final SettingsLoader loader = new SettingsLoader().dataFolder(folder);
        loader.set("journal.linger", "1ms");
        final Settings settings = loader.load();
        agent = new JournalAgent(new JournalConfiguration(settings.journal(), settings.cassandra(), "unused",
            TimeUnit.DAYS.toMillis(30), spool.aeronDirectory(), 0, () -> 1, () -> replayed, Doorbells.alone(), failure -> { }),
            to -> {
                answers = to;
                return this;
            });
    }

    @AfterEach
    void stop() {
        agent.onClose();
        CloseHelper.closeAll(cluster, aeron, spool);
    }

    @Test
    void shouldStoreWhatIsSpooledAndTellTheShardAndANewLeaderAgain() {
        spool.at(nowUs()).receipts(100);
        until(() -> assertThat(said).endsWith(100L));
        until(() -> assertThat(agent.status().position()).isEqualTo(100));
        assertThat(agent.status().lagMs()).isZero();
        assertThat(agent.isReady()).isTrue();
        said.clear();
        cluster.changeLeader();
        until(() -> assertThat(said).containsExactly(100L));
    }

    @Test
    void shouldBeginWhereTheJournalBeforeEnded() {
        spool.at(nowUs()).receipts(100);
        until(() -> assertThat(progress).isEqualTo(100));
        agent.onClose();
        said.clear();
        replayed = 100;
        startAgent();
        spool.receipts(1);
        until(() -> assertThat(said).endsWith(101L));
        assertThat(said).allMatch(position -> position >= 100);
        assertThat(agent.status().holes()).isZero();
    }

    @Test
    void shouldNotBeginBeforeALogThatMakesFewerRecordsThanWereStored() {
        progress = 100;
        replayed = 99;
        assertThatThrownBy(this::startAgent).isInstanceOf(JournalException.class)
            .hasMessageContaining("Cassandra has 100 records").hasMessageContaining("only 99");
    }

    @Test
    void shouldSayHowOldTheOldestRecordIsWhileItIsPaused() {
        spool.at(nowUs()).receipts(10);
        until(() -> assertThat(agent.status().position()).isEqualTo(10));
        agent.pause(true);
        spool.at(nowUs() - TimeUnit.MILLISECONDS.toMicros(MINUTE_MS)).receipts(5);
        spool.at(nowUs()).receipts(5);
        until(() -> assertThat(agent.status().lagMs()).isBetween(MINUTE_MS, 2 * MINUTE_MS));
        assertThat(agent.status().position()).isEqualTo(10);
        agent.pause(false);
        until(() -> assertThat(agent.status().position()).isEqualTo(20));
        until(() -> assertThat(agent.status().lagMs()).isZero());
    }

    @Test
    void shouldSayHowOldTheOldestRecordIsWhileNoWriteIsTaken() {
        takesWrites = false;
        spool.at(nowUs() - TimeUnit.MILLISECONDS.toMicros(MINUTE_MS)).receipts(5);
        until(() -> assertThat(agent.status().lagMs()).isBetween(MINUTE_MS, 2 * MINUTE_MS));
        until(() -> assertThat(agent.status().retries()).isGreaterThan(1));
        assertThat(said).allMatch(position -> position == 0);
        takesWrites = true;
        until(() -> assertThat(agent.status().position()).isEqualTo(5));
        until(() -> assertThat(agent.status().lagMs()).isZero());
    }

    @Test
    void shouldLagBehindAHoleAndGoNoFurther() {
        spool.at(nowUs() - TimeUnit.MILLISECONDS.toMicros(MINUTE_MS)).receipts(10);
        spool.from(12).at(nowUs()).receipts(5);
        until(() -> assertThat(agent.status().holes()).isEqualTo(1));
        until(() -> assertThat(agent.status().lagMs()).isBetween(MINUTE_MS, 2 * MINUTE_MS));
        until(() -> assertThat(said).endsWith(10L));
        assertThat(agent.status().position()).isEqualTo(10);
    }

    private void until(final ThrowingRunnable assertion) {
        Awaitility.await().atMost(TestSpool.PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1))
            .untilAsserted(() -> {
                cluster.poll();
                agent.doWork();
                assertion.run();
            });
    }

    private static long nowUs() {
        return TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    }

    private void onCommand(final DirectBuffer buffer, final int offset, final int length) {
        said.add(new JournalAdvanceDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder())
            .outputSequence());
    }

    @Override
    public void execute(final long batchId, final List<Write> writes) {
        if (takesWrites) {
            answers.onStored(batchId);
        } else {
            answers.onFailed(batchId, new IllegalStateException("the test takes no writes"));
        }
    }

    @Override
    public void read(final long readId, final long chatId, final long fromSequence, final long toSequence) {
        answers.onRead(readId, List.of());
    }

    @Override
    public CompletionStage<?> saveProgress(final int shard, final long outputSequence, final long writeTimeUs) {
        progress = outputSequence;
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public long progress(final int shard) {
        return progress;
    }
}
