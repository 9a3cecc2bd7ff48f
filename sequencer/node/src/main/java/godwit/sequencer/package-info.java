/**
 * Beside the way: a shard's node put together, from the log's entries to the edges' streams and the spool.
 */
package godwit.sequencer;
