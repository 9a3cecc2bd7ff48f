package godwit.launch.system;

import godwit.edge.auth.MintedToken;
import godwit.edge.auth.TokenKeyFile;
import godwit.edge.auth.TokenMinter;
import godwit.launch.data.DataFolder;
import godwit.launch.data.ShmFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** A {@code godwit up} of a test's own: its own data folder and ports, ended by its own process id. */
final class RunningGodwit implements AutoCloseable {
    private static final Duration START_PATIENCE = Duration.ofSeconds(120);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int FIRST_LANE = 20_000;
    private static final int LAST_LANE = 32_000;
    private static final int LANE_WIDTH = 3;
    /** Bound as long as this process lives. */
    private static final Queue<ServerSocket> CLAIMS = new ConcurrentLinkedQueue<>();

    private final Path data;
    private final int httpPort;
    private final List<String> more;
    private final List<String> standardOut = new ArrayList<>();
    private final AtomicInteger connects = new AtomicInteger();
    private Process process;
    private Path log;
    private String readyLine;

    private RunningGodwit(final Path data, final int httpPort, final List<String> more) {
        this.data = data;
        this.httpPort = httpPort;
        this.more = more;
    }

    /** Starts it and waits until it is ready; more arguments go behind. */
    static RunningGodwit start(final Path data, final String... more) {
        final RunningGodwit godwit = new RunningGodwit(data, freePort(), List.of(more));
        godwit.startAgain();
        return godwit;
    }

    /**
     * A port that is free, below the ephemeral ones, as is the next, for a second edge. Who has bound the one before owns
     * both, so that no other process of tests takes them before godwit does.
     */
    static int freePort() {
        for (int lane = FIRST_LANE; lane < LAST_LANE; lane += LANE_WIDTH) {
            final ServerSocket claim = bind(lane);
            if (claim == null) {
                continue;
            }
            try (ServerSocket port = bind(lane + 1); ServerSocket next = bind(lane + 2)) {
                if (port != null && next != null) {
                    CLAIMS.add(claim);
                    return port.getLocalPort();
                }
                claim.close();
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("no free port");
    }

    private static ServerSocket bind(final int port) {
        try {
            return new ServerSocket(port);
        } catch (final IOException e) {
            return null;
        }
    }

    /** Starts it on the same folder and port. */
    void startAgain() {
        try {
            log = Files.createTempFile("godwit-up", ".log");
            // A build in a shell's background hands on that SIGINT is ignored, and a JVM keeps to that.
            final List<String> line = new ArrayList<>(List.of("env", "--default-signal=INT",
                Command.GODWIT.toString(), "up", "--data", data.toString(), "--http-port", String.valueOf(httpPort)));
            line.addAll(more);
            final ProcessBuilder builder = new ProcessBuilder(line).redirectError(log.toFile());
            builder.environment().put("GODWIT_BUILD", "never");
            process = builder.start();
            process.getOutputStream().close();
            readyLine = awaitReady();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String awaitReady() {
        final CompletableFuture<String> ready = new CompletableFuture<>();
        final Process started = process;
        final Thread reader = new Thread(() -> read(started, ready), "godwit-stdout");
        reader.setDaemon(true);
        reader.start();
        try {
            return ready.get(START_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (final InterruptedException | ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new AssertionError("godwit did not get ready:\n" + log(), e);
        }
    }

    private void read(final Process started, final CompletableFuture<String> ready) {
        try (BufferedReader out = started.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                synchronized (standardOut) {
                    standardOut.add(line);
                }
                if (line.startsWith("godwit ready")) {
                    ready.complete(line);
                }
            }
        } catch (final IOException e) {
            ready.completeExceptionally(e);
        }
        ready.completeExceptionally(new IllegalStateException("standard output ended"));
    }

    /** The address of its edges, one after the other: it must not matter on which of them somebody is. */
    URI ws() {
        return ws(connects.getAndIncrement());
    }

    /** The address of one of its edges, counted round. */
    URI ws(final int which) {
        return URI.create("ws://127.0.0.1:" + (httpPort + Math.floorMod(which, edges())) + "/ws");
    }

    private int edges() {
        return Integer.parseInt(readyLine.replaceAll(".* edges=(\\d+).*", "$1"));
    }

    int shards() {
        return Integer.parseInt(readyLine.replaceAll(".* shards=(\\d+).*", "$1"));
    }

    URI http(final String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    int httpPort() {
        return httpPort;
    }

    Path data() {
        return data;
    }

    long pid() {
        return process.pid();
    }

    String readyLine() {
        return readyLine;
    }

    List<String> standardOut() {
        synchronized (standardOut) {
            return List.copyOf(standardOut);
        }
    }

    /** What it said on standard error. */
    String log() {
        try {
            return Files.readString(log);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A token by {@code POST /dev/token}. */
    String token(final String user) {
        return (String) Json.parse(post("/dev/token", Json.of("user_id", user)).body()).get("token");
    }

    /** A token of that life, made without asking anybody. */
    MintedToken mint(final String user, final Duration life) {
        try {
            return new TokenMinter(TokenKeyFile.open(DataFolder.tokenKey(data)))
                .mint(user, null, life.toMillis(), System.currentTimeMillis());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestClient connect(final String user, final String device) {
        return TestClient.connect(ws(), token(user), device);
    }

    /** Over the edge of that number, which is on that many ports behind the first. */
    TestClient connect(final String user, final String device, final int edge) {
        return TestClient.connect(ws(edge), token(user), device);
    }

    /** What the edge of that number answers. */
    String get(final int edge, final String path) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + (httpPort + edge) + path))).body();
    }

    HttpResponse<String> post(final String path, final String json, final String... headers) {
        return send(HttpRequest.newBuilder(http(path)).header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)), headers);
    }

    HttpResponse<String> get(final String path, final String... headers) {
        return send(HttpRequest.newBuilder(http(path)), headers);
    }

    private static HttpResponse<String> send(final HttpRequest.Builder request, final String... headers) {
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return HTTP.send(request.timeout(TestClient.PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Map<String, Object> status() {
        final Command status = Command.run("cluster", "status", "--data", data.toString(), "--json");
        if (status.exitCode() != 0) {
            throw new AssertionError(status.toString());
        }
        return status.json();
    }

    /** The process id of its Cassandra, once there is one: between two of them there is none. */
    long cassandraPid() {
        return Awaitility.await("a Cassandra").atMost(START_PATIENCE)
            .until(() -> new Frame(status()).object("cassandra"), cassandra -> cassandra.has("pid")).number("pid");
    }

    /** SIGTERM; answers with the exit code once it is gone. */
    int terminate() {
        signal("TERM", String.valueOf(process.pid()));
        return awaitExit(Duration.ofSeconds(30));
    }

    int awaitExit(final Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + patience + ":\n" + log());
            }
            return process.exitValue();
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** kill -9 of the process, not of its Cassandra. */
    void kill() {
        signal("KILL", String.valueOf(process.pid()));
        awaitExit(Duration.ofSeconds(10));
    }

    static void signal(final String signal, final String target) {
        final Command kill = Command.runProgram(Map.of(), Duration.ofSeconds(30),
            List.of("/bin/kill", "-" + signal, "--", target));
        if (kill.exitCode() != 0) {
            throw new AssertionError(kill.toString());
        }
    }

    /** Whether a shard left no hash at a stop, for which it has a second: a busy machine may need longer. */
    static boolean stoppedWithoutAudit(final Path data) throws IOException {
        return Files.readString(data.resolve("logs/godwit.log")).contains("no audit at the stop");
    }

    /** Processes that were started for this data folder and still run. */
    List<String> processes() {
        return processesOf(data);
    }

    static List<String> processesOf(final Path data) {
        return ProcessHandle.allProcesses()
            .filter(handle -> handle.pid() != ProcessHandle.current().pid())
            .filter(handle -> commandLine(handle.pid()).contains(data.toString()))
            .map(handle -> handle.pid() + " " + commandLine(handle.pid()))
            .toList();
    }

    private static String commandLine(final long pid) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline")).replace('\0', ' ');
        } catch (final IOException e) {
            return "";
        }
    }

    /** What belongs to a data folder in shared memory; others' comes and goes. */
    static Path sharedMemory(final Path data) {
        try {
            return ShmFolder.of(data.getParent().toRealPath().resolve(data.getFileName()));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            terminate();
        }
    }
}
