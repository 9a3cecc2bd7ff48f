package godwit.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.exceptions.AeronException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.concurrent.AgentTerminationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FatalErrorTest {
    @TempDir
    private Path folder;

    @Test
    void shouldTellTheEndOfAThreadFromAnErrorThatPasses() {
        assertThat(FatalError.is(new AgentTerminationException("ended"))).isTrue();
        assertThat(FatalError.is(new OutOfMemoryError())).isTrue();
        assertThat(FatalError.is(new NoClassDefFoundError("jar replaced under a running process"))).isTrue();
        assertThat(FatalError.is(new IllegalStateException("a bug"))).isFalse();
        assertThat(FatalError.is(new AeronException("a channel that cannot be opened"))).isFalse();
    }

    @Test
    void shouldBeWhatAClientHearsWhenTheMediaDriverIsGone() {
        final List<Throwable> heard = new CopyOnWriteArrayList<>();
        final MediaDriver driver = MediaDriver.launch(new MediaDriver.Context().threadingMode(ThreadingMode.SHARED)
            .aeronDirectoryName(folder.resolve("aeron").toString()).termBufferSparseFile(true));
        try (Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName())
            .driverTimeoutMs(6_000).errorHandler(heard::add))) {
            assertThat(aeron.isClosed()).isFalse();
            driver.close();

            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> heard.stream().anyMatch(FatalError::is));
        }
    }
}
