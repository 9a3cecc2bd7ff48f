package godwit.edge.accept;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.session.SessionConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 6455 asks of a server, and what a client may do to one; beside each attack somebody else's connection lives. */
final class SocketProtocolTest {
    private static final long SEED = Long.getLong("godwit.test.seed", System.nanoTime());
    private static final String HEARTBEAT = "{\"type\":\"HEARTBEAT\"}";
    private static ServerUnderTest server;
    private RawWebSocket bystander;

    @BeforeAll
    static void start() throws IOException {
        // So patient that no bystander falls silent on a busy machine.
        server = new ServerUnderTest(new SessionConfiguration(32, 256, 200, 1_000, 500, 2_000, 120_000), 1_000, 1 << 20);
    }

    @AfterAll
    static void stop() {
        server.close();
        assertThat(server.bugs).isEmpty();
    }

    @BeforeEach
    void connectBystander() throws IOException {
        bystander = server.connect("bystander");
    }

    @AfterEach
    void shouldHarmNobodyElse() throws IOException {
        bystander.text(HEARTBEAT);
        assertThat(bystander.read().text()).startsWith("{\"type\":\"HEARTBEAT_ACK\"");
        bystander.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "101 ~ X: y", "101 ~ Sec-WebSocket-Protocol: godwit.json.v1",
        "101 ~ Sec-WebSocket-Protocol: chat, godwit.json.v1 , godwit.sbe.v1",
        "400 ~ Sec-WebSocket-Protocol: chat", "400 ~ Sec-WebSocket-Protocol: GODWIT.JSON.V1",
        "400 ~ Sec-WebSocket-Protocol: godwit.sbe.v1", "101 ~ Sec-WebSocket-Extensions: permessage-deflate",
        "403 ~ Origin: null", "403 ~ Origin: https://evil.example", "403 ~ Origin: http://localhost:1",
    })
    void shouldShakeHandsWithWhoSpeaksOurs(final int status, final String header) throws IOException {
        try (RawWebSocket socket = new RawWebSocket(server.port())) {
            final String answer = socket.handshake(header + "\r\n");
            assertThat(answer).startsWith("HTTP/1.1 " + status + ' ').doesNotContainIgnoringCase("deflate");
            if (status == 101) {
                assertThat(answer).containsIgnoringCase("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
                assertThat(answer.contains("godwit.json.v1")).isEqualTo(header.contains("godwit.json.v1"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "426 ~ Connection: Upgrade|Sec-WebSocket-Version: 8|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|",
        "426 ~ Connection: Upgrade|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|",
        "400 ~ Connection: Upgrade|Sec-WebSocket-Version: 13|",
        "400 ~ Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|",
    })
    void shouldRefuseOtherHandshakes(final int status, final String headers) throws IOException {
        try (RawWebSocket socket = new RawWebSocket(server.port())) {
            final String answer = socket.request("GET /ws HTTP/1.1\r\nHost: localhost:" + server.port()
                + "\r\nUpgrade: websocket\r\n" + headers.replace("|", "\r\n") + "\r\n");
            assertThat(answer).startsWith("HTTP/1.1 " + status + ' ');
            if (status == 426) {
                assertThat(answer).containsIgnoringCase("sec-websocket-version: 13\r\n");
            }
        }
    }

    @Test
    void shouldTakeAMessageInFragmentsWithPingsBetween() throws IOException {
        try (RawWebSocket socket = server.connect("alice")) {
            socket.frame(RawWebSocket.TEXT, "{\"type\":".getBytes(StandardCharsets.UTF_8));
            socket.frame(RawWebSocket.FINAL | RawWebSocket.PING, new byte[125]);
            socket.frame(RawWebSocket.CONTINUATION, new byte[0]);
            socket.frame(RawWebSocket.FINAL | RawWebSocket.CONTINUATION, "\"HEARTBEAT\"}".getBytes(StandardCharsets.UTF_8));
            final RawWebSocket.Frame pong = socket.read();
            assertThat(pong.opcode()).isEqualTo(RawWebSocket.PONG);
            assertThat(pong.payload()).hasSize(125);
            assertThat(socket.read().text()).startsWith("{\"type\":\"HEARTBEAT_ACK\"");
        }
    }

    @Test
    void shouldTakeUtf8ThatIsCutBetweenFragments() throws IOException {
        try (RawWebSocket socket = server.connect("alice")) {
            final byte[] frame = "{\"type\":\"HEARTBEAT\",\"x\":\"\uD83D\uDE00\"}".getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < frame.length; i++) {
                socket.frame((i == 0 ? RawWebSocket.TEXT : 0) | (i == frame.length - 1 ? RawWebSocket.FINAL : 0),
                    new byte[] {frame[i]});
            }
            assertThat(socket.read().text()).startsWith("{\"type\":\"HEARTBEAT_ACK\"");
        }
    }

    @Test
    void shouldTakeTheLongestFrameAndCloseOverOneMoreByte() throws IOException {
        final byte[] longest = (HEARTBEAT + " ".repeat(65_536 - HEARTBEAT.length())).getBytes(StandardCharsets.UTF_8);
        try (RawWebSocket socket = server.connect("alice")) {
            socket.frame(RawWebSocket.FINAL | RawWebSocket.TEXT, longest);
            assertThat(socket.read().text()).startsWith("{\"type\":\"HEARTBEAT_ACK\"");
            socket.frame(RawWebSocket.FINAL | RawWebSocket.TEXT, Arrays.copyOf(longest, 65_537));
            assertThat(socket.readCloseCode()).isEqualTo(1009);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {65_535, 65_536})
    void shouldTakeTheLongestFrameInFragmentsAsWell(final int length) throws IOException {
        final byte[] longest = (HEARTBEAT + " ".repeat(length - HEARTBEAT.length())).getBytes(StandardCharsets.UTF_8);
        try (RawWebSocket socket = server.connect("alice")) {
            socket.frame(RawWebSocket.TEXT, Arrays.copyOf(longest, 40_000));
            socket.frame(RawWebSocket.CONTINUATION, Arrays.copyOfRange(longest, 40_000, length));
            socket.frame(RawWebSocket.FINAL | RawWebSocket.CONTINUATION, new byte[0]);
            assertThat(socket.read().text()).startsWith("{\"type\":\"HEARTBEAT_ACK\"");
        }
    }

    @Test
    void shouldCloseOverFragmentsThatAreTooMuchTogether() throws IOException {
        try (RawWebSocket socket = server.connect("alice")) {
            socket.frame(RawWebSocket.TEXT, new byte[40_000]);
            socket.frame(RawWebSocket.CONTINUATION, new byte[25_537]);
            assertThat(socket.readCloseCode()).isEqualTo(1009);
        }
    }

    @Test
    void shouldCloseOverAFrameOfFourMebibytes() throws IOException {
        try (RawWebSocket socket = server.connect("alice")) {
            socket.frame(RawWebSocket.FINAL | RawWebSocket.TEXT, new byte[4 << 20]);
            assertThat(socket.readCloseCode()).isEqualTo(1009);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCloseOverAMessageThatNeverEnds(final int length) throws IOException {
        try (RawWebSocket socket = server.connect("alice")) {
            socket.frame(RawWebSocket.TEXT, new byte[length]);
            for (int i = 0; i < 3_000; i++) {
                socket.frame(RawWebSocket.CONTINUATION, new byte[length]);
            }
            assertThat(socket.readCloseCode()).isIn(1009, RawWebSocket.NO_CLOSE_FRAME);
        }
    }

    @Test
    void shouldCloseOverBytesThatAreNoUtf8() throws IOException {
        final byte[][] bad = {
            {(byte) 0xFF}, {(byte) 0xC0, (byte) 0x80}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, {'a', (byte) 0xE2, (byte) 0x82},
            {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
        };
        for (final byte[] bytes : bad) {
            try (RawWebSocket socket = server.connect("alice")) {
                socket.frame(RawWebSocket.FINAL | RawWebSocket.TEXT, bytes);
                assertThat(socket.readCloseCode()).isEqualTo(1007);
            }
        }
    }

    @Test
    void shouldCloseOverABinaryFrame() throws IOException {
        try (RawWebSocket socket = server.connect("alice")) {
            socket.frame(RawWebSocket.FINAL | RawWebSocket.BINARY, new byte[] {1, 2, 3});
            assertThat(socket.readCloseCode()).isEqualTo(1003);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "C1", "A1", "91", "83", "87", "8B", "8F", // reserved bits and opcodes
        "09", "08", // control frames in fragments
        "80", "00", // a continuation of nothing
    })
    void shouldCloseOverWhatTheProtocolForbids(final String firstByte) throws IOException {
        try (RawWebSocket socket = server.connect("alice")) {
            socket.frame(Integer.parseInt(firstByte, 16), new byte[] {'{', '}'});
            assertThat(socket.readCloseCode()).isEqualTo(1002);
        }
    }

    @Test
    void shouldCloseOverFramesThatAreMalformed() throws IOException {
        try (RawWebSocket socket = server.connect("alice")) {
            socket.unmasked(RawWebSocket.FINAL | RawWebSocket.TEXT, HEARTBEAT.getBytes(StandardCharsets.UTF_8));
            assertThat(socket.readCloseCode()).isEqualTo(1002);
        }
        try (RawWebSocket socket = server.connect("alice")) {
            socket.frame(RawWebSocket.FINAL | RawWebSocket.PING, new byte[126]);
            assertThat(socket.readCloseCode()).isEqualTo(1002);
        }
        try (RawWebSocket socket = server.connect("alice")) {
            socket.frame(RawWebSocket.TEXT, new byte[1]);
            socket.frame(RawWebSocket.FINAL | RawWebSocket.TEXT, new byte[1]);
            assertThat(socket.readCloseCode()).isEqualTo(1002);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "03E8, 1000", "03E9, 1001", "0FA0, 4000", "03E86F6B, 1000", "'', 1005",
        "03, 1002", "03EC, 1002", "03ED, 1002", "03EE, 1002", "03E7, 1002", "0000, 1002", "03E8FF, 1007",
    })
    void shouldAnswerACloseFrame(final String payload, final int expected) throws IOException {
        try (RawWebSocket socket = server.connect("alice")) {
            socket.frame(RawWebSocket.FINAL | RawWebSocket.CLOSE, HexFormat.of().parseHex(payload));
            assertThat(socket.readCloseCode()).isEqualTo(expected);
        }
    }

    @Test
    void shouldServeOthersDuringAFloodOfPings() throws IOException {
        try (RawWebSocket socket = server.connect("alice")) {
            for (int i = 0; i < 10_000; i++) {
                socket.frame(RawWebSocket.FINAL | RawWebSocket.PING, new byte[125]);
                if (i % 2_500 == 0) {
                    bystander.text(HEARTBEAT);
                    assertThat(bystander.read().text()).startsWith("{\"type\":\"HEARTBEAT_ACK\"");
                }
            }
        }
    }

    @Test
    void shouldSurviveAnyBytes() throws IOException {
        final Random random = new Random(SEED);
        for (int i = 0; i < 50; i++) {
            try (RawWebSocket socket = RawWebSocket.open(server.port())) {
                final byte[] bytes = new byte[random.nextInt(600)];
                random.nextBytes(bytes);
                if (bytes.length > 1 && random.nextBoolean()) {
                    bytes[0] = (byte) (RawWebSocket.FINAL | random.nextInt(11));
                    bytes[1] = (byte) (0x80 | random.nextInt(126));
                }
                socket.raw(bytes);
                socket.frame(RawWebSocket.FINAL | RawWebSocket.CLOSE, new byte[] {3, (byte) 0xE8});
            }
        }
    }
}
