package godwit.simulation.phone;

import godwit.simulation.edge.Client;
import godwit.simulation.edge.Socket;
import godwit.simulation.world.Clock;
import godwit.simulation.world.Draw;
import java.util.ArrayDeque;
import java.util.function.BiFunction;

/** A phone's connection: when it tries, how long it waits after a failure, when it takes silence for a loss. */
final class Line {
    private static final long SILENCE_MS = 10_000;
    private static final long BACKOFF_FIRST_MS = 500;
    private static final long BACKOFF_MAX_MS = 30_000;
    private static final int BACKOFF_DOUBLED_MAX = 6;
    private static final long RETURN_MS = 1_000;
    private static final int DIALS_OF_A_STORM = 3;
    private static final long STORM_MS = 1_000;
    /** Longer than an edge stands still or cannot reach a shard, and then tells that what it had not told before. */
    private static final long UNDER_WAY_MS = 30_000;
    private static final long NEVER_MS = -UNDER_WAY_MS;

    private final Client client;
    private final Clock clock;
    private final Draw waiting;
    private final Draw dialling;
    private final BiFunction<Client, Draw, Socket> network;
    private final ArrayDeque<Long> dialledMs = new ArrayDeque<>();
    private Socket socket;
    private boolean connected;
    private long lastHeardMs;
    private long lastSaidMs;
    private long reconnectAtMs;
    private long unansweredMs = NEVER_MS;
    private int failures;
    private int attempts;

    /**
     * A phone's, not connected yet.
     *
     * @param client  the phone.
     * @param clock   the time.
     * @param waiting chooses how long it waits.
     * @param network opens sockets; null: nobody is there.
     */
    Line(final Client client, final Clock clock, final Draw waiting, final BiFunction<Client, Draw, Socket> network) {
        this.client = client;
        this.clock = clock;
        this.waiting = waiting;
        this.dialling = waiting.split();
        this.network = network;
    }

    /** Tries to connect; whether somebody is there. */
    boolean dial() {
        socket = network.apply(client, dialling);
        if (socket == null) {
            reconnectLater();
            return false;
        }
        attempts++;
        lastHeardMs = clock.nowMs();
        dialledMs.add(lastHeardMs);
        if (dialledMs.size() > DIALS_OF_A_STORM) {
            dialledMs.remove();
        }
        return true;
    }

    /** It tries once more on the connection that it has. */
    void again() {
        attempts++;
    }

    /** Gives the connection up, without a word. */
    void leave() {
        if (socket != null) {
            socket.abandon();
        }
        left();
    }

    /** The same; its edge does not see it before so much time has passed. */
    void leaveUnnoticed(final long forMs) {
        if (socket != null) {
            socket.abandon(forMs);
        }
        left();
    }

    private void left() {
        if (socket != null && !connected) {
            unansweredMs = clock.nowMs();
        }
        socket = null;
        connected = false;
    }

    /** Whether what it wanted of an older connection may still be under way, and so replace this one. */
    boolean mayBeOvertaken() {
        return clock.nowMs() - unansweredMs < UNDER_WAY_MS;
    }

    /** After a failure: each one doubles how long it may wait at most. */
    void reconnectLater() {
        final long most = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS << Math.min(failures++, BACKOFF_DOUBLED_MAX));
        reconnectAtMs = clock.nowMs() + waiting.between(0, most);
    }

    /** Connects again after a time of its own choice. */
    void reconnectIn(final long waitMs) {
        reconnectAtMs = clock.nowMs() + waitMs;
    }

    /** Connects again soon. */
    void hurry() {
        failures = 0;
        reconnectAtMs = Math.min(reconnectAtMs, clock.nowMs() + RETURN_MS);
    }

    void onConnected() {
        connected = true;
        failures = 0;
    }

    /** What it kept is gone: this connection counts as the device's first. */
    void onForgotten() {
        attempts = 1;
    }

    void onHeard() {
        lastHeardMs = clock.nowMs();
    }

    void onSaid() {
        lastSaidMs = clock.nowMs();
    }

    /** Its socket, or null. */
    Socket socket() {
        return socket;
    }

    /** Whether it has a session. */
    boolean isConnected() {
        return connected;
    }

    /** Whether it dialled again and again just now. */
    boolean storms() {
        return dialledMs.size() == DIALS_OF_A_STORM && clock.nowMs() - dialledMs.peek() <= STORM_MS;
    }

    boolean isOn(final Socket then) {
        return connected && socket == then;
    }

    boolean isTimeToDial() {
        return socket == null && clock.nowMs() >= reconnectAtMs;
    }

    /** Whether it has no connection, and may not try before some time has passed. */
    boolean isWaiting() {
        return socket == null && !isTimeToDial();
    }

    boolean isDead() {
        return socket != null && clock.nowMs() - lastHeardMs >= SILENCE_MS;
    }

    boolean isTimeForAHeartbeat() {
        return clock.nowMs() - lastSaidMs >= SILENCE_MS / 2;
    }

    /** How often it tried, since its device began. */
    int attempts() {
        return attempts;
    }
}
