package godwit.edge.accept;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the sockets: in all, and those that nobody has authenticated yet. Any thread.
 */
public final class ConnectionGate {
    private final int connectionsMax;
    private final int unauthenticatedMax;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger unauthenticated = new AtomicInteger();
    private final AtomicInteger upgraded = new AtomicInteger();
    private final AtomicInteger live = new AtomicInteger();

    /**
     * A gate.
     *
     * @param connectionsMax     sockets.
     * @param unauthenticatedMax of these without a session.
     */
    public ConnectionGate(final int connectionsMax, final int unauthenticatedMax) {
        this.connectionsMax = connectionsMax;
        this.unauthenticatedMax = unauthenticatedMax;
    }

    /** A socket came; false: there is no room, and it is not counted. */
    boolean enter() {
        if (connections.incrementAndGet() > connectionsMax) {
            connections.decrementAndGet();
            return false;
        }
        if (unauthenticated.incrementAndGet() > unauthenticatedMax) {
            unauthenticated.decrementAndGet();
            connections.decrementAndGet();
            return false;
        }
        return true;
    }

    /** A socket that entered is a WebSocket. */
    void upgraded() {
        upgraded.incrementAndGet();
    }

    /** A socket that entered has a session. */
    void authenticated() {
        unauthenticated.decrementAndGet();
        live.incrementAndGet();
    }

    /** A socket that entered is gone. */
    void leave(final boolean wasUpgraded, final boolean wasAuthenticated) {
        connections.decrementAndGet();
        if (wasUpgraded) {
            upgraded.decrementAndGet();
        }
        (wasAuthenticated ? live : unauthenticated).decrementAndGet();
    }

    /** Sockets that are open. */
    public int connections() {
        return connections.get();
    }

    /** Of these, WebSockets. */
    public int webSockets() {
        return upgraded.get();
    }

    /** Of these, devices with a session. */
    public int live() {
        return live.get();
    }
}
