package godwit.launch.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A well-behaved client under faults: writes on and on in one direct chat, reconnects when its connection is lost, sends
 * what is unanswered again in order before anything new, and remembers everything. One thread of its own.
 */
final class Talker implements Runnable {
    private static final int PIPELINE = 8;
    private static final long ACKNOWLEDGE_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SEND_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(4);
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long HEARTBEAT_NS = TimeUnit.SECONDS.toNanos(3);

    private final RunningGodwit godwit;
    private final String user;
    private final String peer;
    private final String token;
    private final long seed;
    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final Map<String, String> unanswered = new LinkedHashMap<>();
    private final Map<String, Frame> answers = new ConcurrentSkipListMap<>();
    private final Map<Long, Frame> received = new ConcurrentSkipListMap<>();
    private final List<String> violations = new ArrayList<>();
    private final Thread thread = new Thread(this, "talker");
    private volatile boolean writing = true;
    private volatile boolean stopped;
    private volatile boolean settled;
    private String chat;
    private int connects;
    private long nextNumber;
    private long lastOnConnection;
    private Frame toAcknowledge;

    Talker(final RunningGodwit godwit, final String user, final String peer, final long seed) {
        this.godwit = godwit;
        this.user = user;
        this.peer = peer;
        this.seed = seed;
        token = godwit.token(user);
        thread.setDaemon(true);
    }

    static String body(final long seed, final String user, final long number) {
        return user + " " + number + " " + Long.toHexString((seed * 31 + user.hashCode()) * 1_000_003 + number);
    }

    static long numberOf(final String key) {
        return Long.parseLong(key.substring(1));
    }

    void start() {
        thread.start();
    }

    void stopWriting() {
        writing = false;
    }

    boolean settled() {
        return settled;
    }

    void stop() throws InterruptedException {
        stopped = true;
        thread.join(TimeUnit.SECONDS.toMillis(20));
        if (thread.isAlive()) {
            throw new AssertionError(user + " still talks");
        }
    }

    String user() {
        return user;
    }

    String chat() {
        return chat;
    }

    /** The answers by key; complete after {@link #stop}. */
    Map<String, Frame> answers() {
        return answers;
    }

    /** What came, by sequence; complete after {@link #stop}. */
    Map<Long, Frame> received() {
        return received;
    }

    /** What broke a rule as it came; read after {@link #stop}. */
    List<String> violations() {
        return violations;
    }

    @Override
    public void run() {
        while (!stopped) {
            try (TestClient client = connect()) {
                if (client != null) {
                    talk(client);
                }
            } catch (final RuntimeException | AssertionError e) {
                pause();
            }
        }
    }

    private TestClient connect() {
        frames.clear();
        toAcknowledge = null;
        lastOnConnection = 0;
        final TestClient client = TestClient.open(godwit.ws(user.hashCode() + connects++));
        client.onFrame(frames::add);
        client.send("type", "CONNECT", "token", token, "device_id", "phone");
        client.await("CONNECTED");
        if (chat == null) {
            client.send("type", "CREATE_CHAT", "req_id", "c", "participant_ids", List.of(peer));
            chat = client.answer("c").text("chat_id");
        }
        return client;
    }

    private void talk(final TestClient client) {
        unanswered.forEach((key, body) -> send(client, key, body));
        long acknowledgeAtNs = System.nanoTime();
        long sendAtNs = acknowledgeAtNs;
        long heartbeatAtNs = acknowledgeAtNs;
        while (!stopped && !client.isClosed()) {
            final long nowNs = System.nanoTime();
            if (nowNs - sendAtNs >= 0 && writing && unanswered.size() < PIPELINE) {
                final String key = "n" + nextNumber;
                unanswered.put(key, body(seed, user, nextNumber++));
                send(client, key, unanswered.get(key));
                sendAtNs = nowNs + SEND_EVERY_NS;
            }
            if (nowNs - acknowledgeAtNs >= 0 && toAcknowledge != null) {
                client.send("type", "MESSAGE_ACK", "chat_id", chat, "msg_id", toAcknowledge.text("msg_id"), "status",
                    "DELIVERED");
                toAcknowledge = null;
                acknowledgeAtNs = nowNs + ACKNOWLEDGE_EVERY_NS;
            }
            if (nowNs - heartbeatAtNs >= 0) {
                client.send("type", "HEARTBEAT");
                heartbeatAtNs = nowNs + HEARTBEAT_NS;
            }
            onFrame(client, poll());
            settled = !writing && unanswered.isEmpty();
        }
    }

    private void onFrame(final TestClient client, final Frame frame) {
        if (frame == null) {
            return;
        }
        if (frame.is("MESSAGE_ACK") && frame.has("status", "SENT")) {
            onSent(frame);
        } else if (frame.is("RECEIVE_MESSAGE")) {
            onMessage(frame);
        } else if (frame.is("ERROR")) {
            onError(client, frame);
        }
    }

    private void onSent(final Frame sent) {
        final String key = sent.text("client_msg_id");
        unanswered.remove(key);
        final Frame before = answers.putIfAbsent(key, sent);
        if (before != null && (before.number("seq") != sent.number("seq") || !before.text("msg_id")
            .equals(sent.text("msg_id")) || before.number("ts") != sent.number("ts"))) {
            violations.add("two answers to " + key + ": " + before + " and " + sent);
        }
    }

    private void onMessage(final Frame message) {
        final long sequence = message.number("seq");
        if (!message.has("sender_id", peer)) {
            violations.add(user + " got what is not " + peer + "'s: " + message);
        }
        final long number = numberOf(message.text("client_msg_id"));
        if (!message.text("text").equals(body(seed, peer, number))) {
            violations.add("changed: " + message);
        }
        final Frame before = received.putIfAbsent(sequence, message);
        if (before != null && !before.text("msg_id").equals(message.text("msg_id"))) {
            violations.add("two messages under one seq: " + before + " and " + message);
        }
        if (before == null && sequence < lastOnConnection) {
            violations.add("out of order: " + sequence + " after " + lastOnConnection);
        }
        lastOnConnection = Math.max(lastOnConnection, sequence);
        toAcknowledge = message;
    }

    private void onError(final TestClient client, final Frame error) {
        if (!error.flag("retryable")) {
            violations.add("refused for good: " + error);
        }
        pause();
        frames.removeIf(frame -> frame.is("ERROR"));
        unanswered.forEach((key, body) -> send(client, key, body));
    }

    private void send(final TestClient client, final String key, final String body) {
        client.send("type", "SEND_MESSAGE", "chat_id", chat, "msg_id", key, "text", body);
    }

    private Frame poll() {
        try {
            return frames.poll(4, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(RETRY_NS);
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
