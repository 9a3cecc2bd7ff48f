package godwit.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which shard owns which partition, as ranges: the only place that knows. It is kept beside the data, since what a shard
 * has is found by it; nobody may compute a shard from a partition. Immutable; any thread.
 */
public final class Topology {
    /** How many partitions there are, for ever. */
    public static final int PARTITIONS = 4096;
    /** Shards that one process may run. */
    public static final int SHARDS_MAX = 16;

    private static final String LINE = "\\d{1,4}-\\d{1,4} \\d{1,3}";

    private final int[] shards;
    private final List<Range> ranges;
    private final int shardCount;

    private Topology(final List<Range> ranges) {
        this.ranges = List.copyOf(ranges);
        this.shards = new int[PARTITIONS];
        this.shardCount = ranges.stream().mapToInt(Range::shard).max().orElse(-1) + 1;
        check();
        for (final Range range : ranges) {
            Arrays.fill(shards, range.first, range.last + 1, range.shard);
        }
    }

    /**
     * Partitions in a row that one shard owns.
     *
     * @param first its first partition.
     * @param last  its last partition.
     * @param shard who owns them, from 0.
     */
    public record Range(int first, int last, int shard) {
    }

    /**
     * Equal ranges in the order of the shards; the first ones have one partition more if it does not come out even.
     *
     * @param shardCount 1 to {@value #SHARDS_MAX}.
     * @return the topology of so many.
     */
    public static Topology ofShards(final int shardCount) {
        if (shardCount < 1 || shardCount > SHARDS_MAX) {
            throw new SettingsException("shards=" + shardCount + " expected 1.." + SHARDS_MAX);
        }
        final List<Range> ranges = new ArrayList<>();
        int first = 0;
        for (int shard = 0; shard < shardCount; shard++) {
            final int count = PARTITIONS / shardCount + (shard < PARTITIONS % shardCount ? 1 : 0);
            ranges.add(new Range(first, first + count - 1, shard));
            first += count;
        }
        return new Topology(ranges);
    }

    /**
     * A topology as {@link #format} wrote it.
     *
     * @param text a line for each range, in order: {@code FIRST-LAST SHARD}.
     * @return the topology; throws {@link SettingsException} when the text is none.
     */
    public static Topology parse(final String text) {
        final List<Range> ranges = new ArrayList<>();
        for (final String line : text.lines().filter(one -> !one.isBlank() && one.charAt(0) != '#').toList()) {
            if (!line.matches(LINE)) {
                throw new SettingsException("the topology has a line that is none: " + line);
            }
            final String[] words = line.split("[- ]");
            ranges.add(new Range(Integer.parseInt(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2])));
        }
        return new Topology(ranges);
    }

    /** Every partition has one shard, and there is none without. */
    private void check() {
        int next = 0;
        final boolean[] seen = new boolean[Math.max(0, shardCount)];
        for (final Range range : ranges) {
            need(range.first == next && range.last >= range.first && range.last < PARTITIONS,
                "range " + range.first + "-" + range.last + " expected one that begins at " + next);
            seen[range.shard] = true;
            next = range.last + 1;
        }
        need(next == PARTITIONS, "it ends at partition " + (next - 1) + " expected " + (PARTITIONS - 1));
        need(shardCount <= SHARDS_MAX, "shards=" + shardCount + " expected at most " + SHARDS_MAX);
        for (int shard = 0; shard < shardCount; shard++) {
            need(seen[shard], "shard " + shard + " owns no partition");
        }
    }

    private static void need(final boolean holds, final String otherwise) {
        if (!holds) {
            throw new SettingsException("the topology is damaged: " + otherwise);
        }
    }

    /** Its text, for {@link #parse}. */
    public String format() {
        final StringBuilder text = new StringBuilder("# partitions and the shard that owns them\n");
        ranges.forEach(range -> text.append(range.first).append('-').append(range.last).append(' ')
            .append(range.shard).append('\n'));
        return text.toString();
    }

    /**
     * The shard that owns a partition.
     *
     * @param partition 0 to {@value #PARTITIONS} - 1.
     * @return from 0.
     */
    public int shardOf(final int partition) {
        return shards[partition];
    }

    /** How many shards there are; their numbers begin at 0. */
    public int shardCount() {
        return shardCount;
    }

    /** The ranges, in order; together they are all partitions. */
    public List<Range> ranges() {
        return ranges;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Topology topology && Arrays.equals(shards, topology.shards);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(shards);
    }

    @Override
    public String toString() {
        return "Topology[shards=" + shardCount + ", ranges=" + ranges.size() + "]";
    }
}
