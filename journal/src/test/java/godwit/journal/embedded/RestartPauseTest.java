package godwit.journal.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RestartPauseTest {
    @Test
    void shouldGrowAndBeginAgainAfterASteadyMinute() {
        final RestartPause pause = new RestartPause();
        assertThat(pause.next(0)).isEqualTo(200);
        assertThat(pause.next(1)).isEqualTo(400);
        for (int i = 0; i < 20; i++) {
            pause.next(2);
        }
        assertThat(pause.next(3)).isEqualTo(30_000);
        assertThat(pause.next(TimeUnit.MINUTES.toNanos(2))).isEqualTo(200);
    }
}
