package godwit.launch.system;

import godwit.client.ShardAddress;
import godwit.edge.EdgeConfiguration;
import godwit.edge.EdgeNode;
import godwit.edge.auth.TokenKeyFile;
import godwit.edge.downlink.EntryStore;
import godwit.edge.downlink.StoredEntry;
import godwit.edge.http.EdgeHealth;
import godwit.edge.http.Metrics;
import godwit.edge.http.OriginPolicy;
import godwit.edge.outbound.GoAwayReason;
import godwit.launch.data.DataFolder;
import godwit.launch.data.ShmFolder;
import godwit.protocol.idle.Doorbells;
import godwit.settings.EdgeSettings;
import godwit.settings.SettingsLoader;
import godwit.settings.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * One more edge of a running {@code up}, in a process of its own: it can die, or drain, while the shards go on. It is a
 * client of theirs as the edges inside are, over the same media driver.
 */
final class EdgeProcess implements AutoCloseable {
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final String HOST = "127.0.0.1";
    /** Behind those that {@code up} has itself; one that was killed may leave streams of its number behind. */
    private static final AtomicInteger NUMBERS = new AtomicInteger(8);

    private final RunningGodwit godwit;
    private final int port = RunningGodwit.freePort();
    private final Path log;
    private final Process process;

    private EdgeProcess(final RunningGodwit godwit) throws IOException {
        this.godwit = godwit;
        log = Files.createTempFile("godwit-edge", ".log");
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m", "-XX:MaxDirectMemorySize=64m", "-XX:-UsePerfData",
            "-cp", System.getProperty("java.class.path"), EdgeProcess.class.getName(), godwit.data().toString(),
            String.valueOf(port), String.valueOf(NUMBERS.getAndIncrement()), String.valueOf(godwit.shards()))
            .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        process.getOutputStream().close();
    }

    /** Starts one and waits until each shard gave it a lease. */
    static EdgeProcess start(final RunningGodwit godwit) {
        try {
            final EdgeProcess edge = new EdgeProcess(godwit);
            edge.awaitReady();
            return edge;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() throws IOException {
        try {
            Awaitility.await("an edge").atMost(START_PATIENCE).ignoreExceptions().until(() -> !process.isAlive()
                || RawHttp.status(port, "GET /readyz HTTP/1.1", "Host: " + HOST + ":" + port, "Connection: close")
                    .contains(" 200 "));
        } finally {
            if (!process.isAlive()) {
                throw new AssertionError("the edge ended: " + Files.readString(log));
            }
        }
    }

    TestClient connect(final String user, final String device) {
        return TestClient.connect(URI.create("ws://" + HOST + ":" + port + "/ws"), godwit.token(user), device);
    }

    /** kill -9: nobody is told anything. */
    void kill() {
        RunningGodwit.signal("KILL", String.valueOf(process.pid()));
        awaitExit();
    }

    /** SIGTERM, at which it drains; returns at once. */
    void drain() {
        RunningGodwit.signal("TERM", String.valueOf(process.pid()));
    }

    void awaitExit() {
        try {
            if (!process.waitFor(TestClient.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the edge still runs: " + Files.readString(log));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    /**
     * The process.
     *
     * @param arguments the data folder, the port, the edge's number, and how many shards there are.
     * @throws Exception if it cannot run.
     */
    public static void main(final String[] arguments) throws Exception {
        final Path data = Path.of(arguments[0]).toRealPath();
        final int number = Integer.parseInt(arguments[2]);
        final int shards = Integer.parseInt(arguments[3]);
        final EdgeSettings settings =
            new SettingsLoader().dataFolder(data).load().edge().onPort(Integer.parseInt(arguments[1]));
        final CompletableFuture<Throwable> failure = new CompletableFuture<>();
        final EdgeNode edge = EdgeNode.launch(new EdgeConfiguration(settings, HOST, OriginPolicy.loopback(), true, number, 1,
            TokenKeyFile.open(DataFolder.tokenKey(data)), ShmFolder.of(data).toString(), Topology.ofShards(shards),
            IntStream.range(0, shards).mapToObj(shard -> ShardAddress.inProcess(shard, number)).toList(),
            "aeron:ipc?term-length=1m", new NoStore(), () -> EdgeHealth.READY, new Metrics(),
            IntStream.range(0, shards).mapToObj(shard -> Doorbells.alone()).toList(), failure::complete));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            edge.drain(GoAwayReason.DRAIN);
            edge.close();
        }));
        final Throwable cause = failure.get();
        edge.close();
        throw new IllegalStateException("the edge cannot go on", cause);
    }

    /** No test here reads what left the shards' memory. */
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
