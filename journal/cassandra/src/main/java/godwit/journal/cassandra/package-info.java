/**
 * Beside the way: the main of the embedded Cassandra's process. Nothing of ours but this package is on its class path.
 */
package godwit.journal.cassandra;
