package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.launch.data.ShmFolder;
import io.aeron.Aeron;
import io.aeron.cluster.ClusterControl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A part that dies after the system was ready ends the process, in words; a Cassandra of its own is started again. */
@Tag("own-system")
class DyingPartSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration START_PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    @Test
    void shouldEndWhenTheShardsClusterEnds() throws IOException {
        try (RunningGodwit godwit = RunningGodwit.start(folder.resolve("data"))) {
            final Path shm = ShmFolder.of(godwit.data().toRealPath());
            assertThat(bytesOf(shm)).isBetween(ShmFolder.neededBytes(1, 1) / 2, ShmFolder.neededBytes(1, 1));

            abort(shm);

            assertThat(godwit.awaitExit(PATIENCE)).as(godwit.log()).isEqualTo(1);
            assertThat(godwit.log().lines().filter(line -> line.startsWith("godwit: shard failed"))).as(godwit.log())
                .hasSize(1).allMatch(line -> line.contains("the log in the data folder says more"));
            assertThat(shm).doesNotExist();
            assertThat(godwit.processes()).isEmpty();
        }
    }

    @Test
    void shouldGetReadyThoughItsCassandraDiesWhileTheJournalConnects() throws Exception {
        final Path data = folder.resolve("data");
        final CompletableFuture<Long> killed = CompletableFuture.supplyAsync(() -> killOnceConnected(data.resolve("cassandra")));
        try (RunningGodwit godwit = RunningGodwit.start(data)) {
            assertThat(godwit.cassandraPid()).isNotEqualTo(killed.get());
            assertThat(godwit.log()).contains("does not answer all yet", "Cassandra ended alone")
                .doesNotContain("Exception");
            assertThat(godwit.get("/readyz").statusCode()).isEqualTo(200);
        }
    }

    /** It stands still first, so that the journal connects, and gets no answer. */
    private static long killOnceConnected(final Path cassandra) {
        final Path ports = cassandra.resolve("ports");
        try {
            Awaitility.await("Cassandra's ports").atMost(START_PATIENCE).until(() -> Files.exists(ports)
                && Files.readString(ports).contains("cql="));
            final int port = Integer.parseInt(Files.readString(ports).replaceAll("(?s).*cql=(\\d+).*", "$1"));
            Awaitility.await("Cassandra's port").pollInterval(Duration.ofMillis(2)).atMost(START_PATIENCE)
                .until(() -> isOpen(port));
            final long pid = Long.parseLong(Files.readString(cassandra.resolve("pid")).split(" ")[0]);
            RunningGodwit.signal("STOP", String.valueOf(pid));
            // Whoever only looks whether it is there closes at once.
            Awaitility.await("a connection that stays").during(Duration.ofMillis(500)).atMost(PATIENCE)
                .until(() -> isConnected(port));
            RunningGodwit.signal("KILL", String.valueOf(pid));
            return pid;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOpen(final int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (final IOException e) {
            return false;
        }
    }

    /** Whether somebody has a connection to a port of this machine, by the kernel's table. */
    private static boolean isConnected(final int port) throws IOException {
        final Pattern established = Pattern.compile(
            String.format(Locale.ROOT, " [0-9A-F]+:[0-9A-F]{4} [0-9A-F]+:%04X 01 ", port));
        return established.matcher(Files.readString(Path.of("/proc/net/tcp"))
            + Files.readString(Path.of("/proc/net/tcp6"))).find();
    }

    /** As an operator would by Aeron's own tool: the toggle stands in the counters that the driver shares. */
    private static void abort(final Path shm) {
        try (Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(shm.toString()))) {
            final var toggle = ClusterControl.findControlToggle(aeron.countersReader(), 0);
            assertThat(toggle).isNotNull();
            assertThat(ClusterControl.ToggleState.ABORT.toggle(toggle)).isTrue();
        }
    }

    static long bytesOf(final Path shm) throws IOException {
        final AtomicLong bytes = new AtomicLong();
        LivingFiles.forEach(shm, Set.of(), (file, attributes) -> bytes.addAndGet(attributes.size()));
        return bytes.get();
    }
}
