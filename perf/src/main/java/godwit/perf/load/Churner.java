package godwit.perf.load;

import java.util.List;

/**
 * One user who comes and goes, and who watches the others of its circle whenever it is there. Everything on the load's
 * event loop.
 */
final class Churner extends LoadClient {
    /** What a user does with each connection. */
    enum State {
        /** Makes its direct chats and writes once in each. */
        SETTING_UP,
        /** Waits to be told to watch. */
        WAITING,
        /** Watches as soon as it is connected. */
        WATCHING
    }

    private final int index;
    private final PresenceListener listener;
    private final Asking asking;
    private List<String> peers;
    private State state = State.SETTING_UP;
    private boolean wanted = true;
    private boolean ready;
    private int chats;
    private long intendedNs;
    private boolean measured;
    private boolean eventOpen;

    Churner(final int index, final String userId, final String token, final PresenceListener listener) {
        super(userId, token);
        this.index = index;
        this.listener = listener;
        asking = new Asking(this, listener);
    }

    /** Those of its circle, without itself. */
    void peers(final List<String> others) {
        peers = others;
    }

    /** Whether its last coming or going was not answered yet. */
    boolean eventOpen() {
        return eventOpen;
    }

    /** Makes its direct chats, one after another, and tells the listener at the end. */
    void setUp() {
        if (chats == peers.size()) {
            state = State.WAITING;
            listener.onSetUp(this);
            return;
        }
        asking.ask("\"type\":\"CREATE_CHAT\",\"participant_ids\":[\"" + peers.get(chats) + "\"]", () -> {
            final String chatId = frame.chatId;
            asking.ask("\"type\":\"SEND_MESSAGE\",\"chat_id\":\"" + chatId + "\",\"msg_id\":\"m\",\"text\":\"hello\"",
                () -> {
                    chats++;
                    setUp();
                });
        });
    }

    /** Watches from now on. */
    void watch() {
        state = State.WATCHING;
        subscribe();
    }

    /** Watches from its next connection on. */
    void watchLater() {
        state = State.WATCHING;
    }

    /** Comes; the caller connects it. */
    void come(final long dueNs, final boolean counts) {
        begin(dueNs, counts);
        wanted = true;
    }

    /** Goes before the load begins. */
    void leaveQuietly() {
        wanted = false;
        sayGoodbye();
    }

    /** Goes, with a clean close. */
    void go(final long dueNs, final boolean counts) {
        begin(dueNs, counts);
        wanted = false;
        asking.drop();
        listener.onGone(index);
        sayGoodbye();
    }

    /** What has to be done every second. */
    void onTurn(final long nowNs) {
        asking.onTurn(nowNs);
        heartbeat(nowNs);
    }

    @Override
    boolean stays() {
        return wanted;
    }

    @Override
    void onConnected() {
        if (!wanted) {
            sayGoodbye();
            return;
        }
        if (!ready) {
            ready = true;
            listener.onReady(this);
        }
        end();
        if (state == State.WATCHING) {
            asking.drop();
            subscribe();
        } else {
            asking.onConnected();
        }
    }

    @Override
    void onGone(final String why) {
        listener.onGone(index);
        if (wanted) {
            listener.onDisconnected(why);
        } else {
            end();
        }
    }

    @Override
    void onFrame() {
        if (!connected() || asking.onFrame()) {
            return;
        }
        switch (frame.type) {
            case "PRESENCE" -> listener.onPresence(index, frame.userId, "ONLINE".equals(frame.status));
            case "RECEIVE_MESSAGE" -> write("{\"type\":\"MESSAGE_ACK\",\"chat_id\":\"" + frame.chatId
                + "\",\"msg_id\":\"" + frame.msgId + "\",\"status\":\"DELIVERED\"}");
            case "ERROR" -> listener.onRefused(frame.code);
            default -> {
            }
        }
    }

    private void subscribe() {
        asking.ask("\"type\":\"PRESENCE_SUBSCRIBE\",\"user_ids\":[\"" + String.join("\",\"", peers) + "\"]",
            () -> listener.onSubscribed(index));
    }

    private void begin(final long dueNs, final boolean counts) {
        intendedNs = dueNs;
        measured = counts;
        eventOpen = true;
    }

    private void end() {
        if (eventOpen) {
            eventOpen = false;
            listener.onSent(measured, System.nanoTime() - intendedNs);
        }
    }
}
