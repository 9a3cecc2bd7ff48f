package godwit.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests through raw sockets that no honest client sends; each is answered once, and the connection closed. */
final class RequestGuardTest {
    private static final long SEED = Long.getLong("godwit.test.seed", System.nanoTime());
    private static HttpServer server;

    @BeforeAll
    static void start() {
        server = new HttpServer(HttpRoutes.builder("/ws").health(() -> EdgeHealth.READY).build(), 500);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        // what could be read in two ways
        "400 ~ POST / HTTP/1.1|Host: localhost:PORT|Content-Length: 4|Transfer-Encoding: chunked||0||GET /healthz",
        "400 ~ POST / HTTP/1.1|Host: localhost:PORT|Transfer-Encoding: chunked|Content-Length: 0||0||",
        "400 ~ POST / HTTP/1.1|Host: localhost:PORT|Content-Length: 4|Content-Length: 5||abcd",
        "400 ~ POST / HTTP/1.1|Host: localhost:PORT|Content-Length: 4, 4||abcd",
        "400 ~ POST / HTTP/1.1|Host: localhost:PORT|Content-Length: +4||abcd",
        "400 ~ POST / HTTP/1.1|Host: localhost:PORT|Content-Length: -1||abcd",
        "400 ~ POST / HTTP/1.1|Host: localhost:PORT|Content-Length: 0x4||abcd",
        "400 ~ POST / HTTP/1.1|Host: localhost:PORT|Content-Length: 4 4||abcd",
        "400 ~ POST / HTTP/1.1|Host: localhost:PORT|Content-Length: ||abcd",
        "411 ~ POST / HTTP/1.1|Host: localhost:PORT|Transfer-Encoding: chunked||0||",
        "400 ~ GET / HTTP/1.1|Host : localhost:PORT||",
        "403 ~ GET / HTTP/1.1|Host: localhost:PORT| folded: x||",
        "400 ~ GET / HTTP/1.1|Host: localhost:PORT|a b: c||",
        "400 ~ GET / HTTP/1.1|Host: localhost:PORT|no colon||",
        "400 ~ GET / HTTP/1.1|Host: localhost:PORT|x: a\u0000b||",
        // targets and versions
        "400 ~ GET http://localhost:PORT/ HTTP/1.1|Host: localhost:PORT||",
        "400 ~ GET * HTTP/1.1|Host: localhost:PORT||", "400 ~ OPTIONS * HTTP/1.1|Host: localhost:PORT||",
        "400 ~ CONNECT evil.com:443 HTTP/1.1|Host: localhost:PORT||", "400 ~ GET healthz HTTP/1.1|Host: localhost:PORT||",
        "400 ~ GET /#x HTTP/1.1|Host: localhost:PORT||", "505 ~ GET / HTTP/1.2|Host: localhost:PORT||",
        "505 ~ GET / HTTP/2.0|Host: localhost:PORT||", "400 ~ GET /|Host: localhost:PORT||", "400 ~ hello||",
        // hosts and origins
        "400 ~ GET / HTTP/1.1||", "400 ~ GET / HTTP/1.0||",
        "400 ~ GET / HTTP/1.1|Host: localhost:PORT|Host: evil.com||",
        "403 ~ GET /healthz HTTP/1.1|Host: evil.com||", "403 ~ GET /healthz HTTP/1.1|Host: localhost:1||",
        "403 ~ GET /healthz HTTP/1.1|Host: localhost:PORT|Origin: null||",
        "403 ~ GET /ws HTTP/1.1|Host: evil.com:PORT|Upgrade: websocket|Connection: Upgrade||",
        "403 ~ GET /ws HTTP/1.1|Host: localhost:PORT|Origin: http://evil.com|Upgrade: websocket|Connection: Upgrade||",
        // too much
        "413 ~ POST / HTTP/1.1|Host: localhost:PORT|Content-Length: 4097||",
        "413 ~ POST / HTTP/1.1|Host: localhost:PORT|Content-Length: 9223372036854775807||",
        "417 ~ POST / HTTP/1.1|Host: localhost:PORT|Content-Length: 4|Expect: miracles||",
    })
    void shouldRefuseInOneAnswerAndClose(final int status, final String request) throws IOException {
        final String answer = server.exchange(request);
        assertThat(answer).startsWith("HTTP/1.1 " + status + ' ').contains("\r\nconnection: close\r\n");
        assertThat(answer.indexOf("HTTP/1.1", 1)).isEqualTo(-1);
    }

    @Test
    void shouldReadNoLineThatEndsInALoneLineFeed() throws IOException {
        assertThat(server.exchange("GET /healthz HTTP/1.1|Host: localhost:PORT\nX: y||")).startsWith("HTTP/1.1 400 ");
        assertThat(server.exchange("GET /healthz HTTP/1.1\nHost: localhost:PORT\n\n")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void shouldBoundTheLineAndTheHeaders() throws IOException {
        final String host = " HTTP/1.1|Host: localhost:PORT|Connection: close|";
        assertThat(server.exchange("GET /?" + "x".repeat(1_900) + host + "|")).startsWith("HTTP/1.1 404 ");
        assertThat(server.exchange("GET /?" + "x".repeat(2_048) + host + "|")).startsWith("HTTP/1.1 414 ");
        assertThat(server.exchange("GET /" + host + "X: " + "x".repeat(12_000) + "||")).startsWith("HTTP/1.1 404 ");
        assertThat(server.exchange("GET /" + host + "X: " + "x".repeat(12_300) + "||")).startsWith("HTTP/1.1 431 ");
        assertThat(server.exchange("GET /" + host + "X: y|".repeat(4_000) + "|")).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void shouldCloseOnWhoeverNeverEndsARequest() throws Exception {
        assertThat(server.exchange("")).isEmpty();
        assertThat(server.exchange("GET /healthz HTTP/1.1|Host: localhost:PORT|")).isEmpty();
        assertThat(server.exchange("POST / HTTP/1.1|Host: localhost:PORT|Content-Length: 9||abc")).isEmpty();
        assertThat(server.exchange("GET /healthz HTTP/1.1|Host: localhost:PORT||")).endsWith("ok\n");
    }

    @Test
    void shouldCloseOnWhoeverTricklesARequest() throws IOException {
        final long start = System.nanoTime();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(50);
            socket.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            while (isOpen(socket)) {
                assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
            }
        }
    }

    @Test
    void shouldSurviveAnyBytes() throws IOException {
        final Random random = new Random(SEED);
        final byte[] good = ("POST /healthz HTTP/1.1\r\nHost: localhost:" + server.port()
            + "\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc").getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 200; i++) {
            final byte[] request = good.clone();
            for (int j = 0; j < 3; j++) {
                request[random.nextInt(20)] = (byte) random.nextInt(256);
                request[random.nextInt(request.length)] = (byte) random.nextInt(256);
            }
            request[request.length - 8] = '\r';
            assertThat(server.exchange(request)).as("-Dgodwit.test.seed=%d", SEED)
                .satisfiesAnyOf(a -> assertThat(a).startsWith("HTTP/1.1 4"), a -> assertThat(a).isIn("", "reset"),
                    a -> assertThat(a).startsWith("HTTP/1.1 505"));
        }
        assertThat(server.exchange("GET /healthz HTTP/1.1|Host: localhost:PORT||")).endsWith("ok\n");
    }

    /** Sends another byte of a header that never ends. */
    private static boolean isOpen(final Socket socket) throws IOException {
        try {
            socket.getOutputStream().write('x');
            return socket.getInputStream().read() >= 0;
        } catch (final java.net.SocketTimeoutException e) {
            return true;
        } catch (final java.net.SocketException e) {
            return false;
        }
    }
}
