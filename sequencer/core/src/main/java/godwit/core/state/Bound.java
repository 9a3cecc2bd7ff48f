package godwit.core.state;

/** How many there may be, as the limits in force say. */
@FunctionalInterface
public interface Bound {
    /** So many. */
    int max();
}
