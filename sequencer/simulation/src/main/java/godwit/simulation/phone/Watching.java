package godwit.simulation.phone;

import godwit.protocol.ChatIds;
import godwit.simulation.check.Presences;
import godwit.simulation.world.Clock;
import godwit.simulation.world.Draw;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a phone wants to know of users, and what it says of its own: whom it watches, whether it hides, that it types. */
public final class Watching {
    private static final String FULL = "too many subscriptions to presence";

    /** What was shown of a user. */
    private record Shown(boolean online, boolean lastSeen) {
        boolean isVisible() {
            return online || lastSeen;
        }
    }

    private final Phone phone;
    private final Presences judge;
    private final Clock clock;
    private final Map<String, List<String>> asking = new HashMap<>();
    private final Set<String> watched = new TreeSet<>();
    private final Set<String> everSeen = new TreeSet<>();
    private final Map<String, Shown> shown = new TreeMap<>();
    private final Set<String> heardTyping = new TreeSet<>();
    private String hidingReqId;
    private boolean hides;
    private boolean isHidingOpen;

    Watching(final Phone phone, final Presences judge, final Clock clock) {
        this.phone = phone;
        this.judge = judge;
        this.clock = clock;
    }

    void onConnected() {
        asking.clear();
        watched.clear();
        everSeen.clear();
        shown.clear();
        if (isHidingOpen) {
            sayHiding();
        }
    }

    // ---- what it says

    /** Something, as chance has it, about some users and one of its chats. */
    void act(final Draw draw, final List<String> users, final List<Long> chats, final boolean mayHide) {
        final int choice = draw.below(10);
        if (choice < 4 && !chats.isEmpty()) {
            type(draw.of(chats), draw.oneIn(2));
        } else if (choice < 5 && mayHide && !isHidingOpen) {
            hides = draw.oneIn(2);
            sayHiding();
        } else if (choice < 6) {
            unwatch(users);
        } else {
            watch(users);
        }
    }

    /** Wants to know of users no more. */
    public void unwatch(final List<String> users) {
        watched.removeAll(users);
        users.forEach(shown::remove);
        // What was asked before is answered, and means nothing for them.
        asking.replaceAll((reqId, asked) -> asked.stream().filter(user -> !users.contains(user)).toList());
        phone.send(JsonText.frame("PRESENCE_UNSUBSCRIBE").list("user_ids", users));
    }

    /** Wants to know of users. */
    void watch(final List<String> users) {
        final String reqId = phone.nextReqId();
        asking.put(reqId, users);
        phone.send(JsonText.frame("PRESENCE_SUBSCRIBE").with("req_id", reqId).list("user_ids", users));
    }

    void type(final long chatId, final boolean starts) {
        judge.onTypes(chatId, phone.user(), starts);
        phone.send(JsonText.frame("TYPING").with("chat_id", ChatIds.format(chatId))
            .with("state", starts ? "start" : "stop"));
    }

    private void sayHiding() {
        isHidingOpen = true;
        judge.onHiding(phone.user());
        hidingReqId = phone.nextReqId();
        phone.send(JsonText.frame("SET_PRIVACY").with("req_id", hidingReqId)
            .with("last_seen", hides ? "nobody" : "contacts"));
    }

    // ---- what it hears

    void onOk(final String reqId) {
        final List<String> users = asking.remove(reqId);
        if (users != null) {
            watched.addAll(users);
        } else if (reqId.equals(hidingReqId) && isHidingOpen) {
            isHidingOpen = false;
            judge.onHidden(phone.user(), hides, clock.nowMs());
        }
    }

    void onError(final String reqId, final String why) {
        final List<String> users = asking.remove(reqId);
        if (users != null && why.equals(FULL)) {
            judge.onFull();
        }
        if (users != null && judge.isQuiet()) {
            phone.later(() -> watch(users));
        } else if (reqId.equals(hidingReqId) && isHidingOpen) {
            phone.later(this::sayHiding);
        }
    }

    void onPresence(final Frame frame) {
        final String user = frame.text("user_id");
        final Shown now = new Shown(frame.text("status").equals("ONLINE"), frame.has("last_seen"));
        judge.onShown(phone.user(), user, now.online, now.lastSeen, clock.nowMs());
        if (now.lastSeen) {
            judge.onLastSeen(phone.user(), user, frame.number("last_seen"), clock.nowMs());
        }
        shown.put(user, now);
        if (now.isVisible()) {
            everSeen.add(user);
        }
    }

    void onTyping(final Frame frame) {
        final boolean starts = frame.text("state").equals("start");
        judge.onTyping(phone.user(), frame.chatId(), frame.text("user_id"), starts);
        heardTyping.add(frame.chatId() + " " + frame.text("user_id"));
    }

    // ---- the end

    /** What has no answer; null: nothing. */
    String unfinished() {
        return isHidingOpen ? "whether it hides" : null;
    }

    /** What it knows is true, of all whom it was ever shown on this connection. */
    public void verify() {
        watched.stream().filter(everSeen::contains).forEach(this::verify);
    }

    /** All that it asked for is answered, and true; null: so it is. */
    public String verifyAll(final List<String> users) {
        if (!asking.isEmpty() || !watched.containsAll(users)) {
            return phone.user() + " has no answer about users";
        }
        users.forEach(this::verify);
        return null;
    }

    private void verify(final String user) {
        final Shown known = shown.getOrDefault(user, new Shown(false, false));
        judge.verify(phone.user(), user, known.online, known.lastSeen);
    }

    /** Whether it is connected, and all that it asked for is answered. */
    public boolean isAnswered() {
        return phone.isConnected() && asking.isEmpty();
    }

    /** Whether it is shown that a user is online. */
    public boolean shows(final String user) {
        return shown.containsKey(user) && shown.get(user).online;
    }

    /** What it heard before counts no more. */
    public void listen() {
        heardTyping.clear();
    }

    /** Whether it was shown that somebody types in a chat. */
    public boolean heard(final long chatId, final String user) {
        return heardTyping.contains(chatId + " " + user);
    }
}
