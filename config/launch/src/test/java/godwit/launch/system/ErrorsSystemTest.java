package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every code of the protocol's table of errors that can occur, over the real system; the connection's fate with it. */
@ExtendWith(Shared.class)
@Execution(ExecutionMode.CONCURRENT)
class ErrorsSystemTest {
    private static final int BURST = 1_000;
    private static final int PIPELINE = 32;
    private static final AtomicInteger USERS = new AtomicInteger();

    private final RunningGodwit godwit;
    private String user;
    private TestClient phone;

    ErrorsSystemTest(final RunningGodwit godwit) {
        this.godwit = godwit;
    }

    @BeforeEach
    void connect() {
        final int number = USERS.incrementAndGet();
        user = Users.on(number, "err-" + number + "-");
        phone = godwit.connect(user, "phone");
    }

    @AfterEach
    void leave() {
        phone.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "not json", "[]", "\"text\"", "1", "{}", "{\"type\":7}", "{\"type\":null}", "{\"type\":\"SEND_MESSAGE\"}",
        "{\"type\":\"SEND_MESSAGE\",\"chat_id\":5,\"msg_id\":\"a\",\"text\":\"x\"}",
        "{\"type\":\"SEND_MESSAGE\",\"chat_id\":\"0000000000000\",\"msg_id\":7,\"text\":\"x\"}",
        "{\"type\":\"SEND_MESSAGE\",\"chat_id\":\"0000000000000\",\"msg_id\":\"\",\"text\":\"x\"}",
        "{\"type\":\"SEND_MESSAGE\",\"chat_id\":\"0000000000000\",\"msg_id\":\"a\",\"text\":7}",
        "{\"type\":\"SEND_MESSAGE\",\"chat_id\":\"0000000000000\",\"msg_id\":\"a\",\"text\":\"\\ud800\"}",
        "{\"type\":\"CREATE_CHAT\",\"participant_ids\":\"bob\"}",
        "{\"type\":\"CREATE_CHAT\",\"participant_ids\":[\"b ob\"]}",
        "{\"type\":\"CREATE_CHAT\",\"participant_ids\":[7]}",
        "{\"type\":\"MESSAGE_ACK\",\"msg_id\":\"x\",\"status\":\"READ\"}",
        "{\"type\":\"HISTORY\"}", "{\"type\":\"REMOVE_DEVICE\",\"device_id\":\"\"}",
        "{\"type\":\"HEARTBEAT\"", "{\"type\":\"HEARTBEAT\"}{"
    })
    void shouldAnswerWhatIsNoFrameByBadFrameAndStay(final String text) {
        phone.sendRaw(text);
        assertThat(phone.error("BAD_FRAME").flag("retryable")).isFalse();
        phone.roundTrip();
    }

    @Test
    void shouldCloseAfterTwentyBadFramesInARow() {
        for (int i = 0; i < 19; i++) {
            phone.sendRaw("x");
        }
        phone.roundTrip();
        for (int i = 0; i < 20; i++) {
            phone.sendRaw("x");
        }
        assertThat(phone.closeCode()).isEqualTo(4400);
    }

    @Test
    void shouldSurviveANestedBomb() {
        phone.sendRaw("{\"type\":\"HEARTBEAT\",\"x\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}");
        phone.error("BAD_FRAME");
        phone.roundTrip();
    }

    @Test
    void shouldAnswerAnUnknownTypeWithItsRequestId() {
        phone.send("type", "PIGEON_POST", "req_id", "r1");
        final Frame error = phone.error("UNKNOWN_TYPE");
        assertThat(error.text("req_id")).isEqualTo("r1");
        assertThat(error.flag("retryable")).isFalse();
        phone.send("type", "EDIT_MESSAGE", "req_id", "r2", "chat_id", "0000000000001", "state", "start");
        phone.error("UNKNOWN_TYPE");
        phone.roundTrip();
    }

    @Test
    void shouldNotTellAStrangerWhetherAChatExists() {
        final TestClient a = godwit.connect(user + "-a", "phone");
        a.send("type", "CREATE_CHAT", "req_id", "c", "participant_ids", List.of(user + "-b"));
        final String chat = a.answer("c").text("chat_id");
        for (final String id : List.of(chat, "0000000000000", "no-such-chat", "7zzzzzzzzzzzz")) {
            phone.send("type", "SEND_MESSAGE", "chat_id", id, "msg_id", "k", "text", "hi");
            final Frame refused = phone.error("FORBIDDEN");
            assertThat(refused.text("client_msg_id")).isEqualTo("k");
            phone.send("type", "HISTORY", "req_id", "h", "chat_id", id);
            assertThat(phone.error("FORBIDDEN").text("message")).isEqualTo(refused.text("message"));
            phone.send("type", "GET_CHAT", "req_id", "g", "chat_id", id);
            phone.error("FORBIDDEN");
        }
        a.close();
    }

    /** Both chats are the asker's own, and the message is one that it was shown. */
    @Test
    void shouldNotFindAMessageOfAnotherChat() {
        final String chat = chatWith("x");
        final TestClient other = godwit.connect(user + "-y", "phone");
        final String another = other.ask("type", "CREATE_CHAT", "participant_ids", List.of(user)).text("chat_id");
        other.send("type", "SEND_MESSAGE", "chat_id", another, "msg_id", "k", "text", "hi");
        final String msgId = phone.message("k").text("msg_id");
        for (final String id : List.of(msgId, "123456789")) {
            final Frame refused = phone.ask("type", "MESSAGE_ACK", "chat_id", chat, "msg_id", id, "status", "READ");
            assertThat(refused.text("code")).as(id).isEqualTo("NOT_FOUND");
        }
        phone.send("type", "MESSAGE_ACK", "req_id", "b", "msg_id", "123456789", "status", "READ");
        assertThat(phone.error("NOT_FOUND").text("req_id")).isEqualTo("b");
        assertThat(phone.ask("type", "LIST_CHATS").list("chats")).hasSize(2).allMatch(row -> row.has("read_seq", 0L));

        assertThat(phone.ask("type", "MESSAGE_ACK", "chat_id", another, "msg_id", msgId, "status", "READ").type())
            .as("in its own chat").isEqualTo("OK");
        other.receipt(user, "READ", 1);
        other.close();
    }

    @Test
    void shouldRefuseWhatIsTooLarge() {
        final String chat = chatWith("x");
        phone.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "n", "text", "ä".repeat(2_048));
        phone.sent("n");
        phone.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "n1", "text", "ä".repeat(2_048) + "x");
        assertThat(phone.error("TOO_LARGE").text("client_msg_id")).isEqualTo("n1");
        phone.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "n2", "content",
            Base64.getEncoder().encodeToString(new byte[4 * 4_096 + 1]));
        phone.error("TOO_LARGE");
        phone.roundTrip();
    }

    @Test
    void shouldCloseOnAFrameOverTheLimit() {
        phone.sendRaw("{\"type\":\"HEARTBEAT\",\"x\":\"" + "a".repeat(65_536) + "\"}");
        assertThat(phone.closeCode()).isEqualTo(1009);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCloseOnBrokenUtf8(final int edge) {
        for (final byte[] broken : List.of(new byte[] {'"', (byte) 0xff, '"'}, new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            new byte[] {(byte) 0xc3})) {
            try (RawWebSocket raw = new RawWebSocket(godwit.httpPort() + edge)) {
                raw.write(RawWebSocket.TEXT, true, broken);
                assertThat(raw.closeCode()).isEqualTo(1007);
            }
        }
    }

    @Test
    void shouldTakeFragmentsThatCutACharacter() {
        final byte[] text = "{\"type\":\"HEARTBEAT\",\"x\":\"\u00e9\"}".getBytes(StandardCharsets.UTF_8);
        final int within = text.length - 3;
        try (RawWebSocket raw = new RawWebSocket(godwit.httpPort())) {
            raw.write(RawWebSocket.TEXT, false, Arrays.copyOf(text, within));
            raw.write(RawWebSocket.CONTINUATION, true, Arrays.copyOfRange(text, within, text.length));
            assertThat(raw.closeCode()).as("it was read, and is not CONNECT").isEqualTo(4401);
        }
    }

    @Test
    void shouldCloseOnFragmentsThatAreTooMuchTogether() {
        final byte[] half = "a".repeat(32_768).getBytes(StandardCharsets.UTF_8);
        try (RawWebSocket raw = new RawWebSocket(godwit.httpPort())) {
            raw.write(RawWebSocket.TEXT, false, half);
            raw.write(RawWebSocket.CONTINUATION, false, half);
            raw.write(RawWebSocket.CONTINUATION, true, (byte) 'a');
            assertThat(raw.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void shouldTakeAFrameOfExactlyTheLimit() {
        final String head = "{\"type\":\"HEARTBEAT\",\"x\":\"";
        phone.sendRaw(head + "a".repeat(65_536 - head.length() - 2) + "\"}");
        phone.await("HEARTBEAT_ACK");
    }

    @Test
    void shouldCloseOnAHugeFrameAndServeTheOthers() {
        final TestClient other = godwit.connect(user + "-other", "phone");
        phone.sendRaw("x".repeat(4 << 20));
        phone.closeCode();
        other.roundTrip();
        other.close();
    }

    @Test
    void shouldCloseOnABinaryFrame() {
        phone.sendBinary("{\"type\":\"HEARTBEAT\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(phone.closeCode()).isEqualTo(1003);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"type\":\"CREATE_CHAT\",\"req_id\":\"r\",\"participant_ids\":[]}",
        "{\"type\":\"CREATE_CHAT\",\"req_id\":\"r\",\"participant_ids\":[\"SELF\"]}",
        "{\"type\":\"ADD_PARTICIPANTS\",\"req_id\":\"r\",\"chat_id\":\"CHAT\",\"user_ids\":[]}",
        "{\"type\":\"ADD_PARTICIPANTS\",\"req_id\":\"r\",\"chat_id\":\"CHAT\",\"user_ids\":[\"q\"]}",
        "{\"type\":\"SET_ROLE\",\"req_id\":\"r\",\"chat_id\":\"CHAT\",\"user_id\":\"x\",\"role\":\"owner\"}",
        "{\"type\":\"SEND_MESSAGE\",\"req_id\":\"r\",\"chat_id\":\"CHAT\",\"msg_id\":\"e\",\"text\":\"\"}",
        "{\"type\":\"SEND_MESSAGE\",\"req_id\":\"r\",\"chat_id\":\"CHAT\",\"msg_id\":\"e\",\"text\":\"x\",\"content\":\"eA==\"}",
        "{\"type\":\"SEND_MESSAGE\",\"req_id\":\"r\",\"chat_id\":\"CHAT\",\"msg_id\":\"e\",\"text\":\"x\",\"media\":[{\"media_id\":\"m\"}]}",
        "{\"type\":\"SEND_MESSAGE\",\"req_id\":\"r\",\"chat_id\":\"CHAT\",\"msg_id\":\"e\",\"media\":[{\"media_id\":\"m\"}]}",
        "{\"type\":\"HISTORY\",\"req_id\":\"r\",\"chat_id\":\"CHAT\",\"before_seq\":3,\"after_seq\":1}",
        "{\"type\":\"HEARTBEAT\",\"req_id\":\"r\",\"status\":\"SLEEPING\"}"
    })
    void shouldCallWellFormedNonsenseInvalid(final String text) {
        final String chat = chatWith("x");
        phone.sendRaw(text.replace("SELF", user).replace("CHAT", text.contains("CREATE") ? "CHAT" : chat));
        final Frame error = phone.error("INVALID");
        assertThat(error.flag("retryable")).isFalse();
        assertThat(error.text("req_id")).isEqualTo("r");
        phone.roundTrip();
    }

    @Test
    void shouldForbidAHeartbeatOfAnotherUser() {
        phone.send("type", "HEARTBEAT", "user_id", user, "status", "ONLINE");
        assertThat(phone.await("HEARTBEAT_ACK").number("server_time")).isPositive();
        phone.send("type", "HEARTBEAT", "user_id", "somebody-else");
        phone.error("FORBIDDEN");
        phone.roundTrip();
    }

    @Test
    void shouldLimitTheRateOfSendsAndKeepTheirOrder() {
        final String chat = chatWith("x");
        final List<String> refused = new ArrayList<>();
        int sent = 0;
        while (refused.isEmpty() && sent < 4 * BURST) {
            sent = sendMore(chat, sent, refused);
        }
        sent = sendMore(chat, sent, refused);
        assertThat(refused).as("a burst, then 200 a second").isNotEmpty();
        final int first = Integer.parseInt(refused.get(0).substring(1));
        assertThat(first).isGreaterThanOrEqualTo(BURST);
        assertThat(refused).as("nothing overtakes what was refused").isEqualTo(
            IntStream.range(first, sent).mapToObj(i -> "w" + i).toList());
        Awaitility.await("the first of them").atMost(TestClient.PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            phone.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", refused.get(0), "text", "x");
            return phone.await("an answer", frame -> frame.has("client_msg_id")).is("MESSAGE_ACK");
        });
        phone.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", refused.get(1), "text", "x");
        assertThat(phone.sent(refused.get(1)).number("seq")).isEqualTo(first + 2);
    }

    @Test
    void shouldCountWhatWasRefusedAsNoSend() {
        final TestClient other = godwit.connect(user + "-y", "phone");
        final long startNs = System.nanoTime();
        final String foreign = other.ask("type", "CREATE_CHAT", "participant_ids", List.of(user + "-z")).text("chat_id");
        for (int i = 0; i < BURST * 4 / 5; i += PIPELINE) {
            IntStream.range(i, i + PIPELINE).forEach(number ->
                phone.send("type", "SEND_MESSAGE", "chat_id", foreign, "msg_id", "f" + number, "text", "x"));
            IntStream.range(i, i + PIPELINE).forEach(number ->
                assertThat(phone.error("FORBIDDEN").text("client_msg_id")).isEqualTo("f" + number));
        }
        final String chat = chatWith("x");
        final List<String> refused = new ArrayList<>();
        int sent = 0;
        while (sent + PIPELINE <= BURST) {
            sent = sendMore(chat, sent, refused);
        }
        // From then on so many more may come that the burst says nothing.
        assumeTrue(System.nanoTime() - startNs < TimeUnit.MILLISECONDS.toNanos(3_500), "too slow to tell");
        assertThat(refused).isEmpty();
        other.close();
    }

    private int sendMore(final String chat, final int from, final List<String> refused) {
        for (int i = from; i < from + PIPELINE; i++) {
            phone.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", "w" + i, "text", "x");
        }
        for (int i = from; i < from + PIPELINE; i++) {
            final String key = "w" + i;
            final Frame answer = phone.await("an answer", frame -> frame.has("client_msg_id", key));
            if (answer.is("ERROR")) {
                assertThat(answer.text("code")).isEqualTo("RATE_LIMITED");
                assertThat(answer.flag("retryable")).isTrue();
                assertThat(answer.number("retry_after_ms")).isPositive();
                refused.add(key);
            } else {
                assertThat(answer.number("seq")).isEqualTo(i + 1);
            }
        }
        return from + PIPELINE;
    }

    @Test
    void shouldTakeIdsOfSixtyFourCharactersAndNoMore() {
        final String every = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.@-+:|";
        final String other = every.substring(0, 64 - user.length()) + user;
        final Frame created = phone.ask("type", "CREATE_CHAT", "participant_ids", List.of(other));
        assertThat(created.values("participants")).map(String.class::cast).contains(other);
        final String device = every.substring(every.length() - 64);
        final TestClient second = godwit.connect(other, device);
        assertThat(second.ask("type", "LIST_DEVICES").list("devices")).singleElement()
            .satisfies(one -> assertThat(one.text("device_id")).isEqualTo(device));
        second.close();
        final String key = "~ !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}".repeat(2).substring(0, 64);
        phone.send("type", "SEND_MESSAGE", "chat_id", created.text("chat_id"), "msg_id", key, "text", "x");
        assertThat(phone.sent(key).number("seq")).isEqualTo(1);
        for (final String bad : List.of("x".repeat(65), "ä", "a b", "a/b", "")) {
            assertThat(phone.ask("type", "CREATE_CHAT", "participant_ids", List.of(bad)).text("code"))
                .as(bad).isEqualTo("BAD_FRAME");
        }
        for (final String bad : List.of("x".repeat(65), "ä", "")) {
            assertThat(phone.ask("type", "SEND_MESSAGE", "chat_id", created.text("chat_id"), "msg_id", bad, "text", "x")
                .text("code")).as(bad).isEqualTo("BAD_FRAME");
        }
    }

    @Test
    void shouldTakeDeviceIdsOfTheSameKind() {
        final TestClient late = TestClient.open(godwit.ws());
        for (final String bad : List.of("x".repeat(65), "ä", "a b", "a/b", "")) {
            assertThat(late.ask("type", "CONNECT", "token", godwit.token(user), "device_id", bad).text("code"))
                .as(bad).isEqualTo("BAD_FRAME");
            assertThat(phone.ask("type", "REMOVE_DEVICE", "device_id", bad).text("code")).as(bad).isEqualTo("BAD_FRAME");
        }
        assertThat(late.ask("type", "CONNECT", "token", godwit.token(user), "device_id", "x".repeat(64)).type())
            .as("on the same connection").isEqualTo("CONNECTED");
        late.close();
    }

    @Test
    void shouldAnswerWhatHasNoNamedAnswerByOkIfAsked() {
        final String chat = chatWith("x");
        final List<Object[]> requests = List.of(
            new Object[] {"type", "REMOVE_DEVICE", "device_id", "none"},
            new Object[] {"type", "PRESENCE_SUBSCRIBE", "user_ids", List.of("x")},
            new Object[] {"type", "PRESENCE_UNSUBSCRIBE", "user_ids", List.of("x")},
            new Object[] {"type", "SET_PRIVACY", "last_seen", "contacts"},
            new Object[] {"type", "TYPING", "chat_id", chat, "state", "stop"});
        for (final Object[] request : requests) {
            assertThat(phone.ask(request).type()).as("%s", request[1]).isEqualTo("OK");
            phone.send(request);
        }
        phone.roundTrip();
        assertThat(phone.unread()).noneMatch(frame -> frame.is("OK") || frame.is("ERROR"));
        phone.send("type", "SET_PRIVACY", "last_seen", "contacts", "req_id", "r".repeat(64));
        assertThat(phone.answer("r".repeat(64)).type()).isEqualTo("OK");
        phone.send("type", "SET_PRIVACY", "last_seen", "contacts", "req_id", "r".repeat(65));
        phone.error("BAD_FRAME");
    }

    @Test
    void shouldIgnoreFieldsItDoesNotKnow() {
        final String chat = chatWith("x");
        phone.sendRaw("{\"new\":{\"type\":[1,{\"chat_id\":null}]},\"type\":\"SEND_MESSAGE\",\"chat_id\":\"" + chat
            + "\",\"later\":[[],\"}\"],\"msg_id\":\"k\",\"text\":\"x\",\"none\":null}");
        assertThat(phone.sent("k").number("seq")).isEqualTo(1);
    }

    @Test
    void shouldWatchFiveHundredUsersInACommandAndNoMore() {
        final List<String> users = IntStream.range(0, 501).mapToObj(i -> user + "-w" + i).toList();
        assertThat(phone.ask("type", "PRESENCE_SUBSCRIBE", "user_ids", users.subList(0, 500)).type()).isEqualTo("OK");
        assertThat(phone.unread().stream().filter(frame -> frame.is("PRESENCE")).map(frame -> frame.text("user_id")))
            .as("one each before the OK").containsExactlyInAnyOrderElementsOf(users.subList(0, 500));
        assertThat(phone.ask("type", "PRESENCE_SUBSCRIBE", "user_ids", users).text("code")).isEqualTo("TOO_LARGE");
    }

    @Test
    void shouldCloseAFloodOfRefusedFrames() {
        final String frame = "{\"type\":\"HEARTBEAT\"}";
        for (int i = 0; i < 60_000 && !phone.isClosed(); i++) {
            phone.sendRaw(frame);
        }
        assertThat(phone.closeCode()).isEqualTo(4429);
    }

    @Test
    void shouldAnswerOnlyTheSubprotocolItSpeaks() {
        final int port = godwit.httpPort();
        final String host = "127.0.0.1:" + port;
        assertThat(RawHttp.upgrade(port, host)).contains(" 101 ");
        assertThat(RawHttp.upgrade(port, host, "Sec-WebSocket-Protocol: godwit.json.v1")).contains(" 101 ");
        assertThat(RawHttp.upgrade(port, host, "Sec-WebSocket-Protocol: xmpp, godwit.json.v1")).contains(" 101 ");
        assertThat(RawHttp.upgrade(port, host, "Sec-WebSocket-Protocol: xmpp")).contains(" 400 ");
    }

    @Test
    void shouldSayWhichSubprotocolItSpeaks() {
        assertThat(spoken("xmpp", "godwit.json.v1")).isEqualTo("godwit.json.v1");
        assertThat(spoken("godwit.json.v1", "xmpp")).isEqualTo("godwit.json.v1");
    }

    private String spoken(final String first, final String second) {
        final WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder().subprotocols(first, second)
            .buildAsync(godwit.ws(), new WebSocket.Listener() {
            }).orTimeout(TestClient.PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
        socket.abort();
        return socket.getSubprotocol();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:PORT", "evil.example:PORT"})
    void shouldRefuseAForeignHost(final String host) {
        final int port = godwit.httpPort();
        final String named = host.replace("PORT", String.valueOf(port));
        assertThat(RawHttp.upgrade(port, named)).contains(" 403 ");
        assertThat(RawHttp.status(port, "GET / HTTP/1.1", "Host: " + named, "Connection: close")).contains(" 403 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:PORT", "localhost:PORT", "[::1]:PORT"})
    void shouldTakeItsOwnNames(final String host) {
        final int port = godwit.httpPort();
        final String named = host.replace("PORT", String.valueOf(port));
        assertThat(RawHttp.upgrade(port, named, "Origin: http://" + named)).contains(" 101 ");
    }

    @Test
    void shouldRefuseForeignOriginsAndHosts() {
        assertThatThrownBy(() -> TestClient.open(godwit.ws(0), "Origin", "https://evil.example"))
            .hasCauseInstanceOf(WebSocketHandshakeException.class)
            .satisfies(failure -> assertThat(((WebSocketHandshakeException) failure.getCause()).getResponse()
                .statusCode()).isEqualTo(403));
        TestClient.open(godwit.ws(0), "Origin", "http://127.0.0.1:" + godwit.httpPort()).close();
    }

    private String chatWith(final String suffix) {
        phone.send("type", "CREATE_CHAT", "req_id", "chat", "participant_ids", 
            List.of(Users.on(Users.shardOf(user) + 1, user + "-" + suffix)));
        return phone.answer("chat").text("chat_id");
    }
}
