/**
 * Beside the way: what everything in a simulation stands on: its one clock, its chance, its trace, and the plan of a run.
 */
package godwit.simulation.world;
