/**
 * Beside the way: edges in a simulation: the real sessions, uplink and downlink between sockets and a cluster that are
 * channels in memory.
 */
package godwit.simulation.edge;
