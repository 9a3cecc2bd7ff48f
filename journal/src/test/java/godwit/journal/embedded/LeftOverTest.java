package godwit.journal.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class LeftOverTest {
    private static final String FLAG = "-Dcassandra.storagedir=/somewhere";

    @TempDir
    private Path folder;
    private Path pidFile;
    private Process process;
    @RegisterExtension
    private final SaidLog said = new SaidLog(LeftOver.class);

    @BeforeEach
    void startAProcessThatWaitsForItsInput() throws IOException {
        pidFile = folder.resolve("pid");
        process = new ProcessBuilder("sh", "-c", "read line", FLAG).start();
    }

    @AfterEach
    void end() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Test
    void shouldEndTheProcessThatIsOurs() throws Exception {
        LeftOver.remember(pidFile, process.toHandle());
        LeftOver.end(pidFile, FLAG);
        assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(pidFile).doesNotExist();
    }

    @Test
    void shouldSayWhatAStartWaitsFor() throws IOException {
        LeftOver.remember(pidFile, process.toHandle());
        LeftOver.end(pidFile, FLAG);
        assertThat(said.lines()).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).as("seen by who starts it").isEqualTo(Level.WARN);
            assertThat(line.getFormattedMessage()).contains("pid=" + process.pid(), "30 s at most");
        });
    }

    @Test
    void shouldSpareAProcessOfAnotherFolder() throws IOException {
        LeftOver.remember(pidFile, process.toHandle());
        LeftOver.end(pidFile, FLAG + "-else");
        assertThat(said.lines()).isEmpty();
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void shouldSpareAProcessThatGotTheNumberLater() throws IOException {
        Files.writeString(pidFile, process.pid() + " 1000\n");
        LeftOver.end(pidFile, FLAG);
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void shouldTakeNoHarmFromADamagedFile() throws IOException {
        Files.writeString(pidFile, "no number at all");
        LeftOver.end(pidFile, FLAG);
        assertThat(pidFile).doesNotExist();
    }
}
