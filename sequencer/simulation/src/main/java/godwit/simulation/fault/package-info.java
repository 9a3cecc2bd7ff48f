/**
 * Beside the way: what goes wrong in a simulation, and when.
 */
package godwit.simulation.fault;
