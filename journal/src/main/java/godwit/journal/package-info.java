/**
 * Beside the way: the journal put together, from the spool's records to Cassandra's rows and back.
 */
package godwit.journal;
