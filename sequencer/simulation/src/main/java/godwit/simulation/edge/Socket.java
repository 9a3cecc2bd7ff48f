package godwit.simulation.edge;

import godwit.edge.outbound.GoAwayReason;
import godwit.edge.session.Session;
import godwit.edge.session.SessionOutput;
import godwit.simulation.world.Channel;
import godwit.simulation.world.Clock;
import godwit.simulation.world.Draw;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A WebSocket between a phone and a session: bounded towards the phone, in order both ways, until it breaks. */
public final class Socket implements SessionOutput {
    /** What a client sees that hears no close frame. */
    public static final int BROKEN = 1006;

    private static final long NO_ENTRY = -1;
    private static final long DELAY_MAX_MS = 20;
    private static final int SHORT_MAX = 24;
    private static final int LONG_MAX = 600;

    /** Hears how far the edge is with a frame. */
    public interface Reader {
        /** The edge reads it, before anything comes of it. */
        void onRead();

        /** The edge's agent takes up the request that came of it, before anything comes of that; some time later, or never. */
        void onTaken();
    }

    private record Down(byte[] frame, long msgId, int closeCode) {
    }

    private final Clock clock;
    private final Draw draw;
    private final Client client;
    private final Channel<Down> down;
    private final Channel<byte[]> up;
    private final List<Long> queuedEntries = new ArrayList<>();
    private final ArrayDeque<byte[]> unread = new ArrayDeque<>();
    /** Of what the edge has not read: who wants to know when it does. */
    private final Map<byte[], Reader> awaited = new IdentityHashMap<>();
    private final Set<Long> written = new HashSet<>();
    private final Set<Long> offered = new HashSet<>();
    private final int entriesMax;
    private Edge edge;
    private Session session;
    private boolean reading = true;
    private boolean dropping;
    private boolean closing;
    private boolean open = true;

    Socket(final Clock clock, final Draw draw, final Client client) {
        this.clock = clock;
        this.draw = draw;
        this.client = client;
        this.entriesMax = draw.oneIn(2) ? SHORT_MAX : LONG_MAX;
        this.down = new Channel<>(clock, draw, DELAY_MAX_MS, this::onDown);
        this.up = new Channel<>(clock, draw, DELAY_MAX_MS, this::onUp);
    }

    void session(final Edge newEdge, final Session newSession) {
        edge = newEdge;
        session = newSession;
    }

    // ---- the phone's side

    /** The phone sends a frame; {@code reader}: or null. */
    public void send(final byte[] frame, final Reader reader) {
        if (open) {
            if (reader != null) {
                awaited.put(frame, reader);
            }
            up.send(frame);
        }
    }

    /** Whether the edge ever wanted to write an entry to it, and knows that this is of its connection. */
    public boolean wasOffered(final long msgId) {
        return offered.contains(msgId);
    }

    /** Whether the edge ever wrote an entry to it. */
    public boolean wasWritten(final long msgId) {
        return written.contains(msgId);
    }

    /** The phone is gone, with or without a word; the edge sees it now, later, or only by silence. */
    public void abandon() {
        if (open) {
            vanish();
            clock.after(draw.oneIn(4) ? draw.between(10_000, 12_000) : draw.between(0, 500), this::sessionClosed);
        }
    }

    /** The same, and the edge does not see it before so much time has passed. */
    public void abandon(final long unnoticedMs) {
        if (open) {
            vanish();
            clock.after(unnoticedMs, this::sessionClosed);
        }
    }

    private void vanish() {
        open = false;
        down.cut();
        up.cutAfterSome().forEach(this::onUp);
    }

    /** The connection breaks; both ends see it some time. */
    public void cut() {
        if (open) {
            abandon();
            clock.after(draw.between(0, 2_000), () -> client.onClosed(this, BROKEN));
        }
    }

    /** The phone reads nothing for a while. */
    public void stall(final long durationMs) {
        down.stall(durationMs);
    }

    private void onDown(final Down what) {
        if (what.msgId != NO_ENTRY) {
            queuedEntries.remove(what.msgId);
        }
        if (what.closeCode != 0) {
            open = false;
            up.cut();
            sessionClosed();
            client.onClosed(this, what.closeCode);
            return;
        }
        client.onFrame(this, what.frame);
        askIfRoom();
    }

    private void askIfRoom() {
        if (dropping && queuedEntries.size() < entriesMax / 2 && session != null && edge.alive()) {
            edge.onLoop(session::onRoom);
        }
    }

    // ---- the edge's side

    private void onUp(final byte[] frame) {
        if (!reading) {
            unread.add(frame);
        } else if (session != null && edge.alive()) {
            final Reader reader = awaited.remove(frame);
            if (reader == null) {
                edge.onLoop(() -> session.onFrame(frame));
            } else {
                reader.onRead();
                edge.onLoop(() -> session.onFrame(frame), reader::onTaken);
            }
        }
    }

    private void sessionClosed() {
        if (session != null && edge.alive()) {
            final Session gone = session;
            edge.onLoop(gone::onClosed);
        }
        session = null;
    }

    /** The edge sends its client elsewhere. */
    void sendAway(final long reconnectAfterMs) {
        if (session != null) {
            edge.onLoop(() -> session.drain(GoAwayReason.DRAIN, reconnectAfterMs));
        }
    }

    /** The edge died under it. */
    void edgeDied() {
        session = null;
        if (open) {
            open = false;
            down.cut();
            up.cut();
            clock.after(draw.between(0, 300), () -> client.onClosed(this, BROKEN));
        }
    }

    /** Nothing is read for a while: the edge stands still. */
    void stallUp(final long durationMs) {
        up.stall(durationMs);
    }

    /** Whether it was to that edge. */
    public boolean isOn(final Edge one) {
        return edge == one;
    }

    /** Whether it stands. */
    public boolean isOpen() {
        return open;
    }

    @Override
    public void write(final byte[] bytes, final int length) {
        write(Arrays.copyOf(bytes, length));
    }

    @Override
    public void write(final byte[] frame) {
        if (open && !closing) {
            down.send(new Down(frame, NO_ENTRY, 0));
        }
    }

    @Override
    public void writeFleeting(final byte[] frame) {
        if (open && !closing && down.count() < SHORT_MAX) {
            down.send(new Down(frame, NO_ENTRY, 0));
        }
    }

    @Override
    public boolean writeEntry(final byte[] frame, final long msgId) {
        offered.add(msgId);
        if (!open || closing) {
            written.add(msgId);
            return true;
        }
        if (!dropping && queuedEntries.contains(msgId)) {
            client.onRepeated(this, msgId);
            return true;
        }
        dropping |= queuedEntries.size() >= entriesMax;
        if (dropping) {
            clock.after(0, this::askIfRoom);
            return false;
        }
        queuedEntries.add(msgId);
        written.add(msgId);
        down.send(new Down(frame, msgId, 0));
        return true;
    }

    @Override
    public void restarted() {
        dropping = false;
    }

    @Override
    public void reading(final boolean on) {
        reading = on;
        if (on) {
            clock.after(0, this::readOn);
        }
    }

    private void readOn() {
        while (reading && !unread.isEmpty()) {
            onUp(unread.remove());
        }
    }

    @Override
    public void close(final int code, final String reason) {
        if (open && !closing) {
            closing = true;
            down.send(new Down(null, NO_ENTRY, code));
        }
    }
}
