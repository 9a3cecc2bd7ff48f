package godwit.simulation.check;

import godwit.simulation.fault.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts which faults struck and what was seen, in one run or in many. */
public final class Sights {
    private static final List<Enum<?>> ALL = new ArrayList<>();

    private final Map<Enum<?>, Count> counts =
        new TreeMap<>(Comparator.<Enum<?>>comparingInt(ALL::indexOf));

    static {
        ALL.addAll(List.of(Fault.values()));
        ALL.addAll(List.of(Sight.values()));
    }

    /** How often in all, and in how many runs. */
    private static final class Count {
        private long times;
        private long runs;

        private void add(final long moreTimes, final long moreRuns) {
            times += moreTimes;
            runs += moreRuns;
        }
    }

    private Count count(final Enum<?> what) {
        return counts.computeIfAbsent(what, any -> new Count());
    }

    /** It was seen once more. */
    public void saw(final Sight sight) {
        count(sight).times++;
    }

    /** It was seen so many times more. */
    public void saw(final Sight sight, final long times) {
        if (times > 0) {
            count(sight).times += times;
        }
    }

    /** A fault struck. */
    public void struck(final Fault fault) {
        count(fault).times++;
    }

    /** All that another run saw was seen, too. */
    public void addRun(final Sights run) {
        run.counts.forEach((what, count) -> count(what).add(count.times, 1));
    }

    /** All that many other runs saw was seen, too. */
    public void add(final Sights others) {
        others.counts.forEach((what, count) -> count(what).add(count.times, count.runs));
    }

    /** How often it was seen. */
    public long times(final Sight sight) {
        return counts.containsKey(sight) ? counts.get(sight).times : 0;
    }

    /** What was not seen, and which faults did not strike. */
    public List<Enum<?>> never() {
        return ALL.stream().filter(what -> !counts.containsKey(what)).collect(Collectors.toList());
    }

    /** A line for each fault and each sight: in how many runs, and how often in all. */
    public String table() {
        final StringBuilder table = new StringBuilder(String.format(Locale.ROOT, "%-32s %9s %9s%n", "seen", "runs", "times"));
        for (final Enum<?> what : ALL) {
            final Count count = counts.getOrDefault(what, new Count());
            table.append(String.format(Locale.ROOT, "%-32s %9d %9d%n",
                (what instanceof Fault ? "fault " : "") + what, count.runs, count.times));
        }
        return table.toString();
    }

    @Override
    public String toString() {
        return counts.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue().times)
            .collect(Collectors.joining(", ", "{", "}"));
    }
}
