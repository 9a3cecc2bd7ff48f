package godwit.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import godwit.edge.auth.TokenKey;
import godwit.edge.auth.TokenMinter;
import godwit.edge.counters.EdgeCounter;
import godwit.edge.downlink.EntryStore;
import godwit.edge.downlink.StoredEntry;
import godwit.edge.http.Metrics;
import godwit.edge.http.OriginPolicy;
import godwit.edge.outbound.GoAwayReason;
import godwit.protocol.idle.Doorbells;
import godwit.settings.EdgeSettings;
import godwit.settings.SettingsLoader;
import godwit.settings.Topology;
import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.CloseHelper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole edge between the JDK's WebSocket and a shard that is spoken to through a media driver. */
class EdgeNodeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LONG_DRAIN = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newHttpClient();
    private final TokenKey key = TokenKey.random();
    private final List<Throwable> fatal = new CopyOnWriteArrayList<>();
    @TempDir
    private Path folder;
    private MediaDriver driver;
    private Aeron aeron;
    private TestShard shard;
    private volatile String behind;
    private EdgeNode edge;
    private TestClient alice;
    private TestClient bob;

    @BeforeEach
    void start() throws IOException {
        driver = MediaDriver.launchEmbedded(new MediaDriver.Context().threadingMode(ThreadingMode.SHARED)
            .aeronDirectoryName(folder.resolve("aeron").toString()).termBufferSparseFile(true)
            .dirDeleteOnShutdown(true));
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
        shard = new TestShard(aeron);
        edge = EdgeNode.launch(new EdgeConfiguration(onAnyPort(), "127.0.0.1", OriginPolicy.loopback(), true, 0, 1, key,
            driver.aeronDirectoryName(), Topology.ofShards(1), List.of(TestShard.ADDRESS), TestShard.CHANNEL, new NoStore(), () -> behind,
            new Metrics(), List.of(Doorbells.alone()), fatal::add));
        awaitReady(true);
    }

    @AfterEach
    void stop() {
        CloseHelper.closeAll(alice, bob, edge, shard, aeron, driver);
        assertThat(fatal).isEmpty();
        assertThat(Files.exists(folder.resolve("aeron"))).as("nothing is left of the driver").isFalse();
    }

    private EdgeSettings onAnyPort() {
        final EdgeSettings loaded = new SettingsLoader().dataFolder(folder)
            .set("edge.request-timeout", "4s").set("edge.drain", LONG_DRAIN.toSeconds() + "s").load().edge();
        return new EdgeSettings(0, loaded.connectionsMax(), loaded.outboundBytesMax(), loaded.requestsPendingMax(),
            loaded.limits(), loaded.rates(), loaded.times());
    }

    private void awaitReady(final boolean ready) {
        Awaitility.await().atMost(PATIENCE).until(() -> edge.isReady() == ready);
    }

    private TestClient client(final String user) {
        final String token = new TokenMinter(key).mint(user, null, 3_600_000, System.currentTimeMillis()).token();
        final TestClient client = new TestClient(http, edge.port(), token);
        client.await("CONNECTED", "\"user_id\":\"" + user + "\"");
        return client;
    }

    private void connectBoth() {
        alice = client("alice");
        bob = client("bob");
    }

    private HttpResponse<String> get(final String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge.port() + path)).build(),
            HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldCarryMessagesFromOneSocketToAnother() throws Exception {
        connectBoth();
        for (int i = 0; i < 20; i++) {
            alice.message("m" + i);
        }
        assertThat(alice.await("MESSAGE_ACK", "\"m19\"")).contains("\"SENT\"", "\"seq\":20", "\"msg_id\":\"120\"");
        assertThat(bob.await("RECEIVE_MESSAGE", "\"m19\"")).contains("\"seq\":20", "\"sender_id\":\"alice\"");
        assertThat(bob.count("RECEIVE_MESSAGE")).isEqualTo(20);
        assertThat(edge.status().live()).isEqualTo(2);
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        // What is written may be read before it is counted.
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(get("/metrics").body())
            .contains("godwit_edge_sessions 2.0", "godwit_edge_entries_pushed_total 20.0"));
    }

    @Test
    void shouldNotBeReadyWhileWhatLiesBehindItIsNot() throws Exception {
        behind = "the journal catches up";
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).contains("the journal catches up");
        assertThat(edge.isReady()).isFalse();
        behind = null;
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldOfferAgainToANewLeaderWhatTheOldOneLost() {
        connectBoth();
        alice.message("before");
        alice.await("MESSAGE_ACK", "before");
        shard.beDeaf();
        alice.message("lost-1");
        alice.message("lost-2");
        Awaitility.await().atMost(PATIENCE).until(() -> edge.status().pending() == 2);
        shard.changeLeader();
        assertThat(alice.await("MESSAGE_ACK", "lost-1")).contains("\"seq\":2");
        assertThat(alice.await("MESSAGE_ACK", "lost-2")).contains("\"seq\":3");
        assertThat(edge.count(EdgeCounter.NEW_LEADERS)).isEqualTo(1);
        assertThat(alice.count("ERROR")).isZero();
    }

    @Test
    void shouldRefuseAsUnavailableWhatAnAwayShardDoesNotAnswerAndServeAgainAfterwards() throws Exception {
        connectBoth();
        shard.goAway();
        awaitReady(false);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        alice.message("a");
        alice.message("b");
        assertThat(alice.await("ERROR", "\"client_msg_id\":\"a\"")).contains("UNAVAILABLE", "\"retryable\":true");
        assertThat(alice.await("ERROR", "\"client_msg_id\":\"b\"")).contains("UNAVAILABLE");
        shard.comeBack();
        awaitReady(true);
        alice.message("a");
        alice.message("b");
        assertThat(alice.await("MESSAGE_ACK", "\"a\"")).contains("\"seq\":1");
        assertThat(alice.await("MESSAGE_ACK", "\"b\"")).contains("\"seq\":2");
        assertThat(edge.count(EdgeCounter.CLUSTER_CONNECTS)).isEqualTo(2);
    }

    @Test
    void shouldAttachLiveConnectionsAgainUnderANewLease() {
        connectBoth();
        final long opens = edge.count(EdgeCounter.EDGE_OPENS);
        shard.endLease();
        Awaitility.await().atMost(PATIENCE).until(() -> edge.count(EdgeCounter.SESSIONS_ATTACHED_AGAIN) >= 2);
        assertThat(edge.count(EdgeCounter.EDGE_OPENS)).isGreaterThan(opens);
        alice.message("m");
        alice.await("MESSAGE_ACK", "\"m\"");
        final long attached = edge.count(EdgeCounter.SESSIONS_ATTACHED_AGAIN);
        alice.message("later");
        alice.await("MESSAGE_ACK", "\"later\"");
        assertThat(edge.count(EdgeCounter.SESSIONS_ATTACHED_AGAIN)).isEqualTo(attached);
        assertThat(alice.count("CONNECTED")).as("the client notices nothing").isEqualTo(1);
    }

    @Test
    void shouldSendItsClientsAwayAndTellTheShardWhenItCloses() {
        connectBoth();
        edge.close();
        assertThat(alice.await("GOAWAY")).contains("shutdown");
        assertThat(alice.awaitClose()).isEqualTo(1001);
        assertThat(bob.awaitClose()).isEqualTo(1001);
        Awaitility.await().atMost(PATIENCE).until(() -> shard.seen.contains("close"));
    }

    @Test
    void shouldSayThatItDrainsUntilItIsClosed() throws Exception {
        connectBoth();
        get("/healthz");
        final long startNs = System.nanoTime();
        edge.drain(GoAwayReason.DRAIN);
        assertThat(Duration.ofNanos(System.nanoTime() - startNs))
            .as("who only asks whether it is ready is not waited for").isLessThan(LONG_DRAIN);
        assertThat(alice.await("GOAWAY")).contains("\"drain\"", "reconnect_after_ms");
        assertThat(alice.awaitClose()).isEqualTo(1001);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).contains("draining");
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> client("carol")).hasCauseInstanceOf(WebSocketHandshakeException.class)
            .cause().extracting(cause -> ((WebSocketHandshakeException) cause).getResponse())
            .satisfies(answer -> {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 5L);
            });
        edge.close();
        assertThatThrownBy(() -> get("/readyz")).isInstanceOf(ConnectException.class);
    }

    @Test
    void shouldSayThatItCannotGoOnWhenItsThreadEnds() {
        Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("edge-0"))
            .forEach(Thread::interrupt);
        Awaitility.await().atMost(PATIENCE).until(() -> !fatal.isEmpty());
        assertThat(fatal.get(0)).hasMessageContaining("the edge's thread of the shards ended");
        assertThat(edge.isReady()).isFalse();
        fatal.clear();
    }

    /** A store that is not asked here. */
    private static final class NoStore implements EntryStore {
        @Override
        public CompletionStage<List<StoredEntry>> read(
            final long connectionId, final long chatId, final long from, final long to) {
            return CompletableFuture.failedFuture(new IllegalStateException("not asked"));
        }

        @Override
        public CompletionStage<StoredEntry> find(final long connectionId, final long chatId, final long msgId) {
            return CompletableFuture.failedFuture(new IllegalStateException("not asked"));
        }
    }
}
