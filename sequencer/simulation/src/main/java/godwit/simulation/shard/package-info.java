/**
 * Beside the way: a shard in a simulation: the real core, ingress and output encoding, with a log, a spool and snapshots
 * that are lists in memory.
 */
package godwit.simulation.shard;
