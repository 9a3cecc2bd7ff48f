package godwit.simulation.world;

/** An invariant is broken. */
public final class SimulationFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says which, and how. */
    public SimulationFailure(final String what) {
        super(what);
    }
}
