package godwit.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.protocol.codecs.MessageDeliveryDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine whose clock was ahead and is right at the next start: the shard's time goes on at once. */
class ClockSetBackTest {
    @TempDir
    private Path folder;

    @Test
    void shouldPushAgainAfterAStartWithTheClockAnHourEarlier() {
        try (TestShard shard = new TestShard(folder, Map.of("sequencer.redeliver", "1s"))) {
            shard.clockAhead(Duration.ofHours(1));
            shard.start();
            shard.open();
            final long chat = shard.createChat("alice", "bob");
            shard.attach("bob", "phone");
            shard.send(chat, "alice", "k1", "hello".getBytes(StandardCharsets.UTF_8));
            shard.await("MessageDelivery");
            // the second push proves that the core had a tick, and so that the log ends behind a schedule of the next one
            shard.await("MessageDelivery");
            shard.stop();

            shard.clockAhead(Duration.ZERO);
            shard.start();
            shard.open();
            shard.attach("bob", "phone");
            for (int push = 0; push < 3; push++) {
                assertThat(((MessageDeliveryDecoder) shard.await("MessageDelivery").decoder()).chatId()).isEqualTo(chat);
            }
        }
    }
}
