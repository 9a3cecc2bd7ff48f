package godwit.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.client.ShardConnection;
import godwit.client.ShardConnectionState;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As many sessions as are set, the node's own and the test's among them; one more is turned away until one goes. */
class SessionLimitTest {
    private static final int SESSIONS_MAX = 8;
    private static final int LEFT = SESSIONS_MAX - 2;
    private static final int KILLS = 3;

    @TempDir
    private Path folder;

    @Test
    void shouldTurnOneTooManyAwayUntilAnotherGoes() {
        try (TestShard shard = shard()) {
            shard.start();
            final List<ShardConnection> connections =
                SessionHolder.connections(shard.node().aeronDirectory(), LEFT + 1);
            // one after the other: the cluster counts sessions that are open, not those about to be
            for (int i = 1; i <= LEFT; i++) {
                final List<ShardConnection> first = connections.subList(0, i);
                await(shard, first, () -> connected(first) == first.size());
            }
            await(shard, connections, () -> connected(connections) == LEFT
                && connections.stream().anyMatch(one -> one.describe().startsWith("AWAY: ")
                && one.describe().contains("concurrent session limit")));
            final ShardConnection gone =
                connections.stream().filter(one -> one.state() == ShardConnectionState.CONNECTED).findFirst().orElseThrow();
            gone.close();
            await(shard, connections, () -> connected(connections) == LEFT);
            shard.open();
            assertThat(shard.failures()).isEmpty();
            connections.forEach(ShardConnection::close);
        }
    }

    @Test
    void shouldHaveTheSessionsOfKilledClientsBackAfterTheTimeOut() throws Exception {
        try (TestShard shard = shard()) {
            shard.start();
            for (int kill = 0; kill < KILLS; kill++) {
                final Process holder = SessionHolder.start(shard.node().aeronDirectory(), LEFT);
                try (BufferedReader out = holder.inputReader(StandardCharsets.UTF_8)) {
                    final CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> out.lines().findFirst().orElse("ended"));
                    Awaitility.await("sessions of process " + kill).atMost(TestShard.PATIENCE).until(() -> {
                        shard.keepSession();
                        return line.isDone();
                    });
                    assertThat(line.get()).isEqualTo("connected");
                } finally {
                    holder.destroyForcibly();
                    Awaitility.await("the end of process " + kill).atMost(TestShard.PATIENCE).until(() -> {
                        shard.keepSession();
                        return !holder.isAlive();
                    });
                }
            }
            shard.open();
            assertThat(shard.failures()).isEmpty();
        }
    }

    private TestShard shard() {
        return new TestShard(folder, Map.of(
            "sequencer.cluster-sessions", String.valueOf(SESSIONS_MAX), "sequencer.cluster-session-timeout", "2s"));
    }

    private static long connected(final List<ShardConnection> connections) {
        return connections.stream().filter(one -> one.state() == ShardConnectionState.CONNECTED).count();
    }

    private static void await(
        final TestShard shard, final List<ShardConnection> connections, final Callable<Boolean> condition) {
        Awaitility.await().atMost(TestShard.PATIENCE).pollInterval(Duration.ofMillis(5)).untilAsserted(() -> {
            final long nowMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
            connections.forEach(connection -> connection.doWork(nowMs));
            shard.keepSession();
            assertThat(condition.call()).as("%s", connections.stream().map(ShardConnection::describe).toList()).isTrue();
        });
    }
}
