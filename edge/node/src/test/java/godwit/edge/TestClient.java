package godwit.edge;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A device with the JDK's WebSocket. */
final class TestClient implements WebSocket.Listener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> frames = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;
    private volatile int closeCode;

    TestClient(final HttpClient http, final int port, final String token) {
        socket = http.newWebSocketBuilder().buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), this).join();
        send("{'type':'CONNECT','token':'" + token + "','device_id':'phone'}");
    }

    void send(final String json) {
        socket.sendText(json.replace('\'', '"'), true).join();
    }

    void message(final String key) {
        send("{'type':'SEND_MESSAGE','chat_id':'0000000000007','msg_id':'" + key + "','text':'hi'}");
    }

    /** The first frame with all of these in it. */
    String await(final String... parts) {
        return Awaitility.await(String.join(" ", parts)).atMost(PATIENCE).until(
            () -> frames.stream().filter(frame -> List.of(parts).stream().allMatch(frame::contains)).findFirst(),
            java.util.Optional::isPresent).orElseThrow();
    }

    int awaitClose() {
        return Awaitility.await().atMost(PATIENCE).until(() -> closeCode, code -> code > 0);
    }

    long count(final String part) {
        return frames.stream().filter(frame -> frame.contains(part)).count();
    }

    @Override
    public CompletionStage<?> onText(final WebSocket from, final CharSequence data, final boolean last) {
        text.append(data);
        if (last) {
            frames.add(text.toString());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(final WebSocket from, final int code, final String reason) {
        closeCode = code;
        return null;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
