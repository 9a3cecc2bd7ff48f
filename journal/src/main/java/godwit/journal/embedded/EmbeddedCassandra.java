package godwit.journal.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Cassandra of one node as a child process: started, watched, started again with a growing pause when it dies alone,
 * stopped in order. It ends by itself when this process does, however that ends.
 * <p>
 * Any thread may call; {@link #start} returns at once.
 */
public final class EmbeddedCassandra implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedCassandra.class);
    /** An orderly stop takes about 3 s; its commit log is synced before it answers, so a kill loses nothing. */
    private static final long STOP_TIMEOUT_MS = 4_000;
    private static final int CONNECT_TIMEOUT_MS = 500;
    private static final long POLL_INTERVAL_MS = 50;
    private static final long PROGRESS_INTERVAL_MS = 2_000;
    private static final int DEATHS_BEFORE_READY_MAX = 2;
    /** A signal to the whole process group may reach the child first: so long its end may be part of an orderly stop. */
    private static final long STOP_MS = 500;

    private final EmbeddedConfiguration configuration;
    private final CassandraFiles files;
    private final RestartPause pause = new RestartPause();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread supervisor;
    private volatile Ports ports;
    private volatile Process process;
    private volatile boolean wasReady;
    private volatile int deaths;

    private EmbeddedCassandra(final EmbeddedConfiguration configuration) {
        this.configuration = configuration;
        this.files = new CassandraFiles(configuration.folder());
        this.supervisor = new Thread(this::supervise, "cassandra-supervisor");
        supervisor.setDaemon(true);
    }

    /**
     * Starts the process and returns at once.
     *
     * @param configuration how it is run.
     * @return what stands for it.
     * @throws CassandraException when the process cannot be started at all.
     */
    public static EmbeddedCassandra start(final EmbeddedConfiguration configuration) {
        final EmbeddedCassandra cassandra = new EmbeddedCassandra(configuration);
        try {
            Files.createDirectories(configuration.folder());
            LeftOver.end(cassandra.files.pid(), ChildCommand.storageFlag(configuration));
            cassandra.ports = Ports.choose(cassandra.files.ports());
            cassandra.launch();
        } catch (final IOException e) {
            cassandra.endStarted();
            throw new CassandraException("Cassandra cannot be started in " + configuration.folder() + ": " + e.getMessage(), e);
        }
        cassandra.supervisor.start();
        return cassandra;
    }

    /**
     * Waits until clients can connect.
     *
     * @param progress told a line now and then while it lasts.
     * @throws CassandraException   when it does not come up in time or ends again and again; says where its log is.
     * @throws InterruptedException when interrupted.
     */
    public void awaitReady(final Consumer<String> progress) throws InterruptedException {
        final long startNs = System.nanoTime();
        long nextProgressMs = PROGRESS_INTERVAL_MS;
        while (!isUp()) {
            final long waitedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            checkStart(waitedMs);
            if (waitedMs >= nextProgressMs) {
                progress.accept("waiting for Cassandra, " + waitedMs / 1000 + " s");
                nextProgressMs += PROGRESS_INTERVAL_MS;
            }
            closed.await(POLL_INTERVAL_MS, TimeUnit.MILLISECONDS);
        }
        wasReady = true;
    }

    private void checkStart(final long waitedMs) {
        if (deaths >= DEATHS_BEFORE_READY_MAX) {
            throw new CassandraException("Cassandra ends at its start: see " + files.systemLog() + " and "
                + files.output() + ", or use an external one with --cassandra HOST:PORT");
        }
        if (waitedMs > configuration.startTimeoutMs()) {
            throw new CassandraException("Cassandra did not start within " + configuration.startTimeoutMs() / 1000
                + " s: see " + files.systemLog() + ", or raise cassandra.start-timeout");
        }
        if (isClosed()) {
            throw new CassandraException("Cassandra was stopped while it started");
        }
    }

    /**
     * Whether clients can connect now.
     *
     * @return true when its port is open.
     */
    public boolean isUp() {
        final Process current = process;
        if (current == null || !current.isAlive()) {
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(address(), CONNECT_TIMEOUT_MS);
            return true;
        } catch (final IOException e) {
            return false;
        }
    }

    /**
     * Where clients connect; stays the same over restarts.
     *
     * @return a loopback address.
     */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.cql());
    }

    /**
     * Where clients connect, as text.
     *
     * @return {@code 127.0.0.1:PORT}.
     */
    public String contactPoint() {
        return "127.0.0.1:" + ports.cql();
    }

    /**
     * The child's process id.
     *
     * @return it, or -1 between two of them.
     */
    public long pid() {
        final Process current = process;
        return current != null && current.isAlive() ? current.pid() : -1;
    }

    /**
     * How often it died alone.
     *
     * @return a count since {@link #start}.
     */
    public int deaths() {
        return deaths;
    }

    /**
     * A stop has begun, though not of this part yet: that it ends from now on is nothing to tell, and it is not started
     * again.
     */
    public void expectEnd() {
        closed.countDown();
    }

    /**
     * Stops it: in order when it can, within {@value #STOP_TIMEOUT_MS} ms, else at once. Returns when its process is gone,
     * which on a busy machine takes seconds even after a kill; after {@value ChildEnd#KILL_TIMEOUT_MS} ms of that it is
     * left, and said to be.
     */
    @Override
    public void close() {
        expectEnd();
        // The process of a start that is under way is seen, and there is none after it.
        final boolean isGone = endStarted();
        supervisor.interrupt();
        try {
            if (isGone) {
                Files.deleteIfExists(files.pid());
            }
        } catch (final IOException e) {
            LOGGER.warn("the pid file stays", e);
        }
    }

    private boolean endStarted() {
        final Process current = lastStarted();
        return current == null || ChildEnd.end(current, STOP_TIMEOUT_MS, ChildEnd.KILL_TIMEOUT_MS);
    }

    private synchronized Process lastStarted() {
        return process;
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private synchronized void launch() throws IOException {
        if (isClosed()) {
            return;
        }
        files.write(ports);
        final ProcessBuilder builder = new ProcessBuilder(ChildCommand.of(configuration, files))
            .directory(configuration.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(files.output().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("JAVA_") || name.startsWith("JDK_JAVA"));
        final Process started = builder.start();
        process = started;
        LeftOver.remember(files.pid(), started.toHandle());
    }

    private void supervise() {
        try {
            while (!isClosed()) {
                final int exitCode = process.waitFor();
                if (!isClosed()) {
                    onDeath(exitCode);
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void onDeath(final int exitCode) throws InterruptedException {
        if (closed.await(STOP_MS, TimeUnit.MILLISECONDS)) {
            return;
        }
        deaths++;
        long pauseMs = pause.next(System.nanoTime());
        LOGGER.warn("Cassandra ended alone, exit code={}, started again in {} ms; messages go on, history waits",
            exitCode, pauseMs);
        while (!closed.await(pauseMs, TimeUnit.MILLISECONDS) && !isStartedAgain()) {
            pauseMs = pause.next(System.nanoTime());
            LOGGER.warn("Cassandra is tried again in {} ms", pauseMs);
        }
    }

    private boolean isStartedAgain() {
        try {
            if (!wasReady && !ports.areFree()) {
                ports = Ports.choose(files.ports());
            }
            launch();
            return true;
        } catch (final IOException | RuntimeException e) {
            // Whatever it is, nobody else would start it.
            LOGGER.error("Cassandra cannot be started again", e);
            return process.isAlive();
        }
    }
}
