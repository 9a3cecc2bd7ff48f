package godwit.simulation;

import godwit.simulation.check.Sights;
import godwit.simulation.fault.Sabotage;
import godwit.simulation.world.Plan;
import godwit.simulation.world.SimulationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs seeds; {@code main} takes a range {@code A..B}, and {@code --trace} for a line of each event. */
public final class Simulation {
    private static final int STACK_SHOWN = 8;

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
        return run(seed, reader, () -> Sabotage.NONE, new Sights());
    }

    /** As {@link #run(long, Consumer)}, with something wrong; adds what it saw. */
    static String run(final long seed, final Consumer<String> reader, final Supplier<Sabotage> sabotage, final Sights sights) {
        final Run run = new Run(Plan.of(seed), reader, sabotage);
        run.run();
        sights.add(run.sights());
        return run.summary() + " faults=" + run.faults() + " seen=" + run.sights();
    }

    /**
     * Runs a range of seeds.
     *
     * @param range  {@code A..B}, both included, or one seed.
     * @param reader takes a line an event; null: nobody does.
     * @param sights counts what the runs saw.
     * @return for each seed that failed a line: the seed, what failed, and how to see it again.
     */
    public static List<String> runAll(final String range, final Consumer<String> reader, final Sights sights) {
        final String[] bounds = range.split("\\.\\.");
        final List<String> failures = new ArrayList<>();
        for (long seed = Long.parseLong(bounds[0]); seed <= Long.parseLong(bounds[bounds.length - 1]); seed++) {
            try {
                run(seed, reader, () -> Sabotage.NONE, sights);
            } catch (final RuntimeException e) {
                failures.add("seed=" + seed + ": " + what(e) + "\n  replay: " + replayCommand(seed));
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

    /** The command that runs a seed once more with a trace. */
    public static String replayCommand(final long seed) {
        return "mvn -q -o -pl sequencer/simulation -am test -Dtest=SimulationTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dgodwit.simulation.seeds=" + seed + ".." + seed
            + " -Dgodwit.simulation.trace=target/seed-" + seed + ".trace";
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
