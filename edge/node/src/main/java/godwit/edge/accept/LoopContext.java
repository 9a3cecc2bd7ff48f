package godwit.edge.accept;

import godwit.edge.session.EdgeClock;
import godwit.edge.session.HeartbeatWheel;
import godwit.edge.session.SessionContext;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Comparator;
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
    /** How long it is in vain to look again for those that hold much. */
    private static final long RELIEF_AGAIN_MS = 50;

    private final EdgeClock clock = new EdgeClock();
    private final HeartbeatWheel wheel;
    private final LoopMailbox mailbox;
    private final ErrorHandler errors;
    private final OutboundMemory outbound;
    private final Runnable onTight;
    private final Unfinished partial;
    private final Unfinished fragments;
    private final ReadFailures readFailures = new ReadFailures();
    private final LoopErrand relief;
    private final Set<ConnectionHandler> connections = new HashSet<>();
    private List<SocketOutput> dirty = new ArrayList<>();
    private SessionContext sessions;
    private long relieveFromMs;

    /**
     * What is shared on one loop.
     *
     * @param loop      the loop.
     * @param outbound  what waits for the sockets of all loops.
     * @param onTight   hears that it is too much: makes all loops look for those that hold most.
     * @param partial   what its connections keep of requests and frames without an end.
     * @param fragments what its connections keep of messages without an end.
     * @param errors    hears of bugs.
     */
    LoopContext(
        final EventLoop loop, final OutboundMemory outbound, final Runnable onTight, final Unfinished partial,
        final Unfinished fragments, final ErrorHandler errors) {
        this.relief = new LoopErrand(loop, this::relieve);
        this.outbound = outbound;
        this.onTight = onTight;
        this.partial = partial;
        this.fragments = fragments;
        this.errors = errors;
        readClock();
        clock.onTick();
        relieveFromMs = clock.nowMs();
        wheel = new HeartbeatWheel(clock.nowMs());
        mailbox = new LoopMailbox(loop, this::readClock, this::flush, errors);
        loop.scheduleWithFixedDelay(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    /** A task that throws would never be run again, and nobody's silence be noticed any more. */
    private void tick() {
        try {
            readClock();
            clock.onTick();
            wheel.poll(clock.nowMs());
            flush();
        } catch (final Throwable e) {
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
            written.forEach(this::flush);
        }
    }

    private void flush(final SocketOutput output) {
        try {
            output.flush();
        } catch (final Throwable e) {
            errors.onError(e);
        }
    }

    /** More is to wait for a socket: if all together hold too much, those that hold most are closed before. */
    void makeRoom(final long bytes) {
        if (outbound.isTight(bytes) && clock.nowMs() >= relieveFromMs) {
            relieve();
            if (!outbound.isRelieved()) {
                relieveFromMs = clock.nowMs() + RELIEF_AGAIN_MS;
                onTight.run();
            }
        }
    }

    /** Another loop needs room. Any thread. */
    void askRelief() {
        relief.ask();
    }

    private void relieve() {
        final List<SocketOutput> outputs = new ArrayList<>(connections.size());
        connections.forEach(connection -> outputs.add(connection.output()));
        outputs.sort(Comparator.comparingLong(SocketOutput::queuedBytes).reversed());
        for (final SocketOutput output : outputs) {
            if (outbound.isRelieved() || !outbound.isMuch(output.queuedBytes())) {
                return;
            }
            output.evict();
        }
    }

    EdgeClock clock() {
        return clock;
    }

    HeartbeatWheel wheel() {
        return wheel;
    }

    OutboundMemory outbound() {
        return outbound;
    }

    Unfinished partial() {
        return partial;
    }

    Unfinished fragments() {
        return fragments;
    }

    ReadFailures readFailures() {
        return readFailures;
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
