package godwit.core.directory;

import godwit.core.CoreLimits;
import godwit.core.state.Invariants;
import godwit.core.state.Table;
import godwit.core.state.Tables;
import java.util.Arrays;

/** Which shard owns which partition: ranges, and looked up through an array made from them. Without ranges nobody is served yet. */
public final class Topology {
    private static final int SHARD = 0;
    private static final int FROM = 1;

    private final Table table;
    private final int ownShard;
    private final int[] shardOf = new int[Partitions.COUNT];
    private final boolean[] isKnown = new boolean[CoreLimits.SHARDS_MAX];
    private final int[] collectedFrom = new int[CoreLimits.PARTITION_RANGES_MAX];
    private final int[] collectedShard = new int[CoreLimits.PARTITION_RANGES_MAX];
    private int collected;
    private boolean isCollectedBad;
    private boolean isAlone = true;

    /** Registers the table of ranges. */
    public Topology(final Tables registry, final int ownShard) {
        this.table = registry.table("ranges", 2);
        this.ownShard = ownShard;
        Arrays.fill(shardOf, ownShard);
    }

    /** The table that holds them. */
    public Table table() {
        return table;
    }

    /** The shard that owns a partition. */
    public int shardOf(final int partition) {
        return shardOf[partition];
    }

    /** Whether this shard owns a partition. */
    public boolean isOwn(final int partition) {
        return shardOf[partition] == ownShard;
    }

    /** This shard. */
    public int ownShard() {
        return ownShard;
    }

    /** Whether the shard was told who owns what. */
    public boolean isTold() {
        return table.count() > 0;
    }

    /** Whether this shard owns all partitions. */
    public boolean isAlone() {
        return isAlone;
    }

    /** Whether a shard owns a partition. */
    public boolean knows(final int shard) {
        return shard >= 0 && shard < CoreLimits.SHARDS_MAX && isKnown[shard];
    }

    /** One more range of the topology to come. */
    public void collect(final int fromPartition, final int shard) {
        final boolean follows = collected == 0 ? fromPartition == 0 : fromPartition > collectedFrom[collected - 1];
        if (!follows || fromPartition >= Partitions.COUNT || shard < 0 || shard >= CoreLimits.SHARDS_MAX
            || collected == CoreLimits.PARTITION_RANGES_MAX) {
            isCollectedBad = true;
        } else {
            collectedFrom[collected] = fromPartition;
            collectedShard[collected++] = shard;
        }
    }

    /** Forgets what was collected. */
    public void forget() {
        collected = 0;
        isCollectedBad = false;
    }

    /** Puts the collected ranges in force, unless some are bad, or there are others already. */
    public void apply() {
        if (!isCollectedBad && collected > 0 && table.count() == 0) {
            for (int i = 0; i < collected; i++) {
                final int slot = table.allocate();
                table.set(slot, SHARD, collectedShard[i] + 1);
                table.set(slot, FROM, collectedFrom[i]);
            }
            reindex();
        }
        forget();
    }

    /** Makes the array anew, after a snapshot was loaded too. */
    public void reindex() {
        Arrays.fill(shardOf, ownShard);
        Arrays.fill(isKnown, false);
        isKnown[ownShard] = true;
        isAlone = true;
        for (int slot = 1; slot <= table.size(); slot++) {
            Invariants.present("range", table.get(slot, SHARD));
            final int to = slot == table.size() ? Partitions.COUNT : (int) table.get(slot + 1, FROM);
            Arrays.fill(shardOf, (int) table.get(slot, FROM), to, (int) table.get(slot, SHARD) - 1);
            isKnown[(int) table.get(slot, SHARD) - 1] = true;
            isAlone &= table.get(slot, SHARD) - 1 == ownShard;
        }
    }
}
