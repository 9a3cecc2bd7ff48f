package godwit.journal.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A child of straw dies: whether that is told, and whether it is started again. */
final class DeathTest {
    @RegisterExtension
    private final SaidLog said = new SaidLog(EmbeddedCassandra.class);
    @TempDir
    private Path folder;

    @Test
    void shouldSayThatItDiedAloneAndStartItAgain() throws IOException {
        try (EmbeddedCassandra cassandra = start()) {
            kill(cassandra.pid());

            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> cassandra.deaths() == 1 && cassandra.pid() > 0);
            assertThat(said.lines()).extracting(ILoggingEvent::getLevel).contains(Level.WARN);
            assertThat(said.lines()).extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.startsWith("Cassandra ended alone, exit code="));
        }
    }

    @Test
    void shouldTryAgainUntilItCanBeStarted() throws IOException {
        try (EmbeddedCassandra cassandra = start()) {
            final Path java = folder.resolve("jdk/bin/java");
            final Path away = Files.move(java, folder.resolve("java"));
            kill(cassandra.pid());
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> said.lines().stream()
                .filter(line -> line.getFormattedMessage().equals("Cassandra cannot be started again")).count() > 1);

            Files.move(away, java);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> cassandra.pid() > 0);
            assertThat(cassandra.deaths()).as("what was not started did not die").isEqualTo(1);
        }
    }

    @Test
    void shouldSayNothingOfADeathInAnOrderlyStop() throws Exception {
        try (EmbeddedCassandra cassandra = start()) {
            final ProcessHandle child = ProcessHandle.of(cassandra.pid()).orElseThrow();
            // The terminal's signal reaches the child before the stop begins.
            kill(child.pid());
            child.onExit().get();
            cassandra.expectEnd();

            Awaitility.await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(5))
                .until(() -> cassandra.deaths() == 0 && cassandra.pid() == -1);
        }
        assertThat(said.lines()).isEmpty();
    }

    private EmbeddedCassandra start() throws IOException {
        final Path bin = Files.createDirectories(folder.resolve("jdk/bin"));
        final Path java = Files.writeString(bin.resolve("java"), "#!/bin/sh\nexec sleep 60\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        final Path jars = Files.createDirectories(folder.resolve("dist/cassandra"));
        return EmbeddedCassandra.start(new EmbeddedConfiguration(
            folder.resolve("data"), jars, folder.resolve("jdk"), 1 << 20, 1 << 20, 10_000));
    }

    private static void kill(final long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }
}
