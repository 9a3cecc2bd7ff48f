package godwit.launch.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was started is stopped once, in the opposite order, whatever the moment. */
class StopSequenceTest {
    private final List<String> stopped = new ArrayList<>();
    private final StopSequence parts = new StopSequence();

    @Test
    void shouldStopTheNewestFirstAndOnce() {
        add("a");
        add("b");

        parts.stop();
        parts.stop();

        assertThat(stopped).containsExactly("b", "a");
    }

    @Test
    void shouldGoOnWhenAPartThrows() {
        add("a");
        parts.add("b", () -> {
            throw new IllegalStateException("b");
        });

        parts.stop();

        assertThat(stopped).containsExactly("a");
    }

    @Test
    void shouldStopAPartThatCameUpTooLate() {
        parts.stop();

        assertThatThrownBy(() -> add("late")).isInstanceOf(StopSequence.StoppingException.class);
        assertThat(stopped).containsExactly("late");
        assertThatThrownBy(parts::check).isInstanceOf(StopSequence.StoppingException.class);
    }

    private void add(final String name) {
        parts.add(name, () -> stopped.add(name));
    }
}
