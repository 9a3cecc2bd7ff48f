package godwit.launch.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Text of others cannot break a line of the log or command the terminal. */
class OneLineTest {
    @Test
    void shouldWriteOutWhatIsNotText() {
        assertThat(OneLine.of("a\nb\r\u001b[31mred\u0007\u202e\u2028é✓"))
            .isEqualTo("a\\nb\\r\\u001b[31mred\\u0007\\u202e\\u2028é✓");
        assertThat(OneLine.of(null)).isEmpty();
    }
}
