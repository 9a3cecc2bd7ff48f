/**
 * Beside the way: phones in a simulation: they speak the client protocol as frames and keep every rule it has for them.
 */
package godwit.simulation.phone;
