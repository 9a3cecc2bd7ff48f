/**
 * Beside the way: which connections want to know who is online, what the users' shards are asked for them, and who is told
 * of a change.
 */
package godwit.edge.presence;
