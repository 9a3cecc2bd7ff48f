package godwit.simulation.phone;

import godwit.protocol.ChatIds;
import godwit.simulation.check.Bodies;
import godwit.simulation.check.Device;
import godwit.simulation.check.Entry;
import godwit.simulation.check.Evidence;
import godwit.simulation.check.Presences;
import godwit.simulation.check.Sight;
import godwit.simulation.check.Sights;
import godwit.simulation.check.Truth;
import godwit.simulation.edge.Client;
import godwit.simulation.edge.Socket;
import godwit.simulation.world.Clock;
import godwit.simulation.world.Draw;
import godwit.simulation.world.SimulationFailure;
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
    private static final int REMOVED = 4403;
    private static final int REPLACED = 4001;
    private static final String HIDING = "d1";
    private static final long LATER_MIN_MS = 50;
    private static final long LATER_MAX_MS = 1_500;
    private static final int WAITING_MAX = 200;

    private final String user;
    private final String device;
    private final Clock clock;
    private final Draw draw;
    private final Trace trace;
    private final Bodies bodies;
    private final Truth truth;
    private final Sights sights;
    private final Presences presences;
    private final Device judge;
    private final Line line;
    private final Hearing hearing;
    private final Outbox outbox;
    private final Acks acks;
    private final Mistakes mistakes;
    private final Pages pages;
    private final Groups groups;
    private final Siblings siblings;
    private final Watching watching;
    private final Family family;
    private final TreeSet<Long> chats = new TreeSet<>();
    private boolean wanted = true;
    private boolean returned;
    private boolean isAway;
    private boolean inspects;
    private long lastReqId;
    private long lastKey;
    private int removals;
    private boolean repeats;
    private long inDoubt;

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
        this.line = new Line(this, clock, draw, network);
        this.trace = trace;
        this.bodies = evidence.bodies();
        this.outbox = new Outbox(window);
        this.judge = new Device(user, device, family.isCrowded(), evidence);
        this.acks = new Acks(this, judge, evidence, clock, draw.split());
        this.mistakes = new Mistakes(this, judge, evidence);
        this.pages = new Pages(this, judge, evidence);
        this.groups = new Groups(this, evidence, clock, draw.split());
        this.siblings = new Siblings(this, family, clock, evidence.sights());
        this.watching = new Watching(this, evidence.presences(), clock);
        this.hearing = new Hearing(this, judge, clock, acks, mistakes, pages, groups, siblings, watching);
        this.presences = evidence.presences();
        this.family = family;
        this.truth = evidence.truth();
        this.sights = evidence.sights();
        family.add(this);
        clock.after(draw.between(0, 1_000), () -> clock.every(CYCLE_MS, this::cycle));
    }

    // ---- the connection

    private void cycle() {
        if (line.socket() == null) {
            if (isPresent() && line.isTimeToDial() && line.dial()) {
                sights.saw(Sight.TAKEN_OVER_AT_ONCE, line.storms() ? 1 : 0);
                connect();
            }
        } else if (line.isDead()) {
            say(() -> "hears nothing and reconnects");
            line.leave();
            line.reconnectLater();
        } else if (line.isConnected()) {
            if (line.isTimeForAHeartbeat()) {
                send(JsonText.frame("HEARTBEAT"));
            }
            pump();
        }
    }

    private void connect() {
        siblings.onTrying();
        presences.onTrying(user, clock.nowMs());
        send(JsonText.frame("CONNECT").with("token", user).with("device_id", device));
    }

    @Override
    public void onClosed(final Socket closed, final int code) {
        if (closed == line.socket()) {
            say(() -> "is closed " + code);
            if (code == REPLACED && !line.mayBeOvertaken()) {
                throw new SimulationFailure(user + "/" + device + " is replaced, and it is on its newest connection");
            }
            line.leave();
            line.reconnectLater();
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
        line.onForgotten();
        removals++;
    }

    /** The application is gone at once and comes back after a while; what it stored is there. */
    public void crash(final long awayMs) {
        say(() -> "crashes");
        line.leave();
        line.reconnectIn(awayMs);
    }

    /** It dies, and on its next connection it sends also some again that had their answers. */
    public void crashForgetting(final long awayMs) {
        repeats = true;
        crash(awayMs);
    }

    /** How many sends it had no answer to when it connected last, and sent again. */
    public long inDoubt() {
        return inDoubt;
    }

    /** The same device connects anew, before its old connection is known to be gone. */
    public void takeOver() {
        if (!wanted) {
            return;
        }
        say(() -> "connects anew");
        if (line.isConnected() && judge.drains()) {
            sights.saw(Sight.TAKE_OVER_WHILE_DRAINING);
        }
        line.leave();
        line.reconnectIn(0);
    }

    /** The same, and its old connection is not known to be gone before so much time has passed. */
    public void moveAway(final long unnoticedMs) {
        if (wanted) {
            say(() -> "goes elsewhere");
            line.leaveUnnoticed(unnoticedMs);
            line.reconnectIn(0);
        }
    }

    /** From now on it is to be connected as soon as it can. */
    public void comeBack() {
        returned = true;
        isAway = false;
        line.hurry();
        acks.speak();
    }

    /** It closes its connection and stays away until it is told to come back. */
    public void goAway() {
        say(() -> "goes away");
        line.leave();
        isAway = true;
    }

    /** The same; its edge does not see it before so much time has passed. */
    public void goAway(final long unnoticedMs) {
        say(() -> "goes away unnoticed");
        line.leaveUnnoticed(unnoticedMs);
        isAway = true;
    }

    /** Whether it is there, or would be if it could. */
    public boolean isPresent() {
        return wanted && !isAway;
    }

    /** Whether it is to be there, and waits before it tries to connect again, as the protocol has it. */
    public boolean isWaiting() {
        return isPresent() && line.isWaiting();
    }

    /** Whether it was removed and never comes back. */
    public boolean isGoneForGood() {
        return !wanted;
    }

    /** It reads on, and acknowledges nothing for a while. */
    public void fallSilent(final long durationMs) {
        say(() -> "acknowledges nothing");
        acks.fallSilent(durationMs);
    }

    /** Its socket, or null. */
    public Socket socket() {
        return line.socket();
    }

    // ---- what it does

    /** Sends a message to one of its chats, if it has one. */
    public void write() {
        if (!chats.isEmpty() && outbox.count() < WAITING_MAX) {
            final String key = nextKey();
            final long chatId = draw.of(java.util.List.copyOf(
                draw.oneIn(60) ? truth.chats().keySet() : chats));
            outbox.add(chatId, key);
            say(() -> "writes " + key);
            if (line.isConnected()) {
                pump();
            }
        }
    }

    private String nextKey() {
        return device + "-" + (removals == 0 ? "" : removals + "-") + ++lastKey;
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
        if (line.isConnected()) {
            send(JsonText.frame("CREATE_CHAT").with("req_id", nextReqId())
                .list("participant_ids", java.util.List.of(other)));
        }
    }

    /** Makes a group with some others, or asks for one that it made. */
    public void beginGroup(final java.util.List<String> others) {
        if (line.isConnected()) {
            groups.create(others);
        }
    }

    /** Makes a group with some others. */
    public void makeGroup(final java.util.List<String> others) {
        groups.make(others);
    }

    /** Changes one of the chats it knows, or now and then one it should not know. */
    public void change(final java.util.List<String> users) {
        final java.util.List<Long> some = java.util.List.copyOf(
            draw.oneIn(20) ? truth.chats().keySet() : draw.oneIn(10) ? chats : known());
        if (line.isConnected() && !some.isEmpty()) {
            groups.change(draw.of(some), users);
        }
    }

    /** Removes a member of a group of which it may, and adds the same one again. */
    public void churn(final Draw chance) {
        final java.util.List<Long> own = known().stream().filter(chatId -> truth.chat(chatId).state().isAdmin(user)).toList();
        if (line.isConnected() && !own.isEmpty()) {
            final long chatId = chance.of(own);
            final java.util.List<String> others =
                truth.chat(chatId).state().members().keySet().stream().filter(id -> !id.equals(user)).toList();
            if (!others.isEmpty()) {
                groups.churn(chatId, chance.of(others));
            }
        }
    }

    private java.util.List<Long> known() {
        return chats.stream().filter(chatId -> !truth.chat(chatId).isDirect()).toList();
    }

    /** Asks for the user's devices, or removes one that may be removed. */
    public void manage() {
        if (line.isConnected()) {
            siblings.manage(draw);
        }
    }

    /** Asks for a page of a chat, or of its chats. */
    public void look() {
        if (line.isConnected()) {
            pages.look(draw, chats);
        }
    }

    /** Watches some users, or says that it types, or that it hides, which only one device of a user does. */
    public void accompany(final java.util.List<String> users, final Draw chance) {
        if (line.isConnected()) {
            watching.act(chance, users, java.util.List.copyOf(chats), device.equals(HIDING));
        }
    }

    /** Wants to know of users. */
    public void watch(final java.util.List<String> users) {
        if (line.isConnected()) {
            watching.watch(users);
        }
    }

    /** Says that it types in a chat. */
    public void type(final long chatId) {
        if (line.isConnected()) {
            watching.type(chatId, true);
        }
    }

    /** It reads a chat up to an entry, however that came. */
    public void read(final Entry entry) {
        read(entry.chatId(), entry.sequence(), entry.msgId());
    }

    void read(final long chatId, final long sequence, final long msgId) {
        acks.readElsewhere(chatId, sequence, msgId);
    }

    /** Whom it watches. */
    public Watching watching() {
        return watching;
    }

    /** Takes somebody into a group, or out of it; {@code change} says which. */
    public void change(final long chatId, final String change, final String other) {
        groups.change(chatId, change, other);
    }

    /** Sends a message to a chat. */
    public void write(final long chatId) {
        chats.add(chatId);
        final String key = nextKey();
        outbox.add(chatId, key);
        pump();
    }

    /** Sends so many messages to a chat, as soon as it can. */
    public void write(final long chatId, final int count) {
        for (int i = 0; i < count; i++) {
            outbox.add(chatId, nextKey());
        }
        if (line.isConnected()) {
            pump();
        }
    }

    /** Whether all that it wrote has its answer. */
    public boolean hasAllAnswers() {
        return outbox.isEmpty();
    }

    /** Makes a large group larger, or makes one. */
    public void crowd(final java.util.List<String> users) {
        if (line.isConnected()) {
            groups.crowd(users);
        }
    }

    /** Whether it only reads: what it sent would be unknown if it were removed. */
    public boolean isReader() {
        return device.equals(family.guest()) || family.isCrowded();
    }

    /** Reads what it was pushed. */
    public void read() {
        if (line.isConnected() && !chats.isEmpty()) {
            acks.read(draw.of(java.util.List.copyOf(chats)));
        }
    }

    /** Acknowledges something that a right client would not. */
    public void mistake(final Draw chance) {
        if (line.isConnected() && !chats.isEmpty() && chance.oneIn(8)) {
            acks.twice(chance.of(java.util.List.copyOf(chats)));
        } else if (line.isConnected()) {
            mistakes.make(chats, chance);
        }
    }

    String nextReqId() {
        return "r" + ++lastReqId;
    }

    void send(final JsonText frame) {
        send(frame, null);
    }

    /** Sends a frame; {@code reader}: or null. */
    void send(final JsonText frame, final Socket.Reader reader) {
        if (line.socket() != null) {
            line.onSaid();
            final byte[] bytes = frame.bytes();
            say(() -> "says " + Frame.of(bytes));
            line.socket().send(bytes, reader);
        }
    }

    /** Does something after a while, unless it lost its connection by then. */
    void later(final Runnable what) {
        final Socket then = line.socket();
        clock.after(draw.between(LATER_MIN_MS, LATER_MAX_MS), () -> {
            if (isOn(then)) {
                what.run();
            }
        });
    }

    boolean isOn(final Socket then) {
        return line.isOn(then);
    }

    // ---- what it hears

    @Override
    public void onFrame(final Socket from, final byte[] bytes) {
        if (from == line.socket()) {
            line.onHeard();
            final Frame frame = Frame.of(bytes);
            say(() -> "hears " + frame);
            hearing.onFrame(frame);
        }
    }

    @Override
    public void onRepeated(final Socket to, final long msgId) {
        judge.onRepeated(msgId);
    }

    /** It has a session. */
    void onConnected(final Frame frame) {
        line.onConnected();
        judge.onConnected(frame.flag("resumed"), line.attempts(), frame.frame("limits").number("unacked"));
        siblings.onConnected();
        acks.onConnected();
        mistakes.onConnected();
        inDoubt = outbox.inDoubt();
        if (repeats) {
            repeats = false;
            outbox.again(draw);
        }
        outbox.onConnected();
        pump();
        pages.onConnected();
        groups.onConnected();
        watching.onConnected();
        if (inspects) {
            pages.inspect();
        }
    }

    /** It was refused one for now: again, here or elsewhere. */
    void onNotConnected() {
        if (draw.oneIn(2)) {
            line.leave();
            line.reconnectLater();
        } else {
            final Socket here = line.socket();
            clock.after(draw.between(0, LATER_MAX_MS), () -> connectAgain(here));
        }
    }

    private void connectAgain(final Socket here) {
        if (here == line.socket() && !line.isConnected()) {
            line.again();
            sights.saw(Sight.CONNECT_REPEATED);
            connect();
        }
    }

    /** It knows of a chat. */
    void onChat(final long chatId) {
        chats.add(chatId);
    }

    /** A message has its answer. */
    void onAnswer(final String key) {
        outbox.onAnswer(key);
        pump();
    }

    /** A message was refused for good. */
    void onGivenUp(final String key) {
        outbox.onGivenUp(key);
        pump();
    }

    /** A message was refused for now. */
    void onRefused(final String key, final long retryAfterMs) {
        outbox.onRefused(key, clock.nowMs() + Math.max(retryAfterMs / 4, draw.between(50, 500)));
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
        return line.isConnected();
    }

    /** Whether it has a session over a connection that stands, whether it knows or not. */
    public boolean isOnline() {
        return line.isConnected() && line.socket().isOpen();
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
        if (!line.isConnected()) {
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
        return acks.unfinished() || mistakes.unfinished() ? user + "/" + device + " has acknowledgements without an answer" : null;
    }

    /** How much keeps it from being done, less what it has done: as long as that shrinks, it comes further. */
    public long rest() {
        return wanted ? outbox.count() + judge.missing() - judge.acknowledged() : 0;
    }

    /** Acknowledges everything with an answer. */
    public void acknowledgeAll() {
        if (line.isConnected()) {
            acks.all();
        }
    }

    /** What its user read on its connection, and the chat's owner does not know; null: nothing. */
    public String untold() {
        return line.isConnected() ? acks.untold() : null;
    }

    /** Whether all that it asked for at the end was answered. */
    public boolean inspectedAll() {
        return !wanted || !inspects || pages.inspectedAll();
    }

    /** Asks for everything it can ask for, to be compared with the truth. */
    public void inspect() {
        inspects = true;
        if (line.isConnected()) {
            pages.inspect();
        }
    }
}
