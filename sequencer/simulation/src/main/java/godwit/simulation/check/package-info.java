/**
 * Beside the way: what must hold in every simulation, whatever happened in it.
 */
package godwit.simulation.check;
