package godwit.simulation;

import godwit.simulation.check.Sights;
import godwit.simulation.fault.Sabotage;
import godwit.simulation.fault.Schedule;
import godwit.simulation.world.Plan;
import godwit.simulation.world.SimulationFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs seeds; {@code main} takes a range {@code A..B}, and {@code --trace} for a line of each event. */
public final class Simulation {
    private static final int STACK_SHOWN = 8;
    /** Of so many failures in a process fewer faults are looked for: where all fail, the first few are enough. */
    private static final AtomicInteger SHRINKINGS_LEFT = new AtomicInteger(4);
    /** Numbers of the faults that are to strike, with commas between; all others are left out. */
    private static final String FAULTS = System.getProperty("godwit.simulation.faults");

    private Simulation() {
    }

    /**
     * Runs a seed.
     *
     * @param seed   any.
     * @param reader takes a line an event; null: nobody does.
     * @return what it came to, in one line.
     * @throws RuntimeException when something does not hold, or something threw.
     */
    public static String run(final long seed, final Consumer<String> reader) {
        return run(seed, schedule(seed), reader, () -> Sabotage.NONE, new Sights());
    }

    /** As {@link #run(long, Consumer)}, with something wrong; adds what it saw. */
    static String run(
        final long seed, final Schedule schedule, final Consumer<String> reader, final Supplier<Sabotage> sabotage,
        final Sights sights) {
        final Run run = new Run(Plan.of(seed), schedule, reader, sabotage);
        run.run();
        sights.addRun(run.sights());
        return run.summary() + " seen=" + run.sights();
    }

    /** The faults of a seed, all or as many as are wanted. */
    static Schedule schedule(final long seed) {
        final Schedule all = Schedule.of(Plan.of(seed));
        return FAULTS == null ? all : all.only(Arrays.stream(FAULTS.split(",")).map(Integer::valueOf).toList());
    }

    /** A seed that has to hold; null: it does. */
    static Failure failure(
        final long seed, final Consumer<String> reader, final Supplier<Sabotage> sabotage, final Sights sights) {
        final Schedule schedule = schedule(seed);
        final String what = what(seed, schedule, reader, sabotage, sights);
        if (what == null) {
            return null;
        }
        final Shrinking shrinking = SHRINKINGS_LEFT.getAndDecrement() <= 0 ? null
            : new Shrinking(schedule, what, fewer -> what(seed, fewer, null, sabotage, new Sights())).shrink();
        return new Failure(seed, what, schedule.strikes().size(), shrinking);
    }

    private static String what(
        final long seed, final Schedule schedule, final Consumer<String> reader, final Supplier<Sabotage> sabotage,
        final Sights sights) {
        try {
            run(seed, schedule, reader, sabotage, sights);
            return null;
        } catch (final RuntimeException e) {
            return what(e);
        }
    }

    /**
     * Runs a range of seeds.
     *
     * @param range  {@code A..B}, both included, or one seed.
     * @param reader takes a line an event; null: nobody does.
     * @param sights counts what the runs saw.
     * @return for each seed that failed: the seed, what failed, how to see it again, and with how few faults.
     */
    public static List<String> runAll(final String range, final Consumer<String> reader, final Sights sights) {
        final String[] bounds = range.split("\\.\\.");
        final List<String> failures = new ArrayList<>();
        for (long seed = Long.parseLong(bounds[0]); seed <= Long.parseLong(bounds[bounds.length - 1]); seed++) {
            final Failure failure = failure(seed, reader, () -> Sabotage.NONE, sights);
            if (failure != null) {
                failures.add(failure.toString());
            }
        }
        return failures;
    }

    /** A broken invariant speaks for itself; of anything else it matters where it was thrown. */
    private static String what(final RuntimeException e) {
        if (e instanceof SimulationFailure) {
            return e.getMessage();
        }
        final StackTraceElement[] stack = e.getStackTrace();
        return e + " at " + List.of(stack).subList(0, Math.min(STACK_SHOWN, stack.length));
    }

    /** See the class. */
    public static void main(final String[] arguments) {
        final boolean traced = List.of(arguments).contains("--trace");
        final long startNs = System.nanoTime();
        final Sights sights = new Sights();
        final List<String> failures = runAll(arguments[0], traced ? System.out::println : null, sights);
        failures.forEach(System.out::println);
        System.out.println("seeds=" + arguments[0] + " failures=" + failures.size() + " took_ms="
            + (System.nanoTime() - startNs) / 1_000_000 + " seen=" + sights);
        if (!failures.isEmpty()) {
            throw new IllegalStateException("failures=" + failures.size());
        }
    }
}
