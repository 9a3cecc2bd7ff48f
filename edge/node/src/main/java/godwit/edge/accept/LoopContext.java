package godwit.edge.accept;

import godwit.edge.session.EdgeClock;
import godwit.edge.session.HeartbeatWheel;
import godwit.edge.session.SessionContext;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.agrona.ErrorHandler;

/**
 * What the connections of one event loop share: time, deadlines, and which sockets have something to flush. Used on its
 * loop only, but for its mailbox, which the shard's thread fills.
 */
final class LoopContext {
    private static final long TICK_MS = 50;

    private final EdgeClock clock = new EdgeClock();
    private final HeartbeatWheel wheel;
    private final LoopMailbox mailbox;
    private final ErrorHandler errors;
    private final Set<ConnectionHandler> connections = new HashSet<>();
    private List<SocketOutput> dirty = new ArrayList<>();
    private SessionContext sessions;

    LoopContext(final EventLoop loop, final ErrorHandler errors) {
        this.errors = errors;
        readClock();
        wheel = new HeartbeatWheel(clock.nowMs());
        mailbox = new LoopMailbox(loop, this::readClock, this::flush, errors);
        loop.scheduleWithFixedDelay(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    /** A task that throws would never be run again, and nobody's silence be noticed any more. */
    private void tick() {
        try {
            readClock();
            wheel.poll(clock.nowMs());
            flush();
        } catch (final RuntimeException e) {
            errors.onError(e);
        }
    }

    /** The clock is read once for each event. */
    void readClock() {
        clock.update(System.nanoTime(), System.currentTimeMillis());
    }

    void dirty(final SocketOutput output) {
        dirty.add(output);
    }

    /** Flushes what was written since the last time. */
    void flush() {
        while (!dirty.isEmpty()) {
            final List<SocketOutput> written = dirty;
            dirty = new ArrayList<>(written.size());
            written.forEach(SocketOutput::flush);
        }
    }

    EdgeClock clock() {
        return clock;
    }

    HeartbeatWheel wheel() {
        return wheel;
    }

    LoopMailbox mailbox() {
        return mailbox;
    }

    Set<ConnectionHandler> connections() {
        return connections;
    }

    SessionContext sessions() {
        return sessions;
    }

    void sessions(final SessionContext newSessions) {
        sessions = newSessions;
    }
}
