package godwit.core.users;

import godwit.core.joint.ChatExtras;
import godwit.core.joint.RareList;
import godwit.core.state.Invariants;
import godwit.core.state.Table;
import godwit.core.state.Tables;

/**
 * On which edges devices follow a wide chat's subscription, under which lease, and how many do: such an edge gets each of
 * the chat's entries once, and knows itself for whom.
 */
public final class FeedEdges {
    private static final int OWNER = 0;
    private static final int LINK = 1;
    private static final int EPOCH = 2;
    private static final int COUNT = 3;
    private static final int WORDS = 4;

    private final Table table;
    private final RareList ofFeed;

    /** Registers the table. */
    public FeedEdges(final Tables registry, final Feeds feeds) {
        table = registry.table("feedEdges", WORDS);
        ofFeed = new RareList(table, LINK, feeds.records().extras(), ChatExtras.EDGES);
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** Those of a feed, in the order in which they came. */
    public RareList ofFeed() {
        return ofFeed;
    }

    /** A device more follows the feed on an edge, under the present epoch of its lease; the record of that edge. */
    public int add(final int feed, final int edge, final long epoch) {
        int slot = ofFeed.first(feed);
        while (slot != 0 && (edge(slot) != edge || epoch(slot) != epoch)) {
            slot = ofFeed.next(slot);
        }
        if (slot == 0) {
            slot = table.allocate();
            table.set(slot, OWNER, Table.pack(feed, edge));
            table.set(slot, EPOCH, epoch);
            ofFeed.append(feed, slot);
        }
        table.add(slot, COUNT, 1);
        return slot;
    }

    /** A device less does. */
    void remove(final int slot) {
        final long count = table.add(slot, COUNT, -1);
        Invariants.atLeast("followers", count, 0);
        if (count == 0) {
            ofFeed.remove(table.low(slot, OWNER), slot);
            table.free(slot);
        }
    }

    /** The edge's slot. */
    public int edge(final int slot) {
        return table.high(slot, OWNER);
    }

    /** The epoch of the lease that they follow under. */
    public long epoch(final int slot) {
        return table.get(slot, EPOCH);
    }

    /** How many devices follow there. */
    public long count(final int slot) {
        return table.get(slot, COUNT);
    }
}
