package godwit.core.presence;

import godwit.core.numbers.ShardRecord;
import godwit.core.sessions.Edges;
import godwit.core.state.Bytes;
import godwit.core.state.RecordList;
import godwit.core.state.SlotIndex;
import godwit.core.state.Table;
import godwit.core.state.Tables;

/**
 * Which edges want to know of whom: one for each edge and user, under the epoch of the edge's lease. Those of a lease that is
 * over are dead at once and forgotten bit by bit, unless the edge comes back for them.
 */
public final class Subscriptions {
    private static final int PLACE = 0;
    private static final int PRESENCE_LINK = 1;
    private static final int EDGE_LINK = 2;
    private static final int EPOCH = 3;

    private final Table table;
    private final Edges edges;
    private final RecordList ofPresence;
    private final RecordList ofEdge;
    private final RecordList dead;
    private final SlotIndex index = new SlotIndex();

    /** Registers the table of subscriptions. */
    public Subscriptions(final Tables registry, final ShardRecord shard, final Presences presences, final Edges edges) {
        this.table = registry.table("subscriptions", 4);
        this.edges = edges;
        this.ofPresence = new RecordList(table, PRESENCE_LINK, presences.table(), Presences.SUBSCRIPTIONS);
        this.ofEdge = new RecordList(table, EDGE_LINK, edges.table(), Edges.SUBSCRIPTIONS);
        this.dead = new RecordList(table, EDGE_LINK, shard.table(), ShardRecord.SUBSCRIPTIONS);
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** The subscriptions to a presence, the oldest first, dead ones among them. */
    public RecordList ofPresence() {
        return ofPresence;
    }

    /** An edge's to a presence, perhaps one of a lease in the same slot that is over; 0: none. */
    int find(final int presence, final int edge) {
        final long hash = hash(presence, edge);
        int position = index.first(hash);
        while (position != SlotIndex.NULL_POSITION) {
            final int slot = index.slot(position);
            if (presence(slot) == presence && edge(slot) == edge) {
                return slot;
            }
            position = index.next(position, hash);
        }
        return 0;
    }

    void add(final int presence, final int edge) {
        final int slot = table.allocate();
        table.set(slot, PLACE, Table.pack(presence, edge));
        table.set(slot, EPOCH, edges.epoch(edge));
        ofPresence.append(presence, slot);
        ofEdge.append(edge, slot);
        index.put(hash(presence, edge), slot);
    }

    /** The edge wants it, whatever was before. */
    void revive(final int slot) {
        if (!isLive(slot)) {
            dead.remove(ShardRecord.SLOT, slot);
            table.set(slot, EPOCH, edges.epoch(edge(slot)));
            ofEdge.append(edge(slot), slot);
        }
    }

    void remove(final int slot) {
        if (isLive(slot)) {
            ofEdge.remove(edge(slot), slot);
        } else {
            dead.remove(ShardRecord.SLOT, slot);
        }
        ofPresence.remove(presence(slot), slot);
        index.remove(hash(presence(slot), edge(slot)), slot);
        table.free(slot);
    }

    /** An edge's lease is over. */
    public void abandon(final int edge) {
        ofEdge.moveAll(edge, dead, ShardRecord.SLOT);
    }

    /** One of a lease that is over; 0: none. */
    int firstDead() {
        return dead.first(ShardRecord.SLOT);
    }

    int count() {
        return table.count();
    }

    int presence(final int slot) {
        return table.low(slot, PLACE);
    }

    int edge(final int slot) {
        return table.high(slot, PLACE);
    }

    /** Whether the lease that it is under still runs. */
    boolean isLive(final int slot) {
        final int edge = edge(slot);
        return edges.isLive(edge) && edges.epoch(edge) == table.get(slot, EPOCH);
    }

    /** Makes the index anew after a snapshot was loaded. */
    public void reindex() {
        index.clear();
        for (int slot = 1; slot <= table.size(); slot++) {
            if (table.isLive(slot)) {
                index.put(hash(presence(slot), edge(slot)), slot);
            }
        }
    }

    private static long hash(final int presence, final int edge) {
        return Bytes.hash(presence, edge);
    }
}
