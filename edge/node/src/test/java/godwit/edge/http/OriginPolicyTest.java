package godwit.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginPolicyTest {
    private static final int PORT = 8080;
    private static final OriginPolicy LIST =
        OriginPolicy.allowList(List.of("https://good.com", "https://chat.good.com:8443", "http://[::1]:9000"));

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8080, true", "localhost:8080, true", "[::1]:8080, true",
        "127.0.0.1, false", "localhost, false", "[::1], false", "::1:8080, false", "127.0.0.1:8081, false",
        "127.0.0.1:08080, false", "127.0.0.1:8080x, false", "127.0.0.1:, false", "127.1:8080, false",
        "127.0.0.2:8080, false", "0.0.0.0:8080, false", "2130706433:8080, false", "0x7f.1:8080, false",
        "localhost.:8080, false", "LOCALHOST:8080, false", "localhost.evil.com:8080, false",
        "evil.com:8080, false", "evil.com, false", "evil.com@127.0.0.1:8080, false", "'', false",
        "[::ffff:127.0.0.1]:8080, false", "127.0.0.1.nip.io:8080, false", "localhost:8080/, false",
    })
    void shouldServeOnlyLoopbackHostsOnADevelopersMachine(final String host, final boolean allowed) {
        assertThat(OriginPolicy.loopback().allows(headers(host, null), PORT)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080, true", "http://localhost:8080, true", "http://[::1]:8080, true",
        "null, false", "'', false", "http://127.0.0.1, false", "http://localhost:8081, false",
        "https://localhost:8080, false", "ws://localhost:8080, false", "localhost:8080, false",
        "http://LOCALHOST:8080, false", "HTTP://localhost:8080, false", "http://localhost:8080/, false",
        "http://localhost.evil.com:8080, false", "http://evil.com, false", "http://evil.com:8080, false",
        "http://localhost:8080.evil.com, false", "http://evil.com#localhost:8080, false",
        "http://x@localhost:8080, false", "http://localhost:8080@evil.com, false",
        "http://127.0.0.1.evil.com:8080, false", "http://sub.localhost:8080, false", "file://, false",
        "chrome-extension://abcdef, false", "http://localhost:8080 http://evil.com, false",
    })
    void shouldServeOnlyItsOwnPagesOnADevelopersMachine(final String origin, final boolean allowed) {
        assertThat(OriginPolicy.loopback().allows(headers("127.0.0.1:8080", origin), PORT)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "https://good.com, true", "https://chat.good.com:8443, true", "http://[::1]:9000, true",
        "null, false", "'', false", "http://good.com, false", "https://good.com:443, false",
        "https://good.com:8443, false", "https://chat.good.com, false", "https://www.good.com, false",
        "https://a.chat.good.com:8443, false", "https://good.com.evil.com, false", "https://good.com.evil, false",
        "https://evilgood.com, false", "https://evil.com/good.com, false", "https://GOOD.com, false",
        "HTTPS://good.com, false", "https://good.com/, false", "https://good.com., false", "https://good.co, false",
        "https://good.com@evil.com, false", "https://evil.com#https://good.com, false", "good.com, false",
        "https://good%2ecom, false", "https://good.com https://evil.com, false", "wss://good.com, false",
    })
    void shouldServeExactlyTheListedOrigins(final String origin, final boolean allowed) {
        assertThat(LIST.allows(headers("anything", origin), PORT)).isEqualTo(allowed);
    }

    @Test
    void shouldServeRequestsThatNoPageMade() {
        assertThat(LIST.allows(headers("anything", null), PORT)).isTrue();
        assertThat(OriginPolicy.allowList(List.of()).allows(headers("anything", null), PORT)).isTrue();
    }

    @Test
    void shouldRefuseTwoOrigins() {
        final HttpHeaders listed = headers("x", "https://good.com").add("origin", "https://good.com");
        final HttpHeaders own = headers("localhost:8080", "http://localhost:8080").add("origin", "http://localhost:8080");
        assertThat(LIST.allows(listed, PORT)).isFalse();
        assertThat(OriginPolicy.loopback().allows(own, PORT)).isFalse();
    }

    @Test
    void shouldKnowThatPort80IsNotWritten() {
        assertThat(OriginPolicy.loopback().allows(headers("localhost", "http://localhost"), 80)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "null", "", "good.com", "https://*.good.com", "https://good.com/", "https://GOOD.com"})
    void shouldRefuseAListThatCouldNeverMatch(final String origin) {
        assertThatThrownBy(() -> OriginPolicy.allowList(List.of(origin)))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("expected scheme://host");
    }

    private static HttpHeaders headers(final String host, final String origin) {
        final HttpHeaders headers = new DefaultHttpHeaders().add("host", host);
        return origin == null ? headers : headers.add("origin", origin);
    }
}
