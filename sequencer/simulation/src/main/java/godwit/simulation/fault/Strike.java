package godwit.simulation.fault;

import godwit.simulation.world.Draw;

/**
 * A fault as a run's schedule has it, with a chance of its own: what it hits, and how long it lasts, is no other's.
 *
 * @param number in the schedule, from 1.
 * @param fault  which.
 * @param atMs   when, in milliseconds of the run.
 * @param chance the seed of what it draws.
 */
public record Strike(int number, Fault fault, long atMs, long chance) {
    /** What it draws, from the beginning. */
    public Draw draw() {
        return new Draw(chance);
    }

    @Override
    public String toString() {
        return number + ":" + fault + "@" + atMs;
    }
}
