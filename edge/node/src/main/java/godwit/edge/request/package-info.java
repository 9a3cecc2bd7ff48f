/**
 * Beside the way: what a connection's session asks of the shard, and what it hears back, inside the edge. Sessions live on
 * event loops, the shard's link on a thread of its own; these are the only words between them.
 */
package godwit.edge.request;
