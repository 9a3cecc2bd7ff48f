package godwit.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds ids and keys of clients to their characters and lengths. */
final class ClientIdsTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "Alice", "phone-1", "a_b.c@d-e+f:g|h"})
    void shouldTakeIds(final String id) {
        assertThat(ClientIds.isId(id)).isTrue();
        assertThat(ClientIds.isKey(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "a~", "\u00e9", "a\u0000", "\uff41", "a\n"})
    void shouldRefuseWhatIsNoId(final String id) {
        assertThat(ClientIds.isId(id)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "~", "a b", "\"{}\\"})
    void shouldTakeAnyPrintableAsciiAsKey(final String key) {
        assertThat(ClientIds.isKey(key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u001f", "\u007f", "\u0080", "a\tb"})
    void shouldRefuseWhatIsNoKey(final String key) {
        assertThat(ClientIds.isKey(key)).isFalse();
    }

    @Test
    void shouldBoundTheLengths() {
        assertThat(ClientIds.isId("x".repeat(64))).isTrue();
        assertThat(ClientIds.isId("x".repeat(65))).isFalse();
        assertThat(ClientIds.isKey("x".repeat(64))).isTrue();
        assertThat(ClientIds.isKey("x".repeat(65))).isFalse();
    }
}
