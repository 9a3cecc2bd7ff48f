package godwit.simulation.fault;

import godwit.simulation.world.Draw;
import godwit.simulation.world.Plan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The faults of a run, in the order they strike, but for rare ones, which come last. One may be left out, and nothing else
 * is drawn otherwise: neither the other faults nor what phones and edges do.
 */
public final class Schedule {
    private static final int ODD_PER_MILLE_MAX = 12;
    private static final int FAILING_WRITES_PER_MILLE_MAX = 30;
    /** Faults that go on for the whole of a run, as long as nobody left them out. */
    private static final List<Fault> STANDING = List.of(Fault.ODD_LINES, Fault.FAILING_WRITES);
    /** They take long, or much: some runs have one of them, which has a chance of its own. */
    private static final List<Fault> RARE = List.of(Fault.SNAPSHOT_AMID_SENDS, Fault.EDGE_CUT_OFF, Fault.LINE_HELD,
        Fault.EDGE_DRAIN);
    private static final int RARE_ONCE_IN = 8;
    private static final List<Fault> MOMENTARY = momentaryFaults();

    private final List<Strike> strikes;

    private Schedule(final List<Strike> strikes) {
        this.strikes = List.copyOf(strikes);
    }

    /** Those that strike at a moment; some more often, since much depends on what is between two of them. */
    private static List<Fault> momentaryFaults() {
        final List<Fault> all = new ArrayList<>(List.of(Fault.values()));
        all.removeAll(STANDING);
        all.removeAll(RARE);
        all.addAll(List.of(Fault.SNAPSHOT, Fault.SNAPSHOT, Fault.SNAPSHOT, Fault.LEADER_DEATH, Fault.LEADER_DEATH,
            Fault.LEADER_PAUSE));
        return List.copyOf(all);
    }

    /** All that a plan comes to. */
    public static Schedule of(final Plan plan) {
        final Draw draw = new Draw(plan.seed() ^ Fault.class.getName().hashCode());
        final List<Strike> strikes = new ArrayList<>();
        for (final Fault fault : STANDING) {
            strikes.add(new Strike(strikes.size() + 1, fault, 0, draw.any()));
        }
        long atMs = draw.between(0, 2 * plan.faultPaceMs());
        while (atMs < plan.workMs()) {
            strikes.add(new Strike(strikes.size() + 1, draw.of(MOMENTARY), atMs, draw.any()));
            atMs += draw.between(0, 2 * plan.faultPaceMs());
        }
        final Draw rare = new Draw(plan.seed() ^ Strike.class.getName().hashCode());
        for (final Fault fault : RARE) {
            final long rareMs = rare.between(plan.workMs() / 4, plan.workMs() - 1);
            final long chance = rare.any();
            if (rare.oneIn(RARE_ONCE_IN)) {
                strikes.add(new Strike(strikes.size() + 1, fault, rareMs, chance));
            }
        }
        return new Schedule(strikes);
    }

    /** The same without all but some. */
    public Schedule only(final Collection<Integer> numbers) {
        return new Schedule(strikes.stream().filter(strike -> numbers.contains(strike.number())).toList());
    }

    /** The same without some. */
    public Schedule without(final Collection<Strike> some) {
        final Set<Strike> out = Set.copyOf(some);
        return new Schedule(strikes.stream().filter(strike -> !out.contains(strike)).toList());
    }

    /** Those that strike at a moment. */
    public List<Strike> momentary() {
        return strikes.stream().filter(strike -> !STANDING.contains(strike.fault())).toList();
    }

    /** All. */
    public List<Strike> strikes() {
        return strikes;
    }

    /** Frames and commands that are held back, lost, come twice, or late, of a thousand. */
    public int oddPerMille() {
        return standing(Fault.ODD_LINES, ODD_PER_MILLE_MAX);
    }

    /** What Cassandra does not answer, of a thousand. */
    public int failingWritesPerMille() {
        return standing(Fault.FAILING_WRITES, FAILING_WRITES_PER_MILLE_MAX);
    }

    private int standing(final Fault fault, final int below) {
        return strikes.stream().filter(strike -> strike.fault() == fault).mapToInt(strike -> strike.draw().below(below))
            .findFirst().orElse(0);
    }

    @Override
    public String toString() {
        return strikes.toString();
    }
}
