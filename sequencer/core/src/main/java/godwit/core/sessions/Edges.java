package godwit.core.sessions;

import godwit.core.CoreLimits;
import godwit.core.CoreListener;
import godwit.core.Refusal;
import godwit.core.numbers.Clocks;
import godwit.core.numbers.Counters;
import godwit.core.numbers.LimitWords;
import godwit.core.numbers.ShardContext;
import godwit.core.numbers.ShardRecord;
import godwit.core.state.Bytes;
import godwit.core.state.Invariants;
import godwit.core.state.Names;
import godwit.core.state.RecordList;
import godwit.core.state.SlotIndex;
import godwit.core.state.Table;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The edges whose leases run. A lease that ends takes all its sessions along at once: their epoch is no edge's any more. */
public final class Edges {
    /** Heads the list of an edge's sessions. */
    static final int SESSIONS = 5;
    /** Heads the list of the edge's subscriptions to presence. */
    public static final int SUBSCRIPTIONS = 6;

    private static final int ID = 0;
    private static final int EPOCH = 1;
    private static final int RENEWED_MS = 2;
    private static final int CHANNEL = 3;
    private static final int LINK = 4;
    private static final int HEARD_MS = 7;
    private static final int LAST_ATTACH = 8;
    private static final int WORDS = 9;
    private static final int RETRY_AFTER_MS = 1000;

    private final Table table;
    private final Names names;
    private final Clocks clocks;
    private final Counters counters;
    private final LimitWords limits;
    private final CoreListener listener;
    private final RecordList all;
    private final UnsafeBuffer channelView = new UnsafeBuffer(0, 0);
    private final SlotIndex index = new SlotIndex();
    /** The edge found last: commands of one come after the other. No part of the state. */
    private int latest;
    private Sessions sessions;
    private Ends ends;

    /** Is told when an edge's lease ends. */
    public interface Ends {
        /** The edge's slot is still as it was. */
        void onEdgeEnd(int edge);
    }

    /** Registers the table of edges. */
    public Edges(final ShardContext shard) {
        this.table = shard.registry().table("edges", WORDS);
        this.names = shard.names();
        this.clocks = shard.clocks();
        this.counters = shard.counters();
        this.limits = shard.limits();
        this.listener = shard.listener();
        this.all = new RecordList(table, LINK, shard.record().table(), ShardRecord.EDGES);
    }

    /** Says who keeps the sessions; once, while the parts are put together. */
    public void sessions(final Sessions keeper) {
        sessions = keeper;
    }

    /** Says who else has to be told of ends; once, while the parts are put together. */
    public void ends(final Ends listening) {
        ends = listening;
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** The highest slot ever taken. */
    public int size() {
        return table.size();
    }

    /** Whether a slot holds an edge. */
    public boolean isLive(final int slot) {
        return table.isLive(slot);
    }

    /** The edge's own id. */
    public long id(final int slot) {
        return table.get(slot, ID);
    }

    /** The epoch of its lease. */
    public long epoch(final int slot) {
        return table.get(slot, EPOCH);
    }

    /** The reference of its channel. */
    public int channelName(final int slot) {
        return table.low(slot, CHANNEL);
    }

    /** The stream that its deliveries go to. */
    public int streamId(final int slot) {
        return table.high(slot, CHANNEL);
    }

    /** The channel that its deliveries go to; good until the next call. */
    public DirectBuffer channel(final int slot) {
        return names.wrap(table.low(slot, CHANNEL), channelView);
    }

    /** An edge introduces itself. */
    public void open(final long edgeId, final long correlationId, final int streamId, final DirectBuffer channel) {
        if (edgeId == 0 || channel.capacity() == 0 || channel.capacity() > Names.LENGTH_MAX) {
            listener.onRefused(edgeId, correlationId, 0, Refusal.INVALID, Refusal.Detail.BAD_FIELD, 0);
            return;
        }
        final int known = find(edgeId);
        if (known == 0 && table.count() >= CoreLimits.EDGES_MAX) {
            listener.onRefused(
                edgeId, correlationId, 0, Refusal.UNAVAILABLE, Refusal.Detail.EDGES_FULL, RETRY_AFTER_MS);
            return;
        }
        final int slot = known == 0 ? add(edgeId) : renew(known);
        table.set(slot, EPOCH, counters.nextEpoch());
        table.set(slot, LAST_ATTACH, 0);
        onHeard(slot);
        table.set(slot, CHANNEL, Table.pack(names.put(channel), streamId));
        listener.onEdgeOpened(
            edgeId, correlationId, epoch(slot), counters.incarnation(), limits.get().leaseMs(),
            limits.get().subscribedMax(), limits.get().redeliverMs(), streamId, channel);
    }

    /** An edge renews its lease. */
    public void keepAlive(final long edgeId, final long epoch) {
        final int slot = current(edgeId, epoch);
        if (slot == 0) {
            listener.onRefused(edgeId, 0, 0, Refusal.STALE_EDGE, Refusal.Detail.NONE, 0);
        } else {
            onHeard(slot);
            listener.onDone(edgeId, 0);
        }
    }

    private void onHeard(final int slot) {
        table.set(slot, RENEWED_MS, clocks.leaseTime());
        table.set(slot, HEARD_MS, clocks.idTime());
    }

    /**
     * It asks for a session under a name; its names grow.
     *
     * @return whether it asked before, and was answered.
     */
    public boolean onAttach(final int slot, final long correlationId) {
        final boolean again = correlationId <= table.get(slot, LAST_ATTACH);
        if (!again) {
            table.set(slot, LAST_ATTACH, correlationId);
        }
        return again;
    }

    /** When it opened or renewed its lease last, in milliseconds since 1970: until then its clients may have been there. */
    long heardMs(final int slot) {
        return table.get(slot, HEARD_MS);
    }

    /** An edge goes away in order. */
    public void close(final long edgeId, final long epoch) {
        final int slot = current(edgeId, epoch);
        if (slot != 0) {
            onHeard(slot);
            sessions.abandon(slot);
            end(slot);
        }
    }

    /** Ends the leases that are over. */
    public void expire() {
        int slot = all.first(ShardRecord.SLOT);
        while (slot != 0) {
            final int next = all.next(slot);
            if (clocks.leaseTime() - table.get(slot, RENEWED_MS) >= limits.get().leaseMs()) {
                sessions.lose(slot);
                end(slot);
            }
            slot = next;
        }
    }

    /** The edge of an id and epoch; 0: its lease is over, or there never was one. */
    public int current(final long edgeId, final long epoch) {
        final int slot = find(edgeId);
        return slot != 0 && epoch(slot) == epoch ? slot : 0;
    }

    /** Makes the index anew after a snapshot was loaded. */
    public void reindex() {
        index.clear();
        for (int slot = 1; slot <= table.size(); slot++) {
            if (table.isLive(slot)) {
                index.put(hash(id(slot)), slot);
            }
        }
    }

    private static long hash(final long edgeId) {
        return Bytes.hash(edgeId, 3);
    }

    private int find(final long edgeId) {
        if (latest != 0 && latest <= table.size() && id(latest) == edgeId && edgeId != 0) {
            return latest;
        }
        final long hash = hash(edgeId);
        int position = index.first(hash);
        while (position != SlotIndex.NULL_POSITION) {
            if (id(index.slot(position)) == edgeId) {
                latest = index.slot(position);
                return latest;
            }
            position = index.next(position, hash);
        }
        return 0;
    }

    private int add(final long edgeId) {
        final int slot = table.allocate();
        table.set(slot, ID, edgeId);
        all.append(ShardRecord.SLOT, slot);
        index.put(hash(edgeId), slot);
        return slot;
    }

    /** Its connections are attached again, or its clients come again to it as to any other. */
    private int renew(final int slot) {
        sessions.abandon(slot);
        ends.onEdgeEnd(slot);
        names.free(table.low(slot, CHANNEL));
        return slot;
    }

    private void end(final int slot) {
        final long edgeId = id(slot);
        ends.onEdgeEnd(slot);
        names.free(table.low(slot, CHANNEL));
        all.remove(ShardRecord.SLOT, slot);
        index.remove(hash(edgeId), slot);
        Invariants.same("sessions of an ended edge", table.get(slot, SESSIONS), 0);
        Invariants.same("subscriptions of an ended edge", table.get(slot, SUBSCRIPTIONS), 0);
        table.free(slot);
        listener.onEdgeEnded(edgeId);
    }
}
