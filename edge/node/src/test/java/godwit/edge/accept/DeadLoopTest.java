package godwit.edge.accept;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.client.FatalError;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class DeadLoopTest {
    @Test
    void shouldSayThatAnEventLoopEndedUnlessItWasToldTo() throws IOException {
        final ServerUnderTest server = ServerUnderTest.start();
        try {
            server.server.loops().next().shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !server.bugs.isEmpty());
            assertThat(server.bugs).hasSize(1).allMatch(FatalError::is);
        } finally {
            server.close();
        }
        assertThat(server.bugs).as("the stop ends the other loop").hasSize(1);
    }
}
