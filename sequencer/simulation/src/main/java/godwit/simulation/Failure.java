package godwit.simulation;

import godwit.simulation.fault.Schedule;
import godwit.simulation.fault.Strike;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A seed that failed, as whoever mends it needs it.
 *
 * @param seed      that failed.
 * @param what      failed.
 * @param faults    that its schedule had.
 * @param shrinking what came of leaving faults out; null: nobody tried.
 */
record Failure(long seed, String what, int faults, Shrinking shrinking) {
    private static final String PREFIX = "mvn -q -o -pl sequencer/simulation -am test -Dtest=SimulationTest"
        + " -Dsurefire.failIfNoSpecifiedTests=false -Dgodwit.simulation.seeds=";

    /** The command that runs a seed once more with a trace. */
    static String replayCommand(final long seed) {
        return PREFIX + seed + " -Dgodwit.simulation.trace=target/seed-" + seed + ".trace";
    }

    /** The same with some of the faults only. */
    private static String replayCommand(final long seed, final Schedule faults) {
        final List<Strike> strikes = faults.strikes();
        final String numbers = strikes.isEmpty() ? "0"
            : strikes.stream().map(strike -> Integer.toString(strike.number())).collect(Collectors.joining(","));
        return replayCommand(seed) + " -Dgodwit.simulation.faults=" + numbers;
    }

    @Override
    public String toString() {
        final String whole = "seed=" + seed + ": " + what + "\n  replay: " + replayCommand(seed);
        return shrinking == null ? whole : whole + "\n  shrunk in " + shrinking.runs() + " runs to "
            + shrinking.least().strikes().size() + " of " + faults + " faults: " + shrinking.least() + ": "
            + shrinking.what() + "\n  replay: " + replayCommand(seed, shrinking.least());
    }
}
