/**
 * Beside the way: a process's connection to a shard's cluster, by which whoever has commands for the shard's log, be it an
 * edge, the journal or the node itself, reaches the leader and finds the next one.
 */
package godwit.client;
