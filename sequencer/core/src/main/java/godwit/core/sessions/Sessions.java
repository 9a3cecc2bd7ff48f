package godwit.core.sessions;

import godwit.core.CoreLimits;
import godwit.core.numbers.Clocks;
import godwit.core.numbers.Counters;
import godwit.core.numbers.ShardRecord;
import godwit.core.state.Bytes;
import godwit.core.state.Invariants;
import godwit.core.state.RecordList;
import godwit.core.state.SlotIndex;
import godwit.core.state.Table;
import godwit.core.state.Tables;

/** The sessions of connected devices: each on an edge, under the epoch of its lease. */
public final class Sessions {
    private static final int NUMBER = 0;
    private static final int PLACE = 1;
    private static final int EPOCH = 2;
    private static final int CONNECTION = 3;
    private static final int LINK = 4;
    private static final int WINDOW = 5;
    private static final int PROGRESS_MS = 6;
    private static final int ASKED_MS = 7;
    private static final int WORDS = 8;
    private static final long SETTLED = 0;

    private final Table table;
    private final Edges edges;
    private final Counters counters;
    private final Clocks clocks;
    private final Endings endings;
    private final RecordList ofEdge;
    private final RecordList abandoned;
    private final RecordList ending;
    private final SlotIndex index = new SlotIndex();

    /** Registers the table of sessions. */
    public Sessions(
        final Tables registry, final ShardRecord shard, final Edges edges, final Counters counters,
        final Clocks clocks) {
        this.table = registry.table("sessions", WORDS);
        this.edges = edges;
        this.counters = counters;
        this.clocks = clocks;
        this.ofEdge = new RecordList(table, LINK, edges.table(), Edges.SESSIONS);
        this.endings = new Endings(registry, shard);
        this.abandoned = new RecordList(table, LINK, endings.table(), Endings.SESSIONS);
        this.ending = new RecordList(table, LINK, shard.table(), ShardRecord.ENDING);
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** The table of leases that are over. */
    public Table endings() {
        return endings.table();
    }

    /** A new session of a device, which was asked for at a time, by the lease's clock. */
    public int open(final int edge, final int device, final long connectionId, final long askedMs) {
        final int slot = table.allocate();
        final long number = counters.nextSession();
        table.set(slot, NUMBER, number);
        table.set(slot, PLACE, Table.pack(device, edge));
        table.set(slot, EPOCH, edges.epoch(edge));
        table.set(slot, CONNECTION, connectionId);
        table.set(slot, PROGRESS_MS, clocks.leaseTime());
        table.set(slot, ASKED_MS, askedMs);
        ofEdge.append(edge, slot);
        index.put(hash(number), slot);
        return slot;
    }

    /** Ends a session; its device must forget it. */
    public void close(final int slot) {
        if (isLive(slot)) {
            ofEdge.remove(edge(slot), slot);
        } else {
            settle(slot);
            ending.remove(ShardRecord.SLOT, slot);
        }
        index.remove(hash(number(slot)), slot);
        table.free(slot);
    }

    /** The session of a number; 0: there is none. */
    public int find(final long number) {
        final long hash = hash(number);
        int position = index.first(hash);
        while (position != SlotIndex.NULL_POSITION) {
            if (number(index.slot(position)) == number) {
                return index.slot(position);
            }
            position = index.next(position, hash);
        }
        return 0;
    }

    /** The session of a number if it is on that edge under its present lease; else 0. */
    public int find(final int edge, final long number) {
        final int slot = find(number);
        return slot != 0 && edge(slot) == edge && isLive(slot) ? slot : 0;
    }

    /** Whether the lease that the session is under still runs. */
    public boolean isLive(final int slot) {
        final int edge = edge(slot);
        return edges.isLive(edge) && edges.epoch(edge) == table.get(slot, EPOCH);
    }

    /** A session that outlived its edge and is to be settled now; 0: none. */
    public int firstAbandoned() {
        final int due = endings.firstDue(clocks.leaseTime());
        return due == 0 ? 0 : abandoned.first(due);
    }

    /** Until when its device is expected back, by the lease's clock; 0: its edge was lost. */
    public long awayUntilMs(final int slot) {
        return endings.awayUntilMs(endings.find(table.get(slot, EPOCH)));
    }

    /**
     * When a device with a session was there last, in milliseconds since 1970, as far as its edge said. A lease goes on for
     * as long as the shard is away, but nobody says that the device was there all that time.
     *
     * @param seenMs when the device itself was heard of last.
     */
    public long seenMs(final int slot, final long seenMs) {
        if (isLive(slot)) {
            return clocks.idTime();
        }
        return isSettled(slot) ? seenMs : Math.max(seenMs, endings.heardMs(endings.find(table.get(slot, EPOCH))));
    }

    /** Whether everybody who has to know knows that the session's edge is gone. */
    public boolean isSettled(final int slot) {
        return table.get(slot, EPOCH) == SETTLED;
    }

    /** Everybody knows that the session's edge is gone: it may be closed when there is time. */
    public void settle(final int slot) {
        if (!isSettled(slot)) {
            final int end = endings.find(table.get(slot, EPOCH));
            abandoned.remove(end, slot);
            table.set(slot, EPOCH, SETTLED);
            ending.append(ShardRecord.SLOT, slot);
            if (abandoned.first(end) == 0) {
                endings.remove(end);
            }
        }
    }

    /** A settled session that is to be closed; 0: none. */
    public int firstEnding() {
        return ending.first(ShardRecord.SLOT);
    }

    /** The session's number. */
    public long number(final int slot) {
        return table.get(slot, NUMBER);
    }

    /** The device. */
    public int device(final int slot) {
        return table.low(slot, PLACE);
    }

    /** The edge's slot. */
    public int edge(final int slot) {
        return table.high(slot, PLACE);
    }

    /** The edge's name for the connection. */
    public long connectionId(final int slot) {
        return table.get(slot, CONNECTION);
    }

    /** When its device asked for it, by the lease's clock; as far as its edge says how long that waited. */
    public long askedMs(final int slot) {
        return table.get(slot, ASKED_MS);
    }

    /** How many pushed entries are not acknowledged. */
    public int unacknowledged(final int slot) {
        return table.low(slot, WINDOW);
    }

    /** Whether a part of the session's window belongs to the subscriptions that it follows, or followed. */
    public boolean isShared(final int slot) {
        return table.high(slot, WINDOW) != 0;
    }

    /** It follows a subscription: a part of its window is the edge's to count, as long as it lives. */
    public void setShared(final int slot) {
        table.setHigh(slot, WINDOW, 1);
    }

    /** Changes how many pushed entries are not acknowledged. */
    public void addUnacknowledged(final int slot, final int delta) {
        final int now = unacknowledged(slot) + delta;
        Invariants.atLeast("unacknowledged", now, 0);
        table.setLow(slot, WINDOW, now);
    }

    /** When the device acknowledged something last, or attached, by the lease's clock. */
    public long progressMs(final int slot) {
        return table.get(slot, PROGRESS_MS);
    }

    /** The device acknowledged something. */
    public void onProgress(final int slot) {
        table.set(slot, PROGRESS_MS, clocks.leaseTime());
    }

    /** Makes the index anew after a snapshot was loaded. */
    public void reindex() {
        index.clear();
        for (int slot = 1; slot <= table.size(); slot++) {
            if (table.isLive(slot)) {
                index.put(hash(number(slot)), slot);
            }
        }
    }

    /** An edge closes, or opens anew: its sessions are dead now, and settled and closed bit by bit. */
    void abandon(final int edge) {
        abandon(edge, clocks.leaseTime() + CoreLimits.AWAY_MS, 0);
    }

    /** An edge's lease is over: the same, but nobody is told before it is certain that it has been over for long enough. */
    void lose(final int edge) {
        abandon(edge, 0, clocks.leaseTime() + CoreLimits.LOST_AFTER_MS);
    }

    private void abandon(final int edge, final long awayUntilMs, final long dueMs) {
        if (ofEdge.first(edge) != 0) {
            final int end = endings.add(edges.epoch(edge), awayUntilMs, dueMs, edges.heardMs(edge));
            ofEdge.moveAll(edge, abandoned, end);
        }
    }

    private static long hash(final long number) {
        return Bytes.hash(number, 0);
    }
}
