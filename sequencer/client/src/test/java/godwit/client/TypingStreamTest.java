package godwit.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.Aeron;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TypingStreamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final MediaDriver driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
        .threadingMode(ThreadingMode.SHARED).dirDeleteOnShutdown(true).termBufferSparseFile(true));
    private final Aeron aeron =
        Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
    private final List<Throwable> errors = new ArrayList<>();
    private final List<Integer> told = new ArrayList<>();
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[8]);
    private final Subscription shard = TypingStream.subscribe(aeron, 3);
    private final TypingStream stream = new TypingStream(aeron, 3, errors::add);

    @AfterEach
    void close() {
        CloseHelper.closeAll(stream, aeron, driver);
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldTellOfTheFirstWhoTypes() {
        Awaitility.await("the way, without anything to tell").atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
            stream.doWork();
            return shard.isConnected();
        });
        message.putInt(0, 7);
        Awaitility.await("taken").atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> stream.offer(message, 0, 8));
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() ->
            shard.poll((buffer, offset, length, header) -> told.add(buffer.getInt(offset)), 1) == 1);
        assertThat(told).containsExactly(7);
    }
}
