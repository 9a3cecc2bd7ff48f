package godwit.launch.up;

import godwit.client.ShardAddress;
import godwit.edge.EdgeConfiguration;
import godwit.edge.EdgeNode;
import godwit.edge.auth.TokenKey;
import godwit.edge.auth.TokenKeyFile;
import godwit.edge.downlink.EntryStore;
import godwit.edge.http.EdgeHealth;
import godwit.edge.http.Metrics;
import godwit.edge.http.OriginPolicy;
import godwit.edge.http.ProcessMetrics;
import godwit.journal.embedded.CassandraException;
import godwit.journal.embedded.EmbeddedCassandra;
import godwit.launch.EnvironmentException;
import godwit.launch.OperationException;
import godwit.launch.control.ControlServer;
import godwit.launch.data.DataFolder;
import godwit.launch.data.ShmFolder;
import godwit.launch.data.TopologyFile;
import godwit.launch.log.Logs;
import godwit.launch.log.Reason;
import godwit.settings.Settings;
import godwit.settings.Topology;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All parts of {@code godwit up} in one process, beside Cassandra's: started in the order of {@link #start}, joined,
 * stopped in the opposite order.
 */
public final class UpNode {
    private static final Logger LOGGER = LoggerFactory.getLogger(UpNode.class);
    private static final String HOST = "127.0.0.1";
    private static final String IPC = "aeron:ipc?term-length=1m";
    private static final long POLL_MS = 20;
    private static final long RECONNECT_MS = 500;
    private static final long READY_S = 60;
    private static final long SAY_S = 5;

    private final Settings settings;
    private final UpOptions options;
    private final PrintWriter out;
    private final Progress progress;
    private final StopSequence parts = new StopSequence();
    private final FirstFailure failure = new FirstFailure();
    private final Metrics metrics = new Metrics();

    /**
     * Everything that {@code up} runs, not started yet.
     *
     * @param settings as loaded.
     * @param options  how many parts.
     * @param out      gets the one line.
     * @param err      gets the progress.
     */
    public UpNode(
        final Settings settings, final UpOptions options, final PrintWriter out, final PrintWriter err) {
        this.settings = settings;
        this.options = options;
        this.out = out;
        this.progress = new Progress(err);
    }

    /**
     * Runs until a signal or a failure.
     *
     * @param onFailure says why it ends, before everything is stopped, and gives the exit code.
     * @return that exit code; a signal ends the process with 0 by itself.
     */
    public int run(final ToIntFunction<RuntimeException> onFailure) {
        final StopHook hook = new StopHook(parts, progress);
        hook.install();
        Thread.setDefaultUncaughtExceptionHandler(
            (thread, cause) -> LOGGER.error("thread ended: name={}", thread.getName(), cause));
        try {
            start();
            throw new OperationException(awaitFailure());
        } catch (final InterruptedException | RuntimeException e) {
            if (parts.isStopping()) {
                // Whatever failed under the stop failed because of it; the hook ends the process.
                return parkUntilHalted();
            }
            if (e instanceof RuntimeException known) {
                LOGGER.info("not running", e);
                // Said at once: the stop may take long, and a signal meanwhile leaves no time after it.
                final int code = onFailure.applyAsInt(known);
                hook.stopNow(code);
                return code;
            }
            Thread.currentThread().interrupt();
            return parkUntilHalted();
        }
    }

    private void start() throws InterruptedException {
        // 1. What can be found out before anything runs.
        final DataFolder data = parts.start("data folder", () -> DataFolder.open(settings.dataFolder()));
        Logs.toFile(data.logs());
        settings.effective().forEach(setting -> LOGGER.info("setting {}", setting));
        final Topology topology = TopologyFile.open(data.root(), options.shards());
        PortCheck.check(settings.edge().httpPort(), options.edges());
        ShmFolder.clear(data.root());
        ShmFolder.checkSpace(data.root(), ShmFolder.neededBytes(topology.shardCount(), options.edges()));
        final TokenKey tokenKey = tokenKey(data);
        // 2. Cassandra takes longest, so it begins first.
        final CassandraPart cassandra = parts.start("cassandra",
            () -> CassandraPart.start(settings, data.cassandra()));
        parts.onStop(cassandra::expectEnd);
        // 3. The shards: driver and archives, and of each its cluster and core. From here on their number is decided.
        TopologyFile.keep(data.root(), topology);
        final Shards shards = parts.start("shards",
            () -> Shards.start(settings.sequencer(), data, topology, failure));
        parts.add("last audit", shards::lastAudit);
        parts.add("cassandra, begin", cassandra.early());

        // 4. The edges wait for the shards, the journal for Cassandra; the journal outlives the edges.
        final JournalPart journal = parts.start("journal", () -> new JournalPart(settings, shards, failure));
        ProcessMetrics.register(metrics);
        NodeMetrics.register(metrics, shards.nodes(), heapBounds(shards));
        JournalMetrics.register(metrics, journal, cassandra);
        final EntryStore store = journal.store();
        final Edges edges = parts.start("edges", () -> Edges.start(options.edges(),
            number -> edge(number, shards, store, journal::notReadyReason, tokenKey)));
        final UpStatus status = new UpStatus(shards, edges, journal, cassandra);
        parts.start("control", () -> control(data, status));
        parts.start("disk watch", () -> disk(data, shards, journal)).start();
        // 5. Ready is: a message sent now will be journaled.
        journal.warmUp(cassandra.contactPoint());
        cassandra.awaitReady(this::sayUnlessFailed);
        await(shards::hasReplayed, () -> "shards without a leader", () -> 0);
        connect(journal, cassandra);
        await(() -> shards.isServing() && edges.isReady() && journal.isReady(), () -> "shards=" + shards.readiness()
            + " edges=" + edges.readiness() + " journal=" + Objects.requireNonNullElse(journal.notReadyReason(),
            String.valueOf(journal.isReady())), journal::moved);
        parts.check();
        out.println(readyLine(topology.shardCount(), progress.took(), edges.ports()));
        out.flush();
    }

    /** The first edge where scripts look for it, and the others behind. */
    private static String readyLine(final int shards, final String took, final List<Integer> ports) {
        final String first = HOST + ":" + ports.get(0);
        final String others = ports.stream().skip(1).map(port -> "http://" + HOST + ":" + port)
            .collect(Collectors.joining(","));
        return "godwit ready ws=ws://" + first + "/ws http=http://" + first + " shards=" + shards + " members=1 took=" + took
            + "s edges=" + ports.size() + (others.isEmpty() ? "" : " also=" + others);
    }

    private List<HeapBounds.Bound> heapBounds(final Shards shards) {
        final List<HeapBounds.Bound> bounds = HeapBounds.of(settings.sequencer().core(), shards.limits());
        bounds.stream().filter(HeapBounds.Bound::lowered).forEach(bound -> LOGGER.info("setting {}", bound));
        return bounds;
    }

    private static TokenKey tokenKey(final DataFolder data) {
        try {
            return TokenKeyFile.openOrCreate(DataFolder.tokenKey(data.root()));
        } catch (final IOException e) {
            throw new EnvironmentException(Reason.of(e));
        }
    }

    private EdgeNode edge(
        final int number, final Shards shards, final EntryStore store, final EdgeHealth behind,
        final TokenKey tokenKey) {
        final int port = settings.edge().httpPort() + number;
        final List<ShardAddress> clusters = shards.nodes().stream()
            .map(node -> ShardAddress.inProcess(node.shard(), number)).toList();
        try {
            return EdgeNode.launch(new EdgeConfiguration(settings.edge().onPort(port), HOST, OriginPolicy.loopback(), true,
                number, options.edges(), tokenKey, shards.aeronDirectory(), shards.topology(), clusters, IPC, store,
                behind, new Metrics(metrics), shards.bells(), cause -> failure.report("edge", cause)));
        } catch (final IOException e) {
            throw new EnvironmentException("port " + port + " cannot be had (" + Reason.of(e)
                + "): stop what uses it, or choose another with --http-port");
        }
    }

    private static ControlServer control(final DataFolder data, final UpStatus status) {
        try {
            return ControlServer.start(data.root(), status.handlers());
        } catch (final IOException e) {
            throw new EnvironmentException("the control socket cannot be made in " + data.root() + ": "
                + Reason.of(e));
        }
    }

    private DiskWatch disk(final DataFolder data, final Shards shards, final JournalPart journal) {
        final DiskWatch watch = DiskWatch.of(settings, data, shards.nodes(), journal);
        watch.register(metrics);
        return watch;
    }

    private void sayUnlessFailed(final String text) {
        try {
            final String failed = failure.await(0);
            if (failed != null) {
                throw new OperationException(failed);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        progress.say(text);
    }

    /** Our own Cassandra may die meanwhile: then it is started again, waited for again, and has all the time again. */
    private void connect(final JournalPart journal, final CassandraPart cassandra) throws InterruptedException {
        final long timeoutNs = TimeUnit.MILLISECONDS.toNanos(settings.cassandra().startTimeoutMs());
        long deadlineNs = System.nanoTime() + timeoutNs;
        long deaths = cassandra.deaths();
        while (!journal.connect(cassandra.contactPoint(), deadlineNs)) {
            pauseUnlessFailed(RECONNECT_MS);
            cassandra.awaitReady(this::sayUnlessFailed);
            if (cassandra.deaths() != deaths) {
                deaths = cassandra.deaths();
                deadlineNs = System.nanoTime() + timeoutNs;
            }
        }
    }

    private void pauseUnlessFailed(final long pauseMs) throws InterruptedException {
        final String failed = failure.await(pauseMs);
        if (failed != null) {
            throw new OperationException(failed);
        }
        parts.check();
    }

    /** Waits as long as something is seen to move, and a minute longer. */
    private void await(final BooleanSupplier ready, final Supplier<String> state, final LongSupplier moved)
        throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_S);
        long sayNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SAY_S);
        long last = moved.getAsLong();
        while (!ready.getAsBoolean()) {
            if (moved.getAsLong() != last) {
                last = moved.getAsLong();
                deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_S);
            }
            pauseUnlessFailed(POLL_MS);
            if (System.nanoTime() - sayNs > 0) {
                sayNs += TimeUnit.SECONDS.toNanos(SAY_S);
                progress.say("not ready yet: " + state.get());
            }
            if (System.nanoTime() - deadlineNs > 0) {
                throw new OperationException("not ready within " + READY_S + " s: " + state.get() + "; see the log");
            }
        }
    }

    private String awaitFailure() throws InterruptedException {
        String failed = null;
        while (failed == null) {
            failed = failure.await(TimeUnit.MINUTES.toMillis(1));
        }
        return failed;
    }

    private static int parkUntilHalted() {
        try {
            new CountDownLatch(1).await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    /** Cassandra's failure to start is the machine's or the settings' fault. */
    static EnvironmentException environment(final CassandraException e) {
        return new EnvironmentException(e.getMessage());
    }
}
