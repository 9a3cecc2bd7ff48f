package godwit.simulation.check;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what was seen, in one run or in many. */
public final class Sights {
    private final Map<Sight, Integer> counts = new EnumMap<>(Sight.class);

    /** It was seen once more. */
    public void saw(final Sight sight) {
        counts.merge(sight, 1, Integer::sum);
    }

    /** All that another run saw was seen, too. */
    public void add(final Sights other) {
        other.counts.forEach((sight, count) -> counts.merge(sight, count, Integer::sum));
    }

    /** What was not seen. */
    public List<Sight> never() {
        return Arrays.stream(Sight.values()).filter(sight -> !counts.containsKey(sight)).toList();
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
