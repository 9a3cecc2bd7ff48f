package godwit.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What is asked of names that nobody gave. */
class NamesTest {
    private final Names names = new Names(new Tables());

    @Test
    void shouldCompareNoNameWhereNoneWasKeptYet() {
        assertThat(names.equal(0, bytes(""))).isTrue();
        assertThat(names.equal(0, bytes("a"))).isFalse();
    }

    @Test
    void shouldCompareNamesWithNone() {
        final int kept = names.put(bytes("a"));
        assertThat(names.equal(kept, bytes(""))).isFalse();
        assertThat(names.equal(kept, bytes("a"))).isTrue();
        assertThat(names.equal(names.put(bytes("")), bytes(""))).isTrue();
    }

    private static UnsafeBuffer bytes(final String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }
}
