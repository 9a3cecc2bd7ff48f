package godwit.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.auth.HmacTokenVerifier;
import godwit.edge.auth.TokenClaims;
import godwit.edge.auth.TokenKey;
import godwit.edge.auth.TokenMinter;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpRoutesTest {
    private static final long NOW_MS = 1_800_000_000_000L;
    private static final long TTL_MS = 60_000;
    private static final TokenKey KEY = TokenKey.random();
    private static final AtomicReference<String> NOT_READY = new AtomicReference<>();
    private static final String TAIL = " HTTP/1.1|Host: localhost:PORT|Connection: close|";

    @TempDir
    private static Path folder;
    private static HttpServer server;

    @BeforeAll
    static void start() throws IOException {
        final Path jar = folder.resolve("web.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (final Map.Entry<String, String> file : Map.of("godwit/web/index.html", "<!doctype html>",
                "godwit/web/app/main.js", "export {};", "godwit/web/style.css", "a{}", "godwit/web/notes.txt", "secret",
                "godwit/webapp.js", "no", "secret.js", "no").entrySet()) {
                out.putNextEntry(new JarEntry(file.getKey()));
                out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
        final Metrics shared = new Metrics();
        ProcessMetrics.register(shared);
        final Metrics metrics = new Metrics(shared)
            .counter("godwit_edge_frames", "Frames.", () -> 42)
            .counters("godwit_edge_errors", "Errors.", "code", Map.of("INVALID", () -> 7))
            .gauge("godwit_edge_connections", "Connections.", () -> 3);
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            server = new HttpServer(HttpRoutes.builder("/ws").health(NOT_READY::get).metrics(metrics)
                .devTokens(new TokenMinter(KEY), TTL_MS, () -> NOW_MS)
                .webApp(StaticFiles.load(loader, StaticFiles.WEB_ROOT)).build(), 5_000);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "/healthz ~ text/plain; charset=utf-8 ~ ok", "/healthz?x=/.. ~ text/plain; charset=utf-8 ~ ok",
        "/ ~ text/html; charset=utf-8 ~ <!doctype html>", "/index.html ~ text/html; charset=utf-8 ~ <!doctype html>",
        "/app/main.js ~ text/javascript; charset=utf-8 ~ export {};", "/style.css ~ text/css; charset=utf-8 ~ a{}",
    })
    void shouldAnswerWithStrictHeaders(final String path, final String contentType, final String body)
        throws IOException {
        final String answer = server.exchange("GET " + path + TAIL + "|");
        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("content-type: " + contentType + "\r\n")
            .contains("x-content-type-options: nosniff", "referrer-policy: no-referrer", "frame-ancestors 'none'",
                "cross-origin-opener-policy: same-origin", "script-src 'self';").doesNotContain("unsafe-inline");
        assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4).strip()).isEqualTo(body);
    }

    @Test
    void shouldAnswerHeadLikeGetWithoutTheBody() throws IOException {
        final String get = server.exchange("GET /" + TAIL + "|");
        assertThat(server.exchange("HEAD /" + TAIL + "|")).isEqualTo(get.substring(0, get.indexOf("<!doctype")));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/nothing", "/notes.txt", "/../secret.js", "/app/../../secret.js", "/%2e%2e/secret.js", "/app/..%2f..%2fsecret.js",
        "/app\\..\\secret.js", "//etc/passwd", "/secret.js", "/webapp.js", "/app/", "/app", "/app/main.js/", "/index.html%00",
        "/INDEX.HTML", "/.", "/dev/", "/ws/", "/metrics/", "/godwit/web/index.html", "/dev/token/x",
    })
    void shouldKnowNoOtherPath(final String path) throws IOException {
        assertThat(server.exchange("GET " + path + TAIL + "|")).startsWith("HTTP/1.1 404 Not Found\r\n")
            .endsWith("\r\n\r\nnot found\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "POST ~ / ~ GET, HEAD", "DELETE ~ /healthz ~ GET, HEAD", "OPTIONS ~ /metrics ~ GET, HEAD", "TRACE ~ / ~ GET, HEAD",
        "PUT ~ /app/main.js ~ GET, HEAD", "GET ~ /dev/token ~ POST", "HEAD ~ /dev/token ~ POST", "POST ~ /ws ~ GET",
        "BREW ~ / ~ GET, HEAD",
    })
    void shouldListTheMethods(final String method, final String path, final String allowed) throws IOException {
        assertThat(server.exchange(method + ' ' + path + TAIL + "|"))
            .startsWith("HTTP/1.1 405 Method Not Allowed\r\n").contains("\r\nallow: " + allowed + "\r\n");
    }

    @Test
    void shouldTellWhetherItIsReady() throws IOException {
        assertThat(server.exchange("GET /readyz" + TAIL + "|")).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nready\n");
        NOT_READY.set("no route to a shard leader");
        assertThat(server.exchange("GET /readyz" + TAIL + "|")).startsWith("HTTP/1.1 503")
            .endsWith("\r\n\r\nno route to a shard leader\n");
        assertThat(server.exchange("GET /healthz" + TAIL + "|")).startsWith("HTTP/1.1 200");
        NOT_READY.set(EdgeHealth.READY);
    }

    @Test
    void shouldShowMetricsToPrometheus() throws IOException {
        assertThat(server.exchange("GET /metrics" + TAIL + "|")).startsWith("HTTP/1.1 200")
            .contains("content-type: text/plain; version=0.0.4; charset=utf-8\r\n")
            .contains("\n# HELP godwit_edge_frames_total Frames.\n", "\n# TYPE godwit_edge_frames_total counter\n",
                "\ngodwit_edge_frames_total 42.0\n", "\ngodwit_edge_errors_total{code=\"INVALID\"} 7.0\n",
                "\ngodwit_edge_connections 3.0\n", "jvm_heap_bytes{kind=\"used\"}", "process_uptime_seconds ");
    }

    @Test
    void shouldNotSendAgainWhatTheBrowserHas() throws IOException {
        final Matcher etag = Pattern.compile("\r\netag: (\"[0-9a-f]{32}\")\r\n")
            .matcher(server.exchange("GET /style.css" + TAIL + "|"));
        assertThat(etag.find()).isTrue();
        for (final String known : new String[] {etag.group(1), "W/" + etag.group(1), "\"x\", " + etag.group(1), "*"}) {
            assertThat(server.exchange("GET /style.css" + TAIL + "If-None-Match: " + known + "||"))
                .startsWith("HTTP/1.1 304 Not Modified\r\n").endsWith("\r\n\r\n").contains("etag: " + etag.group(1));
        }
        assertThat(server.exchange("GET /style.css" + TAIL + "If-None-Match: \"x\"||")).startsWith("HTTP/1.1 200");
    }

    @Test
    void shouldServeSeveralRequestsOnAConnection() throws IOException {
        final String head = "GET /healthz HTTP/1.1|Host: localhost:PORT||";
        assertThat(server.exchange(head + head + "GET /healthz" + TAIL + "|")).containsPattern("(?s)ok\n.*ok\n.*ok\n$");
    }

    @Test
    void shouldHandOnWhoWantsASocketAndNobodyElse() throws IOException {
        assertThat(server.exchange("GET /ws" + TAIL + "Upgrade: WebSocket||")).endsWith("a socket wants to be\n");
        assertThat(server.exchange("GET /ws?a=b" + TAIL + "Upgrade: websocket||")).endsWith("a socket wants to be\n");
        assertThat(server.exchange("GET /ws" + TAIL + "|")).startsWith("HTTP/1.1 426").contains("upgrade: websocket");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "Application/JSON"})
    void shouldMintATokenForADeveloper(final String contentType) throws IOException {
        final String answer = post(contentType, "{\"user_id\":\"alice\",\"device_id\":\"phone-1\",\"later\":[{}]}");
        assertThat(answer).startsWith("HTTP/1.1 200").contains("content-type: application/json\r\n");
        final Matcher json = Pattern.compile("\\{\"token\":\"([^\"]+)\",\"expires_at\":(\\d+)}$").matcher(answer);
        assertThat(json.find()).isTrue();
        assertThat(json.group(2)).isEqualTo(Long.toString(NOW_MS + TTL_MS));
        assertThat(new HmacTokenVerifier(KEY).verify(json.group(1), NOW_MS))
            .contains(new TokenClaims("alice", "phone-1", NOW_MS + TTL_MS));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "x", "[]", "{}", "{\"user_id\":5}", "{\"user_id\":null}", "{\"user_id\":\"\"}", "{\"user_id\":\"a b\"}",
        "{\"user_id\":\"a\",\"user_id\":\"b\"}", "{\"user_id\":\"a\",\"device_id\":7}", "{\"user_id\":\"a\"}{}",
        "{\"user_id\":\"a\",\"device_id\":\"\"}", "{\"user_id\":\"a\"", "{\"user_id\":\"a\",\"x\":[[[[[[[[[[1]]]]]]]]]]}",
    })
    void shouldSayWhyItMintsNoToken(final String body) throws IOException {
        assertThat(post("application/json", body)).startsWith("HTTP/1.1 400")
            .contains("content-type: application/json\r\n").containsPattern("\r\n\r\n\\{\"error\":\"[^\"]+\"}$");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "text/plain;application/json", "json", ""})
    void shouldMintNoTokenForWhatAFormCanSend(final String contentType) throws IOException {
        assertThat(post(contentType, "{\"user_id\":\"alice\"}")).startsWith("HTTP/1.1 415");
    }

    private static String post(final String contentType, final String body) throws IOException {
        return server.exchange("POST /dev/token" + TAIL + "Content-Type: " + contentType + "|Content-Length: "
            + body.length() + "||" + body);
    }
}
