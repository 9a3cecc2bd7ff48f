package godwit.simulation.phone;

import godwit.protocol.ChatIds;
import godwit.simulation.check.Bodies;
import godwit.simulation.check.Device;
import godwit.simulation.check.Evidence;
import godwit.simulation.edge.Client;
import godwit.simulation.edge.Socket;
import godwit.simulation.world.Clock;
import godwit.simulation.world.Draw;
import godwit.simulation.world.Trace;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One device of one user. Its outbox and what it stored outlive a crash; its connection does not. Tells everything it hears
 * to the {@link Device} that judges it.
 */
public final class Phone implements Client {
    private static final long CYCLE_MS = 50;
    private static final long SILENCE_MS = 10_000;
    private static final long BACKOFF_FIRST_MS = 500;
    private static final long BACKOFF_MAX_MS = 30_000;
    private static final int BACKOFF_DOUBLED_MAX = 6;

    private final String user;
    private final String device;
    private final Clock clock;
    private final Draw draw;
    private final Trace trace;
    private final Bodies bodies;
    private final Device judge;
    private final Function<Client, Socket> network;
    private final Outbox outbox;
    private final Acks acks;
    private final Pages pages;
    private final TreeSet<Long> chats = new TreeSet<>();
    private final Map<String, String> creating = new HashMap<>();
    private Socket socket;
    private boolean connected;
    private boolean wanted = true;
    private boolean inspects;
    private long lastHeardMs;
    private long lastSaidMs;
    private long reconnectAtMs;
    private int failures;
    private int attempts;
    private long lastReqId;
    private long lastKey;

    /**
     * A device that is switched on soon.
     *
     * @param user    whose.
     * @param device  which.
     * @param clock   the time.
     * @param draw    chooses.
     * @param trace   hears what is said.
     * @param evidence what it is judged by.
     * @param network opens sockets; null: nobody is there.
     * @param window  sends without an answer.
     */
    public Phone(
        final String user, final String device, final Clock clock, final Draw draw, final Trace trace,
        final Evidence evidence, final Function<Client, Socket> network, final int window) {
        this.user = user;
        this.device = device;
        this.clock = clock;
        this.draw = draw;
        this.trace = trace;
        this.bodies = evidence.bodies();
        this.network = network;
        this.outbox = new Outbox(window);
        this.judge = new Device(user, device, evidence);
        this.acks = new Acks(this, judge, clock, draw.split());
        this.pages = new Pages(this, judge, evidence);
        clock.after(draw.between(0, 1_000), () -> clock.every(CYCLE_MS, this::cycle));
    }

    // ---- the connection

    private void cycle() {
        final long nowMs = clock.nowMs();
        if (socket == null) {
            if (wanted && nowMs >= reconnectAtMs) {
                connect();
            }
        } else if (nowMs - lastHeardMs >= SILENCE_MS) {
            say(() -> "hears nothing and reconnects");
            leave();
            reconnectLater();
        } else if (connected) {
            if (nowMs - lastSaidMs >= SILENCE_MS / 2) {
                send(JsonText.frame("HEARTBEAT"));
            }
            pump();
        }
    }

    private void connect() {
        socket = network.apply(this);
        if (socket == null) {
            reconnectLater();
            return;
        }
        attempts++;
        lastHeardMs = clock.nowMs();
        send(JsonText.frame("CONNECT").with("token", user).with("device_id", device));
    }

    private void leave() {
        if (socket != null) {
            socket.abandon();
        }
        socket = null;
        connected = false;
    }

    private void reconnectLater() {
        final long most = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS << Math.min(failures++, BACKOFF_DOUBLED_MAX));
        reconnectAtMs = clock.nowMs() + draw.between(0, most);
    }

    @Override
    public void onClosed(final Socket closed, final int code) {
        if (closed == socket) {
            say(() -> "is closed " + code);
            leave();
            reconnectLater();
        }
    }

    /** The application is gone at once and comes back after a while; what it stored is there. */
    public void crash(final long awayMs) {
        say(() -> "crashes");
        leave();
        creating.clear();
        reconnectAtMs = clock.nowMs() + awayMs;
    }

    /** The same device connects anew, before its old connection is known to be gone. */
    public void takeOver() {
        say(() -> "connects anew");
        leave();
        reconnectAtMs = clock.nowMs();
    }

    /** From now on it is to be connected as soon as it can. */
    public void comeBack() {
        failures = 0;
        reconnectAtMs = Math.min(reconnectAtMs, clock.nowMs() + 1_000);
    }

    /** It reads on, and acknowledges nothing for a while. */
    public void fallSilent(final long durationMs) {
        say(() -> "acknowledges nothing");
        acks.fallSilent(durationMs);
    }

    /** Its socket, or null. */
    public Socket socket() {
        return socket;
    }

    // ---- what it does

    /** Sends a message to one of its chats, if it has one. */
    public void write() {
        if (!chats.isEmpty() && outbox.count() < 200) {
            final String key = device + "-" + ++lastKey;
            final long chatId = draw.of(java.util.List.copyOf(chats));
            outbox.add(chatId, key);
            say(() -> "writes " + key);
            if (connected) {
                pump();
            }
        }
    }

    private void pump() {
        for (final Outbox.Item item : outbox.take(clock.nowMs())) {
            judge.onSaid(item.chatId, item.key, clock.nowMs());
            final byte[] body = bodies.of(user, item.key);
            final JsonText frame = JsonText.frame("SEND_MESSAGE").with("chat_id", ChatIds.format(item.chatId))
                .with("msg_id", item.key);
            if (bodies.isOpaque(user, item.key)) {
                frame.with("content", Base64.getEncoder().encodeToString(body));
            } else {
                frame.with("text", new String(body, java.nio.charset.StandardCharsets.UTF_8));
            }
            send(frame);
        }
    }

    /** Begins a chat with somebody. */
    public void begin(final String other) {
        if (connected) {
            final String reqId = nextReqId();
            creating.put(reqId, other);
            send(JsonText.frame("CREATE_CHAT").with("req_id", reqId).list("participant_ids", other));
        }
    }

    /** Asks for a page of a chat, or of its chats. */
    public void look() {
        if (connected) {
            pages.look(draw, chats);
        }
    }

    /** Reads what it was pushed. */
    public void read() {
        if (connected && !chats.isEmpty()) {
            acks.read(draw.of(java.util.List.copyOf(chats)));
        }
    }

    String nextReqId() {
        return "r" + ++lastReqId;
    }

    void send(final JsonText frame) {
        if (socket != null) {
            lastSaidMs = clock.nowMs();
            final byte[] bytes = frame.bytes();
            say(() -> "says " + Frame.of(bytes));
            socket.send(bytes);
        }
    }

    boolean isOn(final Socket then) {
        return connected && socket == then;
    }

    // ---- what it hears

    @Override
    public void onFrame(final Socket from, final byte[] bytes) {
        if (from != socket) {
            return;
        }
        lastHeardMs = clock.nowMs();
        final Frame frame = Frame.of(bytes);
        say(() -> "hears " + frame);
        switch (frame.text("type")) {
            case "CONNECTED" -> onConnected(frame);
            case "MESSAGE_ACK" -> onMessageAck(frame);
            case "RECEIVE_MESSAGE" -> onEntry(frame);
            case "CHAT_CREATED" -> onChatCreated(frame);
            case "HISTORY_PAGE" -> pages.onHistory(frame);
            case "CHATS" -> {
                judge.onAnswered();
                pages.onChats(frame);
            }
            case "CHAT" -> pages.onChat(frame);
            case "OK" -> acks.onOk(frame.text("req_id"));
            case "ERROR" -> onError(frame);
            case "HEARTBEAT_ACK", "GOAWAY", "DEVICES" -> { }
            default -> throw new IllegalStateException("frame=" + frame);
        }
    }

    private void onConnected(final Frame frame) {
        connected = true;
        failures = 0;
        judge.onConnected(frame.flag("resumed"), attempts, frame.frame("limits").number("unacked"));
        acks.onConnected();
        outbox.onConnected();
        pump();
        pages.onConnected();
        if (inspects) {
            pages.inspect();
        }
    }

    private void onMessageAck(final Frame frame) {
        final long chatId = ChatIds.parse(frame.text("chat_id"));
        if (frame.text("status").equals("SENT")) {
            final String key = frame.text("client_msg_id");
            judge.onSent(chatId, key, frame.id("msg_id"), frame.number("seq"), frame.number("ts"));
            judge.onSentInOrder(chatId, key, frame.number("seq"), frame.flag("duplicate"), clock.nowMs());
            outbox.onAnswer(key);
            pump();
        } else {
            judge.onMark(chatId, frame.text("user_id"), frame.text("status"), frame.number("seq"));
        }
    }

    private void onEntry(final Frame frame) {
        final long chatId = ChatIds.parse(frame.text("chat_id"));
        chats.add(chatId);
        judge.onEntry(chatId, frame.number("seq"), frame.id("msg_id"), frame.text("sender_id"),
            frame.text("client_msg_id"), frame.number("ts"), Pages.body(frame));
        acks.onEntry(chatId, frame.number("seq"), frame.id("msg_id"));
    }

    private void onChatCreated(final Frame frame) {
        creating.remove(frame.text("req_id"));
        chats.add(ChatIds.parse(frame.text("chat_id")));
    }

    private void onError(final Frame frame) {
        final String key = frame.text("client_msg_id");
        if (!frame.flag("retryable")) {
            throw new IllegalStateException("error=" + frame + " to " + user + "/" + device);
        }
        if (key != null) {
            judge.onRefused(ChatIds.parse(frame.text("chat_id")), key);
            outbox.onRefused(key, clock.nowMs() + Math.max(frame.number("retry_after_ms") / 4, draw.between(50, 500)));
        } else if (frame.has("req_id")) {
            pages.onError(frame.text("req_id"));
            acks.onError(frame.text("req_id"));
        } else if (!connected) {
            // CONNECT was refused for now: again, here or elsewhere.
            leave();
            reconnectLater();
        }
    }

    private void say(final java.util.function.Supplier<String> what) {
        trace.say(() -> user + "/" + device + " " + what.get());
    }

    // ---- the end

    /** Whose it is. */
    public String user() {
        return user;
    }

    /** What judges it. */
    public Device judge() {
        return judge;
    }

    /** Its pages. */
    public Pages pages() {
        return pages;
    }

    /** What keeps it from being done; null: nothing. */
    public String unfinished() {
        if (!connected) {
            return user + "/" + device + " is not connected";
        }
        if (!outbox.isEmpty()) {
            return user + "/" + device + " has no answer to " + outbox;
        }
        if (judge.firstMissing() != null) {
            return user + "/" + device + " misses " + judge.missing() + ", first " + judge.firstMissing();
        }
        return acks.unfinished() ? user + "/" + device + " has acknowledgements without an answer" : null;
    }

    /** How much keeps it from being done. */
    public long rest() {
        return outbox.count() + judge.missing();
    }

    /** Acknowledges everything with an answer. */
    public void acknowledgeAll() {
        if (connected) {
            acks.all();
        }
    }

    /** Asks for everything it can ask for, to be compared with the truth. */
    public void inspect() {
        inspects = true;
        if (connected) {
            pages.inspect();
        }
    }
}
