package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * A phone: the JDK's WebSocket client, which is not of our making. Frames that nobody awaited yet are kept in the order
 * they came.
 */
final class TestClient implements WebSocket.Listener, AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    /** The "close code" of a connection that ended without a close frame. */
    static final int NO_CLOSE_FRAME = 1006;

    private static final Set<String> RETRYABLE = Set.of("RATE_LIMITED", "UNAVAILABLE", "INTERNAL");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<Frame> frames = new ArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final AtomicInteger pongs = new AtomicInteger();
    private final String name;
    private int asked;
    private int longestFrame;
    private volatile long closedNs;
    private volatile Consumer<Frame> onFrame = frame -> {
    };
    private WebSocket socket;

    private TestClient(final String name) {
        this.name = name;
    }

    /** A socket on which nothing was said yet. */
    static TestClient open(final URI ws, final String... headers) {
        final TestClient client = new TestClient("nobody");
        client.socket = client.build(ws, headers);
        return client;
    }

    /** A connected device; frames before CONNECTED are an error. */
    static TestClient connect(final URI ws, final String token, final String device) {
        final TestClient client = open(ws);
        client.send("type", "CONNECT", "token", token, "device_id", device);
        client.await("CONNECTED");
        return client;
    }

    private WebSocket build(final URI ws, final String... headers) {
        final WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(PATIENCE);
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        try {
            return builder.buildAsync(ws, this).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (final ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (final InterruptedException | TimeoutException e) {
            throw new AssertionError("no WebSocket to " + ws, e);
        }
    }

    /** Gives every frame to this first, on the socket's thread; frames before are not given. */
    TestClient onFrame(final Consumer<Frame> consumer) {
        onFrame = consumer;
        return this;
    }

    void send(final Object... namesAndValues) {
        sendRaw(Json.of(namesAndValues));
    }

    /** Sends any text; a socket that is gone swallows it, as a phone's does. */
    void sendRaw(final String text) {
        try {
            socket.sendText(text, true).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (final ExecutionException e) {
            closed.complete(NO_CLOSE_FRAME);
        } catch (final InterruptedException | TimeoutException e) {
            throw new AssertionError("a frame could not be written", e);
        }
    }

    /** Sends a ping and a pong that nobody asked for; a socket that is gone swallows them. */
    void pingAndPong() {
        socket.sendPing(ByteBuffer.allocate(1)).exceptionally(failure -> null).join();
        socket.sendPong(ByteBuffer.allocate(1)).exceptionally(failure -> null).join();
    }

    void sendBinary(final byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    Frame await(final String type) {
        return await(type, frame -> frame.is(type));
    }

    Frame answer(final String reqId) {
        return await("the answer to " + reqId, frame -> frame.has("req_id", reqId));
    }

    Frame error(final String code) {
        return await("ERROR " + code, frame -> frame.is("ERROR") && frame.has("code", code));
    }

    Frame sent(final String key) {
        return await("SENT " + key, frame -> frame.is("MESSAGE_ACK") && frame.has("client_msg_id", key));
    }

    Frame message(final String key) {
        return await("RECEIVE_MESSAGE " + key,
            frame -> frame.is("RECEIVE_MESSAGE") && frame.has("client_msg_id", key));
    }

    Frame receipt(final String user, final String status, final long sequence) {
        return await(status + " " + sequence + " of " + user, frame -> frame.is("MESSAGE_ACK")
            && frame.has("user_id", user) && frame.has("status", status) && frame.has("seq", sequence));
    }

    /** Takes out the first frame that fits, waiting for it at most {@link #PATIENCE}. */
    synchronized Frame await(final String what, final Predicate<Frame> fits) {
        final long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            for (int i = 0; i < frames.size(); i++) {
                if (fits.test(frames.get(i))) {
                    return checked(frames.remove(i));
                }
            }
            final long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
            if (leftMs <= 0 || closed.isDone()) {
                throw new AssertionError(name + " awaited " + what + "; close=" + closed.getNow(null)
                    + " frames=" + frames);
            }
            try {
                wait(Math.min(leftMs, 50));
            } catch (final InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Whatever a test awaits an error for, a client has to know what to do about it. */
    private static Frame checked(final Frame frame) {
        if (frame.is("ERROR")) {
            final String code = frame.text("code");
            assertThat(frame.flag("retryable")).as("%s", frame).isEqualTo(RETRYABLE.contains(code));
            assertThat(frame.text("message")).as("%s", frame).isNotBlank();
            assertThat(frame.has("retry_after_ms") || !"RATE_LIMITED".equals(code)).as("%s", frame).isTrue();
        }
        return frame;
    }

    /** Frames that came and were not awaited. */
    synchronized List<Frame> unread() {
        return List.copyOf(frames);
    }

    /** Sends a request with an id of its own and answers with what it was answered. */
    Frame ask(final Object... namesAndValues) {
        final String reqId = "ask-" + ++asked;
        final Object[] all = Arrays.copyOf(namesAndValues, namesAndValues.length + 2);
        all[namesAndValues.length] = "req_id";
        all[namesAndValues.length + 1] = reqId;
        send(all);
        return answer(reqId);
    }

    /** The longest frame that came, in bytes as long as all of it is ASCII. */
    synchronized int longestFrame() {
        return longestFrame;
    }

    /** A request and its answer: everything the server sent before it is there. */
    void roundTrip() {
        final String reqId = "rt-" + System.nanoTime();
        send("type", "LIST_DEVICES", "req_id", reqId);
        answer(reqId);
    }

    /** Waits until that device of this one's user is gone, as its shard sees it: what is pushed from then on waits. */
    void awaitGone(final String device) {
        Awaitility.await(device + " to be gone").atMost(PATIENCE).until(() -> ask("type", "LIST_DEVICES").list("devices")
            .stream().anyMatch(one -> one.has("device_id", device) && !one.flag("connected")));
    }

    /** How many pings were answered. */
    int pongs() {
        return pongs.get();
    }

    int closeCode() {
        return closeCode(PATIENCE);
    }

    int closeCode(final Duration patience) {
        try {
            return closed.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (final InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("still open after " + patience + "; frames=" + unread(), e);
        }
    }

    /** When it was closed, of {@link System#nanoTime}; only once it is. */
    long closedNs() {
        return closedNs;
    }

    boolean isClosed() {
        return closed.isDone();
    }

    /** The network is gone: no close frame. */
    void abort() {
        socket.abort();
        closed.complete(NO_CLOSE_FRAME);
    }

    @Override
    public void close() {
        if (!closed.isDone()) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(failure -> null);
        }
    }

    @Override
    public CompletionStage<?> onText(final WebSocket webSocket, final CharSequence data, final boolean last) {
        partial.append(data);
        if (last) {
            final Frame frame = new Frame(Json.parse(partial.toString()));
            final int length = partial.length();
            partial.setLength(0);
            onFrame.accept(frame);
            synchronized (this) {
                longestFrame = Math.max(longestFrame, length);
                frames.add(frame);
                notifyAll();
            }
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(final WebSocket webSocket, final ByteBuffer message) {
        pongs.incrementAndGet();
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(final WebSocket webSocket, final int statusCode, final String reason) {
        closedNs = System.nanoTime();
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(final WebSocket webSocket, final Throwable error) {
        closed.complete(NO_CLOSE_FRAME);
    }
}
