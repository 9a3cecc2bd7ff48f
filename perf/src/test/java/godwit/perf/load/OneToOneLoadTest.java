package godwit.perf.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import godwit.perf.Crowd;
import godwit.perf.PerfOptions;
import godwit.perf.Scenario;
import godwit.perf.Token;
import godwit.perf.TokenLifeException;
import godwit.perf.report.Measurements;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is found out before a load begins. */
class OneToOneLoadTest {
    @Test
    void shouldNotBeginARunThatItsTokensDoNotOutlive() {
        final PerfOptions options = new PerfOptions(Scenario.ONE_TO_ONE, 10, Duration.ofMinutes(58),
            Duration.ofSeconds(5), new Crowd(2, 0, 0, 0), URI.create("ws://127.0.0.1:1/ws"), Path.of("unused"), 1, 100,
            user -> new Token("none", System.currentTimeMillis() + Duration.ofHours(1).toMillis()), "test");
        final ByteArrayOutputStream progress = new ByteArrayOutputStream();

        final PrintStream out = new PrintStream(progress, true, StandardCharsets.UTF_8);
        assertThatThrownBy(() -> new OneToOneLoad(options, new Measurements(Scenario.ONE_TO_ONE), out).run())
            .isInstanceOf(TokenLifeException.class)
            .hasMessageContainingAll("=3485s expected at most 34", "edge.token-ttl");
        assertThat(progress.size()).isZero();
    }
}
