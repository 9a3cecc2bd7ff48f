package godwit.simulation.phone;

import godwit.protocol.ChatIds;
import godwit.simulation.check.Bodies;
import godwit.simulation.check.Device;
import godwit.simulation.check.Evidence;
import godwit.simulation.check.Presences;
import godwit.simulation.check.Sight;
import godwit.simulation.check.Sights;
import godwit.simulation.check.Truth;
import godwit.simulation.edge.Client;
import godwit.simulation.edge.Socket;
import godwit.simulation.world.Clock;
import godwit.simulation.world.Draw;
import godwit.simulation.world.Trace;
import java.util.Base64;
import java.util.TreeSet;
import java.util.function.BiFunction;

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
    private static final int REMOVED = 4403;
    private static final String HIDING = "d1";
    private static final long LATER_MIN_MS = 50;
    private static final long LATER_MAX_MS = 1_500;
    private static final int WAITING_MAX = 200;

    private final String user;
    private final String device;
    private final Clock clock;
    private final Draw draw;
    private final Draw dialling;
    private final Trace trace;
    private final Bodies bodies;
    private final Truth truth;
    private final Sights sights;
    private final Presences presences;
    private final Device judge;
    private final BiFunction<Client, Draw, Socket> network;
    private final Outbox outbox;
    private final Acks acks;
    private final Pages pages;
    private final Groups groups;
    private final Siblings siblings;
    private final Watching watching;
    private final Family family;
    private final TreeSet<Long> chats = new TreeSet<>();
    private Socket socket;
    private boolean connected;
    private boolean wanted = true;
    private boolean returned;
    private boolean isAway;
    private boolean inspects;
    private long lastHeardMs;
    private long lastSaidMs;
    private long reconnectAtMs;
    private int failures;
    private int attempts;
    private long lastReqId;
    private long lastKey;
    private int removals;

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
     * @param family  the devices of the user.
     */
    public Phone(
        final String user, final String device, final Clock clock, final Draw draw, final Trace trace,
        final Evidence evidence, final BiFunction<Client, Draw, Socket> network, final int window,
        final Family family) {
        this.user = user;
        this.device = device;
        this.clock = clock;
        this.draw = draw;
        this.dialling = draw.split();
        this.trace = trace;
        this.bodies = evidence.bodies();
        this.network = network;
        this.outbox = new Outbox(window);
        this.judge = new Device(user, device, family.isCrowded(), evidence);
        this.acks = new Acks(this, judge, clock, draw.split());
        this.pages = new Pages(this, judge, evidence);
        this.groups = new Groups(this, evidence, clock, draw.split());
        this.siblings = new Siblings(this, family, clock, evidence.sights());
        this.watching = new Watching(this, evidence.presences(), clock);
        this.presences = evidence.presences();
        this.family = family;
        this.truth = evidence.truth();
        this.sights = evidence.sights();
        family.add(this);
        clock.after(draw.between(0, 1_000), () -> clock.every(CYCLE_MS, this::cycle));
    }

    // ---- the connection

    private void cycle() {
        final long nowMs = clock.nowMs();
        if (socket == null) {
            if (isPresent() && nowMs >= reconnectAtMs) {
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
        socket = network.apply(this, dialling);
        if (socket == null) {
            reconnectLater();
            return;
        }
        attempts++;
        siblings.onTrying();
        presences.onTrying(user);
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
            if (code == REMOVED) {
                forget();
                // As many others as may be are there.
                wanted = !family.isCrowded() || !returned;
            }
        }
    }

    /** Its user removed it: all it kept is gone, and it begins as a new one. */
    void forget() {
        say(() -> "is forgotten");
        outbox.clear();
        acks.onConnected();
        pages.forget();
        chats.clear();
        judge.forget();
        attempts = 1;
        removals++;
    }

    /** The application is gone at once and comes back after a while; what it stored is there. */
    public void crash(final long awayMs) {
        say(() -> "crashes");
        leave();
        reconnectAtMs = clock.nowMs() + awayMs;
    }

    /** The same device connects anew, before its old connection is known to be gone. */
    public void takeOver() {
        if (!wanted) {
            return;
        }
        say(() -> "connects anew");
        if (connected && judge.drains()) {
            sights.saw(Sight.TAKE_OVER_WHILE_DRAINING);
        }
        leave();
        reconnectAtMs = clock.nowMs();
    }

    /** From now on it is to be connected as soon as it can. */
    public void comeBack() {
        returned = true;
        isAway = false;
        failures = 0;
        reconnectAtMs = Math.min(reconnectAtMs, clock.nowMs() + 1_000);
        acks.speak();
    }

    /** It closes its connection and stays away until it is told to come back. */
    public void goAway() {
        say(() -> "goes away");
        leave();
        isAway = true;
    }

    /** Whether it is there, or would be if it could. */
    public boolean isPresent() {
        return wanted && !isAway;
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
        if (!chats.isEmpty() && outbox.count() < WAITING_MAX) {
            final String key = device + "-" + (removals == 0 ? "" : removals + "-") + ++lastKey;
            final long chatId = draw.of(java.util.List.copyOf(
                draw.oneIn(60) ? truth.chats().keySet() : chats));
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
            send(JsonText.frame("CREATE_CHAT").with("req_id", nextReqId())
                .list("participant_ids", java.util.List.of(other)));
        }
    }

    /** Makes a group with some others, or asks for one that it made. */
    public void beginGroup(final java.util.List<String> others) {
        if (connected) {
            groups.create(others);
        }
    }

    /** Changes one of the chats it knows, or now and then one it should not know. */
    public void change(final java.util.List<String> users) {
        final java.util.List<Long> some = java.util.List.copyOf(
            draw.oneIn(20) ? truth.chats().keySet() : draw.oneIn(10) ? chats : known());
        if (connected && !some.isEmpty()) {
            groups.change(draw.of(some), users);
        }
    }

    private java.util.List<Long> known() {
        return chats.stream().filter(chatId -> !truth.chat(chatId).isDirect()).toList();
    }

    /** Asks for the user's devices, or removes one that may be removed. */
    public void manage() {
        if (connected) {
            siblings.manage(draw);
        }
    }

    /** Asks for a page of a chat, or of its chats. */
    public void look() {
        if (connected) {
            pages.look(draw, chats);
        }
    }

    /** Watches some users, or says that it types, or that it hides, which only one device of a user does. */
    public void accompany(final java.util.List<String> users, final Draw chance) {
        if (connected) {
            watching.act(chance, users, java.util.List.copyOf(chats), device.equals(HIDING));
        }
    }

    /** Wants to know of users. */
    public void watch(final java.util.List<String> users) {
        if (connected) {
            watching.watch(users);
        }
    }

    /** Says that it types in a chat. */
    public void type(final long chatId) {
        if (connected) {
            watching.type(chatId, true);
        }
    }

    /** Whom it watches. */
    public Watching watching() {
        return watching;
    }

    /** Makes a large group larger, or makes one. */
    public void crowd(final java.util.List<String> users) {
        if (connected) {
            groups.crowd(users);
        }
    }

    /** Whether it only reads: what it sent would be unknown if it were removed. */
    public boolean isReader() {
        return device.equals(family.guest()) || family.isCrowded();
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

    /** Does something after a while, unless it lost its connection by then. */
    void later(final Runnable what) {
        final Socket then = socket;
        clock.after(draw.between(LATER_MIN_MS, LATER_MAX_MS), () -> {
            if (isOn(then)) {
                what.run();
            }
        });
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
            case "CHAT_UPDATED" -> onChatUpdated(frame);
            case "CHAT_CREATED" -> onChatCreated(frame);
            case "DEVICES" -> siblings.onDevices(frame);
            case "HISTORY_PAGE" -> pages.onHistory(frame);
            case "CHATS" -> {
                judge.onAnswered();
                pages.onChats(frame);
            }
            case "CHAT" -> pages.onChat(frame);
            case "OK" -> {
                acks.onOk(frame.text("req_id"));
                siblings.onOk(frame.text("req_id"));
                watching.onOk(frame.text("req_id"));
            }
            case "ERROR" -> onError(frame);
            case "PRESENCE" -> watching.onPresence(frame);
            case "TYPING" -> watching.onTyping(frame);
            case "HEARTBEAT_ACK", "GOAWAY" -> { }
            default -> throw new IllegalStateException("frame=" + frame);
        }
    }

    private void onConnected(final Frame frame) {
        connected = true;
        failures = 0;
        judge.onConnected(frame.flag("resumed"), attempts, frame.frame("limits").number("unacked"));
        siblings.onConnected();
        acks.onConnected();
        outbox.onConnected();
        pump();
        pages.onConnected();
        groups.onConnected();
        watching.onConnected();
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
            judge.onMark(
                chatId, frame.text("user_id"), frame.text("status"), frame.number("seq"), frame.id("msg_id"));
        }
    }

    private void onEntry(final Frame frame) {
        chats.add(frame.chatId());
        judge.onEntry(frame.shown(), frame.has("req_id"));
        if (frame.has("req_id")) {
            acks.onAnswer(frame.chatId(), frame.number("seq"), frame.id("msg_id"));
        } else {
            acks.onEntry(frame.chatId(), frame.number("seq"), frame.id("msg_id"));
        }
    }

    private void onChatUpdated(final Frame frame) {
        if (!frame.text("change").equals("none")) {
            onEntry(frame);
        }
        if (frame.has("req_id")) {
            groups.onChanged(frame);
        }
    }

    private void onChatCreated(final Frame frame) {
        chats.add(frame.chatId());
        pages.onAnnounced(frame);
        if (frame.has("req_id")) {
            groups.onCreated(frame);
        }
    }

    private void onError(final Frame frame) {
        final String key = frame.text("client_msg_id");
        final String code = frame.text("code");
        final boolean retryable = frame.flag("retryable");
        if (!retryable && !code.equals("FORBIDDEN") && !code.equals("INVALID")) {
            throw new IllegalStateException("error=" + frame + " to " + user + "/" + device);
        }
        if (key != null && !retryable) {
            judge.onForbidden(frame.chatId(), key);
            outbox.onAnswer(key);
            pump();
        } else if (key != null) {
            judge.onRefused(frame.chatId(), key, clock.nowMs());
            outbox.onRefused(key, clock.nowMs() + Math.max(frame.number("retry_after_ms") / 4, draw.between(50, 500)));
        } else if (frame.has("req_id")) {
            final String reqId = frame.text("req_id");
            if (!groups.onError(reqId, code, retryable)) {
                pages.onError(reqId, !retryable);
                acks.onError(reqId);
                siblings.onError(reqId);
                watching.onError(reqId);
            }
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

    /** Which of the user's. */
    public String device() {
        return device;
    }

    Draw draw() {
        return draw;
    }

    /** Whether it has a session. */
    public boolean isConnected() {
        return connected;
    }

    boolean inspects() {
        return inspects;
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
        if (!wanted) {
            return null;
        }
        if (!connected) {
            return user + "/" + device + " is not connected";
        }
        if (!outbox.isEmpty()) {
            return user + "/" + device + " has no answer to " + outbox;
        }
        if (judge.firstMissing() != null) {
            return user + "/" + device + " misses " + judge.missing() + ", first " + judge.firstMissing();
        }
        if (groups.unfinished() != null) {
            return user + "/" + device + " has no answer to " + groups.unfinished();
        }
        if (watching.unfinished() != null) {
            return user + "/" + device + " has no answer about " + watching.unfinished();
        }
        return acks.unfinished() ? user + "/" + device + " has acknowledgements without an answer" : null;
    }

    /** How much keeps it from being done. */
    public long rest() {
        return wanted ? outbox.count() + judge.missing() : 0;
    }

    /** Acknowledges everything with an answer. */
    public void acknowledgeAll() {
        if (connected) {
            acks.all();
        }
    }

    /** Whether all that it asked for at the end was answered. */
    public boolean inspectedAll() {
        return !wanted || pages.inspectedAll();
    }

    /** Asks for everything it can ask for, to be compared with the truth. */
    public void inspect() {
        inspects = true;
        if (connected) {
            pages.inspect();
        }
    }
}
