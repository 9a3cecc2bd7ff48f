package godwit.simulation;

import godwit.simulation.fault.Schedule;
import godwit.simulation.fault.Strike;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Looks for fewer faults with which a run fails as well: leaves out one half, one quarter and so on, down to each single one,
 * until none can be left out any more or the time is over. Any failure counts: a run that fails otherwise is wrong as well.
 */
final class Shrinking {
    private static final long MAX_NS = TimeUnit.SECONDS.toNanos(20);

    private final Function<Schedule, String> failure;
    private final long deadlineNs = System.nanoTime() + MAX_NS;
    private Schedule least;
    private String what;
    private int runs;

    /**
     * Of a run that fails.
     *
     * @param schedule with which it does.
     * @param what     fails.
     * @param failure  runs with another schedule; null: it does not fail.
     */
    Shrinking(final Schedule schedule, final String what, final Function<Schedule, String> failure) {
        this.least = schedule;
        this.what = what;
        this.failure = failure;
    }

    /** Shrinks as far as it can. */
    Shrinking shrink() {
        int parts = 2;
        while (!least.strikes().isEmpty() && System.nanoTime() < deadlineNs) {
            final int before = least.strikes().size();
            final boolean shrunk = withoutOneOf(parts(Math.min(parts, before)));
            if (!shrunk && parts >= before) {
                return this;
            }
            parts = shrunk ? Math.max(2, parts - 1) : 2 * parts;
        }
        return this;
    }

    private List<List<Strike>> parts(final int count) {
        final List<Strike> all = least.strikes();
        final List<List<Strike>> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(all.subList(i * all.size() / count, (i + 1) * all.size() / count));
        }
        return parts;
    }

    private boolean withoutOneOf(final List<List<Strike>> parts) {
        for (final List<Strike> part : parts) {
            if (System.nanoTime() >= deadlineNs) {
                return false;
            }
            final Schedule fewer = least.without(part);
            final String found = failure.apply(fewer);
            runs++;
            if (found != null) {
                least = fewer;
                what = found;
                return true;
            }
        }
        return false;
    }

    /** The fewest faults that were found. */
    Schedule least() {
        return least;
    }

    /** What fails with them. */
    String what() {
        return what;
    }

    /** How many runs it took. */
    int runs() {
        return runs;
    }
}
