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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentRunner;
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
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private CassandraSink.Answers answers;
    private volatile boolean takesWrites = true;
    private volatile boolean isBroken;
    private long progress;
    private long replayed;
    private long journaled;
    private TestSpool spool;
    private Aeron aeron;
    private TestCluster cluster;
    private JournalAgent agent;

    @BeforeEach
    void start() {
        spool = new TestSpool(folder);
        aeron = spool.connect();
        cluster = new TestCluster(aeron, ShardAddress.inProcess(0, ShardAddress.JOURNAL), this::onCommand);
        startAgent();
    }

    private void restartAgent() {
        agent.closing();
        agent.onClose();
        startAgent();
    }

    private void startAgent() {
        agent = new JournalAgent(configuration(settings()), to -> {
            answers = to;
            return this;
        });
    }

    private Settings settings() {
        final SettingsLoader loader = new SettingsLoader().dataFolder(folder);
        loader.set("journal.linger", "1ms");
        return loader.load();
    }

    private JournalConfiguration configuration(final Settings settings) {
        return new JournalConfiguration(settings.journal(), settings.cassandra(), "unused",
            TimeUnit.DAYS.toMillis(30), spool.aeronDirectory(), 0, 1, () -> 1, () -> replayed,
            () -> journaled, Doorbells.alone(), failures::add);
    }

    @AfterEach
    void stop() {
        agent.closing();
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
    void shouldNotBeginWhereRecordsThatTheShardBelievesStoredAreNowhere() {
        spool.from(51).at(nowUs()).receipts(50);
        spool.awaitRecorded();
        replayed = 100;
        journaled = 80;
        assertThatThrownBy(this::startAgent).isInstanceOf(JournalException.class).hasMessageContainingAll(
            "Cassandra has 0 records", "keyspace godwit", "believes 80 stored", "begins only at 51", "--cassandra");
        progress = 49;
        assertThatThrownBy(this::startAgent).isInstanceOf(JournalException.class).hasMessageContaining("has 49");
        progress = 50;
        restartAgent();
        until(() -> assertThat(agent.isReady()).isTrue());
        assertThat(agent.status().position()).isGreaterThanOrEqualTo(80);
    }

    @Test
    void shouldNotBeginBesideAnEmptySpoolWhenRecordsThatTheShardBelievesStoredAreNowhere() {
        replayed = 100;
        journaled = 100;
        progress = 99;
        assertThatThrownBy(this::startAgent).isInstanceOf(JournalException.class)
            .hasMessageContaining("its spool is empty");
    }

    @Test
    void shouldStoreAnewWhatAnEmptiedKeyspaceLacksBeforeItIsReady() {
        takesWrites = false;
        spool.at(nowUs()).receipts(100);
        spool.awaitRecorded();
        replayed = 100;
        journaled = 100;
        restartAgent();
        until(() -> assertThat(agent.status().retries()).isGreaterThan(1));
        assertThat(agent.isReady()).isFalse();
        assertThat(agent.notReadyReason()).isEqualTo("the journal catches up");
        takesWrites = true;
        until(() -> assertThat(agent.isReady()).isTrue());
        assertThat(agent.status().position()).isEqualTo(100);
    }

    @Test
    void shouldBeReadyBeforeItHasStoredWhatTheShardKeeps() {
        takesWrites = false;
        spool.at(nowUs()).receipts(100);
        until(() -> assertThat(agent.isReady()).isTrue());
        assertThat(agent.status().position()).isZero();
    }

    @Test
    void shouldSayThatItsThreadDied() {
        isBroken = true;
        spool.at(nowUs()).receipts(1);
        try (AgentRunner runner = run()) {
            Awaitility.await().atMost(TestSpool.PATIENCE).until(() -> !failures.isEmpty() && runner.isClosed());
            assertThat(failures.get(0)).hasRootCauseMessage("broken");
            assertThat(agent.notReadyReason()).isEqualTo("the journal has ended");
        }
    }

    @Test
    void shouldSayThatItsThreadWasEndedByAnother() {
        try (AgentRunner runner = run()) {
            Awaitility.await().atMost(TestSpool.PATIENCE).until(() -> agent.notReadyReason() == null);
            runner.thread().interrupt();
            Awaitility.await().atMost(TestSpool.PATIENCE).until(() -> !failures.isEmpty());
            assertThat(failures).singleElement().extracting(Throwable::getMessage).asString().contains("thread ended");
        }
    }

    @Test
    void shouldEndInSilenceWhenItIsClosed() {
        try (AgentRunner runner = run()) {
            Awaitility.await().atMost(TestSpool.PATIENCE).until(() -> agent.notReadyReason() == null);
            assertThat(runner.isClosed()).isFalse();
            agent.closing();
        }
        assertThat(failures).isEmpty();
        assertThat(agent.isReady()).isFalse();
    }

    private AgentRunner run() {
        final AgentRunner runner = JournalNode.runner(List.of(configuration(settings())), List.of(agent));
        AgentRunner.startOnThread(runner);
        return runner;
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
        assertThat(agent.status().stopped()).isTrue();
        assertThat(agent.isReady()).isFalse();
        assertThat(agent.notReadyReason()).contains("hole");
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
        if (isBroken) {
            throw new IllegalStateException("broken");
        }
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
