package godwit.edge.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.outbound.GoAwayReason;
import godwit.edge.request.Request;
import godwit.edge.session.SessionConfiguration;
import godwit.protocol.codecs.SessionEnd;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions through true sockets, in front of a shard that answers everything. */
final class SocketSessionTest {
    private static final SessionConfiguration IMPATIENT = new SessionConfiguration(32, 256, 200, 1_000, 500, 2_000, 2_000);

    private static final SessionConfiguration PATIENT = new SessionConfiguration(32, 256, 200, 1_000, 500, 2_000, 120_000);

    private ServerUnderTest server;

    @AfterEach
    void stop() {
        server.close();
        assertThat(server.bugs).isEmpty();
    }

    @Test
    void shouldTalkToAClientThatIsNotOurs() throws Exception {
        server = ServerUnderTest.start();
        final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
        final WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder().subprotocols("godwit.json.v1")
            .header("Authorization", "Bearer " + server.token("alice"))
            .buildAsync(URI.create("ws://localhost:" + server.port() + "/ws"), new WebSocket.Listener() {
                private final StringBuilder text = new StringBuilder();

                @Override
                public CompletionStage<?> onText(final WebSocket from, final CharSequence data, final boolean last) {
                    text.append(data);
                    if (last) {
                        received.add(text.toString());
                        text.setLength(0);
                    }
                    from.request(1);
                    return null;
                }

                @Override
                public CompletionStage<?> onClose(final WebSocket from, final int code, final String reason) {
                    received.add("closed " + code);
                    return null;
                }
            }).get(10, TimeUnit.SECONDS);
        assertThat(socket.getSubprotocol()).isEqualTo("godwit.json.v1");
        socket.sendText("{\"type\":\"CONNECT\",\"device_id\":\"phone-1\",\"req_id\":\"c\"}", true).join();
        assertThat(received.poll(10, TimeUnit.SECONDS)).startsWith("{\"type\":\"CONNECTED\",\"req_id\":\"c\","
            + "\"user_id\":\"alice\",\"device_id\":\"phone-1\",\"session_id\":");
        socket.sendText("{\"type\":\"SEND_MESSAGE\",\"chat_id\":\"0000000000001\",", false).join();
        socket.sendText("\"msg_id\":\"m1\",\"text\":\"Hello!\"}", true).join();
        assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("{\"type\":\"MESSAGE_ACK\",\"chat_id\":"
            + "\"0000000000001\",\"client_msg_id\":\"m1\",\"msg_id\":\"1\",\"seq\":1,\"status\":\"SENT\",\"ts\":1}");
        server.shard.push(7, "Hi");
        assertThat(received.poll(10, TimeUnit.SECONDS)).startsWith("{\"type\":\"RECEIVE_MESSAGE\"").contains("\"Hi\"");
        server.server.sendAway(GoAwayReason.DRAIN, 1_000, 1_000);
        assertThat(received.poll(10, TimeUnit.SECONDS))
            .startsWith("{\"type\":\"GOAWAY\",\"reason\":\"drain\",\"reconnect_after_ms\":");
        assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("closed 1001");
    }

    @Test
    void shouldCloseWhoNeverConnects() throws IOException {
        server = new ServerUnderTest(IMPATIENT, 10, 1 << 20);
        try (RawWebSocket socket = RawWebSocket.open(server.port())) {
            assertThat(socket.read().text()).startsWith("{\"type\":\"ERROR\",\"code\":\"UNAUTHENTICATED\"");
            assertThat(socket.readCloseCode()).isEqualTo(4401);
        }
    }

    @Test
    void shouldCloseWhoSendsSomethingElseFirstOrABadToken() throws IOException {
        server = ServerUnderTest.start();
        for (final String first : new String[] {"{\"type\":\"HEARTBEAT\"}", "{\"type\":\"CONNECT\",\"device_id\":\"d\"}",
            "{\"type\":\"CONNECT\",\"device_id\":\"d\",\"token\":\"x.y.z\"}"}) {
            try (RawWebSocket socket = RawWebSocket.open(server.port())) {
                socket.text(first);
                assertThat(socket.read().text()).startsWith("{\"type\":\"ERROR\",\"code\":\"UNAUTHENTICATED\"");
                assertThat(socket.readCloseCode()).isEqualTo(4401);
            }
        }
        assertThat(server.shard.seen).isEmpty();
    }

    @Test
    void shouldCloseWhoFallsSilentThoughItPings() throws IOException {
        server = new ServerUnderTest(IMPATIENT, 10, 1 << 20);
        try (RawWebSocket socket = server.connect("alice")) {
            socket.frame(RawWebSocket.FINAL | RawWebSocket.PING, new byte[0]);
            assertThat(socket.readCloseCode()).isEqualTo(4408);
            assertThat(server.shard.seen).as("of a client that does not answer the close")
                .last().isInstanceOf(Request.Detach.class);
        }
    }

    @Test
    void shouldTellTheShardOfWhatItClosesOfItself() throws IOException {
        server = ServerUnderTest.start();
        try (RawWebSocket socket = server.connect("alice")) {
            socket.frame(RawWebSocket.FINAL | RawWebSocket.BINARY, new byte[1]);
            assertThat(socket.readCloseCode()).isEqualTo(1003);
            assertThat(server.shard.seen).last().isInstanceOf(Request.Detach.class);
        }
    }

    @Test
    void shouldTellTheShardOfAClientThatClosesBeforeItAnswers() throws IOException {
        server = ServerUnderTest.start();
        try (RawWebSocket socket = server.connect("alice")) {
            socket.frame(RawWebSocket.FINAL | RawWebSocket.CLOSE, new byte[] {3, (byte) 0xe8});
            assertThat(socket.readCloseCode()).isEqualTo(1000);
            assertThat(server.shard.seen).last().isInstanceOf(Request.Detach.class);
        }
    }

    @Test
    void shouldAnswerNoMorePingsThanFramesMayCome() throws IOException {
        server = new ServerUnderTest(new SessionConfiguration(32, 256, 200, 1_000, 1, 5, 120_000), 10, 1 << 20);
        try (RawWebSocket socket = server.connect("alice")) {
            socket.frame(RawWebSocket.FINAL | RawWebSocket.PONG, new byte[0]);
            for (int i = 3; i <= 5; i++) {
                socket.frame(RawWebSocket.FINAL | RawWebSocket.PING, new byte[] {(byte) i});
                assertThat(socket.read()).as("frame " + i).matches(frame -> frame.opcode() == RawWebSocket.PONG);
            }
            // For each second that passes meanwhile one more may come.
            RawWebSocket.Frame refused = null;
            for (int i = 0; i < 60 && (refused == null || refused.opcode() == RawWebSocket.PONG); i++) {
                socket.frame(RawWebSocket.FINAL | RawWebSocket.PING, new byte[0]);
                refused = socket.read();
            }
            assertThat(refused.text()).contains("RATE_LIMITED", "retry_after_ms");
            for (int i = 0; i < 1_010; i++) {
                socket.frame(RawWebSocket.FINAL | RawWebSocket.PING, new byte[0]);
            }
            assertThat(socket.readCloseCode()).isEqualTo(4429);
        }
    }

    @Test
    void shouldCloseOverTwentyBadFramesInARowOnly() throws IOException {
        server = ServerUnderTest.start();
        try (RawWebSocket socket = server.connect("alice")) {
            for (int i = 0; i < 19; i++) {
                socket.text("no");
                assertThat(socket.read().text()).contains("\"code\":\"BAD_FRAME\"", "\"retryable\":false");
            }
            socket.text("{\"type\":\"HEARTBEAT\"}");
            assertThat(socket.read().text()).startsWith("{\"type\":\"HEARTBEAT_ACK\"");
            for (int i = 0; i < 20; i++) {
                socket.text("[".repeat(5_000));
            }
            assertThat(socket.readCloseCode()).isEqualTo(4400);
        }
    }

    @Test
    void shouldAnswerEachErrorAndStay() throws IOException {
        server = ServerUnderTest.start();
        try (RawWebSocket socket = server.connect("alice")) {
            final String[][] cases = {
                {"{\"type\":\"DANCE\",\"req_id\":\"1\"}", "\"req_id\":\"1\",\"code\":\"UNKNOWN_TYPE\""},
                {"{\"type\":\"HEARTBEAT\",\"user_id\":\"bob\"}", "\"code\":\"FORBIDDEN\""},
                {"{\"type\":\"HEARTBEAT\",\"status\":\"AWAY\"}", "\"code\":\"INVALID\""},
                {"{\"type\":\"GET_CHAT\",\"chat_id\":\"0000000000009\"}", "\"chat_id\":\"0000000000009\",\"code\":\"FORBIDDEN\""},
                {"{\"type\":\"GET_CHAT\",\"chat_id\":\"none\"}", "\"chat_id\":\"none\",\"code\":\"FORBIDDEN\""},
                {"{\"type\":\"SEND_MESSAGE\",\"chat_id\":\"0000000000001\",\"msg_id\":\"m\",\"text\":\"" + "x".repeat(4_097)
                    + "\"}", "\"client_msg_id\":\"m\",\"code\":\"TOO_LARGE\""},
            };
            for (final String[] one : cases) {
                socket.text(one[0]);
                assertThat(socket.read().text()).startsWith("{\"type\":\"ERROR\"").contains(one[1]);
            }
            socket.text("{\"type\":\"LIST_DEVICES\",\"req_id\":\"2\"}");
            assertThat(socket.read().text()).isEqualTo("{\"type\":\"OK\",\"req_id\":\"2\"}");
        }
    }

    @Test
    void shouldRefuseWhatComesTooFastAndCloseWhoNeverStops() throws IOException {
        server = new ServerUnderTest(new SessionConfiguration(32, 256, 1, 5, 1, 50, 120_000), 10, 1 << 20);
        try (RawWebSocket socket = server.connect("alice")) {
            for (int i = 0; i < 2_000; i++) {
                socket.text("{\"type\":\"HEARTBEAT\"}");
            }
            String last = "";
            for (int i = 0; i < 60; i++) {
                last = socket.read().text();
            }
            assertThat(last).contains("\"code\":\"RATE_LIMITED\"", "\"retryable\":true", "\"retry_after_ms\":");
            assertThat(socket.readCloseCode()).isEqualTo(4429);
        }
    }

    @Test
    void shouldTellWhoWasReplacedOrRemoved() throws IOException {
        server = ServerUnderTest.start();
        try (RawWebSocket socket = server.connect("alice")) {
            server.shard.tell(connection -> connection.onEnded(SessionEnd.REPLACED));
            assertThat(socket.read().text()).isEqualTo("{\"type\":\"GOAWAY\",\"reason\":\"replaced\"}");
            assertThat(socket.readCloseCode()).isEqualTo(4001);
        }
        try (RawWebSocket socket = server.connect("bob")) {
            server.shard.tell(connection -> connection.onEnded(SessionEnd.REMOVED));
            assertThat(socket.read().text()).isEqualTo("{\"type\":\"GOAWAY\",\"reason\":\"removed\"}");
            assertThat(socket.readCloseCode()).isEqualTo(4403);
        }
    }

    @Test
    void shouldDropEntriesBeforeASlowSocketAndAskForThemAgain() throws IOException {
        server = new ServerUnderTest(PATIENT, 10, 1 << 20);
        try (RawWebSocket socket = server.connect("alice")) {
            final String text = "x".repeat(4_000);
            for (int i = 1; i <= 4_000; i++) {
                server.shard.push(i, text);
            }
            await().until(() -> server.counters.get(EdgeCounter.ENTRIES_DROPPED_SLOW) > 0);
            long lastId = 0;
            while (server.shard.seen.stream().noneMatch(Request.Restart.class::isInstance)) {
                final String frame = socket.read().text();
                assertThat(frame).startsWith("{\"type\":\"RECEIVE_MESSAGE\"");
                lastId++;
                assertThat(frame).contains("\"msg_id\":\"" + lastId + "\"");
            }
            server.shard.push(9_999, "after");
            String frame = socket.read().text();
            while (!frame.contains("\"msg_id\":\"9999\"")) {
                frame = socket.read().text();
            }
        }
        assertThat(server.counters.get(EdgeCounter.CLOSED_SLOW)).isZero();
    }

    @Test
    void shouldCloseAloneWhoDoesNotReadItsAnswers() throws IOException {
        server = new ServerUnderTest(PATIENT, 10, 1 << 20);
        try (RawWebSocket socket = server.connect("alice")) {
            final byte[] frame = "{}".getBytes(StandardCharsets.UTF_8);
            final byte[] large = Arrays.copyOf(frame, 200_000);
            for (int i = 0; i < 100; i++) {
                server.shard.tell(connection -> connection.onPushedFrame(large));
            }
            await().until(() -> server.counters.get(EdgeCounter.CLOSED_SLOW) == 1);
            try (RawWebSocket other = server.connect("bob")) {
                heartbeat(other);
            }
            assertThat(socket.readCloseCode()).isIn(1013, RawWebSocket.NO_CLOSE_FRAME);
        }
    }

    @Test
    void shouldTurnAwayWhoIsOneTooMany() throws IOException {
        server = new ServerUnderTest(PATIENT, 4, 1 << 20);
        try (RawWebSocket one = server.connect("alice"); RawWebSocket two = server.connect("bob")) {
            try (RawWebSocket three = server.connect("carol"); RawWebSocket four = server.connect("dave")) {
                try (RawWebSocket five = new RawWebSocket(server.port())) {
                    assertThat(five.request("")).startsWith("HTTP/1.1 503 ").containsIgnoringCase("retry-after: ");
                }
                heartbeat(three);
                heartbeat(four);
            }
            await().ignoreExceptions().until(() -> {
                try (RawWebSocket again = server.connect("carol")) {
                    heartbeat(again);
                    return true;
                }
            });
            heartbeat(one);
            heartbeat(two);
        }
    }

    private static void heartbeat(final RawWebSocket socket) throws IOException {
        socket.text("{\"type\":\"HEARTBEAT\"}");
        assertThat(socket.read().text()).startsWith("{\"type\":\"HEARTBEAT_ACK\"");
    }
}
