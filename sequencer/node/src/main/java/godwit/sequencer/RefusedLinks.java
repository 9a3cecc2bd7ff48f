package godwit.sequencer;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which other shards send what this one cannot read: of an older release, or damaged. Nothing behind it is applied, and it is
 * sent again every few seconds, so the link stands still until this shard runs a release that reads it.
 */
public final class RefusedLinks {
    /** What is refused comes again after 8 s at the latest; so long without, and it is mended. */
    static final long QUIET_NS = TimeUnit.SECONDS.toNanos(30);
    private static final int SHARDS_MAX = 1_024;

    private final AtomicLongArray cuts = new AtomicLongArray(SHARDS_MAX);
    private final long[] seen = new long[SHARDS_MAX];
    private final long[] seenNs = new long[SHARDS_MAX];
    private boolean hasLooked;
    private volatile int[] shards = {};

    /** A batch of a shard ended before one of its records. One thread. */
    public void onCut(final int fromShard) {
        if (fromShard >= 0 && fromShard < SHARDS_MAX) {
            cuts.lazySet(fromShard, cuts.get(fromShard) + 1);
        }
    }

    /**
     * Looks what came since the last time; what was there at the first look is of a log that was replayed. One thread.
     *
     * @param nowNs the time, monotonic.
     * @return whether others stand still than before.
     */
    public boolean look(final long nowNs) {
        final int[] before = shards;
        int count = 0;
        final int[] now = new int[SHARDS_MAX];
        for (int shard = 0; shard < SHARDS_MAX; shard++) {
            final long cut = cuts.get(shard);
            if (cut != seen[shard]) {
                seen[shard] = cut;
                seenNs[shard] = hasLooked ? nowNs : nowNs - QUIET_NS;
            }
            if (seen[shard] != 0 && nowNs - seenNs[shard] < QUIET_NS) {
                now[count++] = shard;
            }
        }
        hasLooked = true;
        shards = Arrays.copyOf(now, count);
        return !Arrays.equals(before, shards);
    }

    /** Those whose links stand still, in order. Any thread; not to be changed. */
    public int[] shards() {
        return shards;
    }
}
